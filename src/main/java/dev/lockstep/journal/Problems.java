package dev.lockstep.journal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Turns an exception of the file system into one sentence for a person. */
final class Problems {
  private Problems() {}

  /**
   * @param doing what was tried, such as "written"
   */
  static DataException disk(Path what, String doing, IOException e) {
    return new DataException(
        DataException.Kind.DISK, what + " cannot be " + doing + ": " + reason(e) + ".", e);
  }

  static String reason(Throwable e) {
    return switch (e) {
      case AccessDeniedException _ -> "permission denied";
      case FileAlreadyExistsException f -> f.getFile() + " is a file, not a directory";
      case NoSuchFileException _ -> "there is no such file or directory";
      case NotDirectoryException _ -> "it is not a directory";
      case FileSystemException f when f.getReason() != null -> lowerFirst(f.getReason());
      default -> e.getMessage() == null ? e.toString() : lowerFirst(e.getMessage());
    };
  }

  private static String lowerFirst(String text) {
    var trimmed = text.strip().replaceAll("\\.+$", "");
    // An acronym such as EIO keeps its capitals.
    boolean isWord = trimmed.length() > 1 && Character.isLowerCase(trimmed.charAt(1));
    return isWord ? Character.toLowerCase(trimmed.charAt(0)) + trimmed.substring(1) : trimmed;
  }
}
