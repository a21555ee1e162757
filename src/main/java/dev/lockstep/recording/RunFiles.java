package dev.lockstep.recording;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of the runs of a member, in their order: {@code inputs/00000001.run}. */
public final class RunFiles {
  private static final String NAME = "[0-9]{8}\\.run";

  private RunFiles() {}

  /** Where a member keeps its runs. */
  public static Path folder(Path memberDirectory) {
    return memberDirectory.resolve("inputs");
  }

  static Path path(Path folder, long number) {
    return folder.resolve("%08d.run".formatted(number));
  }

  /** In their order; none when there is no such folder. */
  public static List<Path> all(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().matches(NAME)).sorted().toList();
    }
  }

  /** Files that were made ahead, and in which nothing was written. */
  static void removeUnused(Path folder) throws IOException {
    for (var file : all(folder)) {
      try (var in = new DataInputStream(Files.newInputStream(file))) {
        if (Files.size(file) >= Integer.BYTES && in.readInt() != 0) {
          continue;
        }
      }
      Files.delete(file);
    }
  }

  static int count(Path folder) throws IOException {
    return all(folder).size();
  }

  static long newest(Path folder) throws IOException {
    var files = all(folder);
    return files.isEmpty()
        ? 0
        : Long.parseLong(files.getLast().getFileName().toString().substring(0, 8));
  }
}
