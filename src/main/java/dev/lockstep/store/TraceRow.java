package dev.lockstep.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A row of the trace's table: one event, or several as lines. H2 takes as long for a row with a
 * hundred events as for one with a single one.
 *
 * @param seq the number of its first event; what is said of {@code at} and {@code time} too
 * @param kind {@link #LINES} when there are several
 */
record TraceRow(long seq, Instant at, long time, String kind, String particulars, int events) {
  /** No event has this kind. */
  private static final String LINES = "lines";

  static final int EVENTS_MAX = 256;

  /** What a line has besides the particulars, at most. */
  private static final int BESIDE = 80;

  /** H2 takes four times as many in a column. */
  private static final int CHARACTERS_MAX = 256 << 10;

  /** The rows for these events. */
  static List<TraceRow> of(List<TracedEvent> events) {
    List<TraceRow> rows = new ArrayList<>();
    int from = 0;
    while (from < events.size()) {
      int end = from;
      long characters = 0;
      do {
        characters += events.get(end).particulars().length();
        end++;
      } while (end < events.size()
          && end - from < EVENTS_MAX
          && characters + events.get(end).particulars().length() < CHARACTERS_MAX);
      rows.add(row(events.subList(from, end)));
      from = end;
    }
    return rows;
  }

  private static TraceRow row(List<TracedEvent> events) {
    var first = events.getFirst();
    if (events.size() == 1) {
      return new TraceRow(
          first.number(), first.at(), first.time(), first.kind(), first.particulars(), 1);
    }
    var text = new StringBuilder(room(events));
    for (var event : events) {
      TraceLine.append(text, event);
      text.append('\n');
    }
    return new TraceRow(
        first.number(), first.at(), first.time(), LINES, text.toString(), events.size());
  }

  private static int room(List<TracedEvent> events) {
    int characters = 0;
    for (var event : events) {
      characters += event.particulars().length() + BESIDE;
    }
    return characters;
  }

  /** Its events, ascending. */
  List<TracedEvent> all() {
    return kind.equals(LINES)
        ? particulars.lines().map(TraceLine::read).flatMap(Optional::stream).toList()
        : List.of(new TracedEvent(seq, at, time, kind, particulars));
  }
}
