package dev.lockstep.cli.submit;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;

/**
 * The first pass over a file: what is in it, before anything of it is sent.
 *
 * @param transfers how many the file has
 * @param malformed how many lines hold something else
 */
record Check(long transfers, long malformed) {
  private static final int SHOWN = 20;

  /** Reads the whole file and complains about the lines that no transfer can be read from. */
  static Check of(Path file, PrintWriter complaints) throws IOException {
    long transfers = 0;
    long malformed = 0;
    try (var reader = new TripletReader(file)) {
      for (var next = reader.next(); next.isPresent(); next = reader.next()) {
        if (next.get().line()
            instanceof ParsedLine.Malformed(var column, var problem, var pointer)) {
          malformed++;
          if (malformed <= SHOWN) {
            complaints.printf(
                "line %d, column %d: %s%n%s%n", next.get().number(), column, problem, pointer);
          }
        } else {
          transfers += next.get().placed().size();
        }
      }
    }
    if (malformed > SHOWN) {
      complaints.println((malformed - SHOWN) + " more lines are malformed.");
    }
    return new Check(transfers, malformed);
  }
}
