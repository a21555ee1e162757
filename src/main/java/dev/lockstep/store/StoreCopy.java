package dev.lockstep.store;

import dev.lockstep.journal.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * A copy of H2's file in the temporary directory, which is deleted in the end.
 *
 * @param folder of its own
 */
record StoreCopy(Path folder) implements AutoCloseable {
  /**
   * @param file with its suffix
   * @throws DataException when there is no temporary directory
   * @throws IOException when the file cannot be copied
   */
  static StoreCopy of(Path file) throws IOException {
    var copy = new StoreCopy(temporaryFolder(file));
    try {
      Files.copy(file, StoreFile.of(copy.path()));
      return copy;
    } catch (IOException e) {
      copy.close();
      throw e;
    }
  }

  /** Without H2's suffix. */
  Path path() {
    return folder.resolve("ledger");
  }

  private static Path temporaryFolder(Path file) {
    try {
      return Files.createTempDirectory("lockstep-copy");
    } catch (IOException e) {
      throw new DataException(
          DataException.Kind.DISK,
          "%s is copied before it is read, and no folder can be made in the temporary folder %s; name another folder in TMPDIR."
              .formatted(file, System.getProperty("java.io.tmpdir")),
          e);
    }
  }

  @Override
  public void close() {
    try (var files = Files.walk(folder)) {
      for (var path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException _) {
      // A copy that is left behind in the temporary directory does no harm.
    }
  }
}
