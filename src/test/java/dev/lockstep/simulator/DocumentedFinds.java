package dev.lockstep.simulator;

import dev.lockstep.chain.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * In which seed each planted bug is found, as docs/correctness.md says: a table for each protocol.
 */
final class DocumentedFinds {
  private static final String HEADING = "| planted | members | found in seed | by |";
  private static final Pattern ROW = Pattern.compile("\\| (.+) \\| \\d+ \\| (\\d+) \\| (.+) \\|");

  private final Map<Bug, Find> finds = new HashMap<>();

  private record Bug(Protocol protocol, String name) {}

  record Find(int seed, String invariant) {}

  private DocumentedFinds() {}

  static DocumentedFinds read() {
    try {
      var read = new DocumentedFinds();
      int tables = 0;
      for (var line : Files.readAllLines(Path.of("docs/correctness.md"))) {
        var row = ROW.matcher(line);
        if (line.equals(HEADING)) {
          tables++;
        } else if (tables > 0 && row.matches()) {
          read.finds.put(
              new Bug(Protocol.values()[tables - 1], row.group(1)),
              new Find(Integer.parseInt(row.group(2)), row.group(3)));
        }
      }
      return read;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  Optional<Find> of(PlantedBug bug) {
    return Optional.ofNullable(finds.get(new Bug(bug.protocol(), bug.name())));
  }
}
