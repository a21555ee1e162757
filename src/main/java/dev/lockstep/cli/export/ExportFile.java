package dev.lockstep.cli.export;

import dev.lockstep.store.TransferSink;
import dev.lockstep.store.TransferTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The file of an export. It has its name only when it is whole: until then it is {@code
 * NAME.part.SUFFIX}, which is deleted when the process ends before.
 *
 * @param file which the suffix says how to write
 */
public record ExportFile(Path file, Form form) {
  /** What is written, by the suffix of its file. */
  public enum Form {
    DATABASE(".mv.db"),
    CSV(".csv"),
    JSON_LINES(".jsonl");

    private final String suffix;

    Form(String suffix) {
      this.suffix = suffix;
    }
  }

  /** Writes the transfers. */
  public interface Work<T> {
    T with(TransferSink sink) throws IOException;
  }

  /**
   * @return nothing when the suffix is none of these
   */
  public static Optional<ExportFile> of(Path file) {
    var name = file.getFileName().toString();
    for (var form : Form.values()) {
      if (name.endsWith(form.suffix) && name.length() > form.suffix.length()) {
        return Optional.of(new ExportFile(file, form));
      }
    }
    return Optional.empty();
  }

  /**
   * Makes the file.
   *
   * @throws IOException when that is not possible, or the file is there by the end
   */
  public <T> T write(Work<T> work) throws IOException {
    var part = part();
    Files.deleteIfExists(part);
    part.toFile().deleteOnExit();
    T result;
    try (var sink = open(part)) {
      result = work.with(sink);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(part);
      throw e;
    }
    // It does not replace a file that somebody has made meanwhile.
    Files.move(part, file);
    return result;
  }

  private TransferSink open(Path part) throws IOException {
    return switch (form) {
      case DATABASE -> new TransferTable(withoutSuffix(part));
      case CSV -> TextLines.csv(part);
      case JSON_LINES -> TextLines.json(part);
    };
  }

  private Path part() {
    return file.resolveSibling(withoutSuffix(file).getFileName() + ".part" + form.suffix);
  }

  private Path withoutSuffix(Path path) {
    var name = path.getFileName().toString();
    return path.resolveSibling(name.substring(0, name.length() - form.suffix.length()));
  }
}
