package dev.lockstep.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A row of the trace's table: one event, or several as lines.
 *
 * @param seq the number of its first event; what is said of {@code at} and {@code time} too
 * @param kind {@link #LINES} when there are several
 */
record TraceRow(long seq, Instant at, long time, String kind, String particulars, int events) {
  /** No event has this kind. */
  private static final String LINES = "lines";

  static TraceRow of(TraceLines lines) {
    if (lines.events() > 1) {
      return new TraceRow(
          lines.first(), lines.at(), lines.time(), LINES, lines.text(), lines.events());
    }
    var only = TraceLine.read(lines.text().stripTrailing()).orElseThrow();
    return new TraceRow(only.number(), only.at(), only.time(), only.kind(), only.particulars(), 1);
  }

  /** Its events, ascending. */
  List<TracedEvent> all() {
    return kind.equals(LINES)
        ? particulars.lines().map(TraceLine::read).flatMap(Optional::stream).toList()
        : List.of(new TracedEvent(seq, at, time, kind, particulars));
  }
}
