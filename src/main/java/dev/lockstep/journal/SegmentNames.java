package dev.lockstep.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The files of a journal: {@code 0000000001.log}, {@code 0000000002.log} and so on. */
final class SegmentNames {
  private static final Pattern NAME = Pattern.compile("[0-9]{10}\\.log");

  private SegmentNames() {}

  static String of(int segment) {
    return "%010d.log".formatted(segment);
  }

  /**
   * The numbers of the segments in a directory: 1, 2, 3, ….
   *
   * @throws DataException when one is missing, or the directory cannot be read
   */
  static List<Integer> in(Path directory) {
    List<Integer> numbers;
    try (var files = Files.list(directory)) {
      numbers =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> NAME.matcher(name).matches())
              .map(name -> Integer.parseInt(name.substring(0, 10)))
              .sorted()
              .toList();
    } catch (IOException e) {
      throw Problems.disk(directory, "read", e);
    } catch (NumberFormatException e) {
      throw new DataException(
          DataException.Kind.DAMAGED,
          directory + " holds a segment with a number that no journal reaches.",
          e);
    }
    for (int i = 0; i < numbers.size(); i++) {
      if (numbers.get(i) != i + 1) {
        throw new DataException(
            DataException.Kind.DAMAGED,
            "The journal in " + directory + " misses its segment " + of(i + 1) + ".");
      }
    }
    return numbers;
  }
}
