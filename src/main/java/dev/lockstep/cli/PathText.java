package dev.lockstep.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A path as it was typed, in an option or in the environment. */
final class PathText implements ITypeConverter<Path> {
  /** What Java makes of bytes that are no text in the encoding of the locale. */
  private static final char UNREADABLE = '\uFFFD';

  @Override
  public Path convert(String text) {
    // Path.of("") is the working directory, which an empty name does not mean.
    if (text.isEmpty()) {
      throw new TypeConversionException("it is empty; name a file or a folder");
    }
    if (text.indexOf(UNREADABLE) >= 0) {
      throw new TypeConversionException(
          "\"%s\" is not UTF-8; rename the file or folder".formatted(text));
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new TypeConversionException(
          "\"%s\" is no path (%s)"
              .formatted(text.replaceAll("\\p{Cntrl}", "\uFFFD"), e.getReason()));
    }
  }
}
