package dev.lockstep.store;

import java.time.Instant;
import java.util.Optional;

/**
 * An event as a line of text: number, wall clock in microseconds, Lamport time, kind and
 * particulars with tabs between them. JSON has neither a tab nor the end of a line of its own.
 */
final class TraceLine {
  private static final int FIELDS = 5;

  private TraceLine() {}

  /** Without the end of the line. */
  static void append(
      StringBuilder text,
      long number,
      Instant at,
      long time,
      String kind,
      CharSequence particulars) {
    text.append(number)
        .append('\t')
        .append(Micros.of(at))
        .append('\t')
        .append(time)
        .append('\t')
        .append(kind)
        .append('\t')
        .append(particulars);
  }

  /** Nothing when the line is torn. */
  static Optional<TracedEvent> read(String line) {
    var fields = line.split("\t", FIELDS);
    if (fields.length < FIELDS || !fields[FIELDS - 1].endsWith("}")) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new TracedEvent(
              Long.parseLong(fields[0]),
              Micros.instant(Long.parseLong(fields[1])),
              Long.parseLong(fields[2]),
              fields[3],
              fields[4]));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }
}
