package dev.lockstep.node;

import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * Where Vert.x unpacks the page and the contract from the jar. Its default is a new folder in the
 * temporary directory at each start, which a process that is killed leaves behind. Here it is one
 * folder in the member's directory, made anew at each start; the lock of the directory makes sure
 * that nobody else uses it.
 */
final class ResourceFolder {
  private static final String NAME = "resources";

  private ResourceFolder() {}

  static Path of(Path directory) {
    return directory.resolve(NAME).toAbsolutePath();
  }

  /**
   * @param directory of the member, locked by this process
   * @throws NodeException when what an earlier process left cannot be deleted
   */
  static FileSystemOptions options(Path directory) {
    var folder = of(directory);
    try {
      delete(folder);
    } catch (IOException | UncheckedIOException e) {
      throw new NodeException("The folder " + folder + " cannot be deleted: " + e + ".", e);
    }
    return new FileSystemOptions()
        .setFileCacheDir(folder.toString())
        .setFileCacheDirAsExactPath(true);
  }

  private static void delete(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      // What is in a folder comes before the folder.
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
