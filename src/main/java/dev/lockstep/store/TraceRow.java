package dev.lockstep.store;

import java.time.Instant;
import java.util.ArrayList;
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

  /**
   * As few rows as are allowed: H2 takes as long for one with a hundred events as for one event.
   */
  static List<TraceRow> of(List<TraceLines> pieces) {
    List<TraceRow> rows = new ArrayList<>();
    int from = 0;
    while (from < pieces.size()) {
      int end = from;
      int events = 0;
      long characters = 0;
      do {
        events += pieces.get(end).events();
        characters += pieces.get(end).text().length();
        end++;
      } while (end < pieces.size()
          && events + pieces.get(end).events() <= TraceWriter.EVENTS_MAX
          && characters + pieces.get(end).text().length() < TraceWriter.CHARACTERS_MAX);
      rows.add(row(pieces.subList(from, end), events));
      from = end;
    }
    return rows;
  }

  private static TraceRow row(List<TraceLines> pieces, int events) {
    var first = pieces.getFirst();
    var text = pieces.size() == 1 ? first.text() : joined(pieces);
    if (events > 1) {
      return new TraceRow(first.first(), first.at(), first.time(), LINES, text, events);
    }
    var only = TraceLine.read(text.stripTrailing()).orElseThrow();
    return new TraceRow(only.number(), only.at(), only.time(), only.kind(), only.particulars(), 1);
  }

  private static String joined(List<TraceLines> pieces) {
    var text = new StringBuilder(pieces.stream().mapToInt(each -> each.text().length()).sum());
    pieces.forEach(each -> text.append(each.text()));
    return text.toString();
  }

  /** Its events, ascending. */
  List<TracedEvent> all() {
    return kind.equals(LINES)
        ? particulars.lines().map(TraceLine::read).flatMap(Optional::stream).toList()
        : List.of(new TracedEvent(seq, at, time, kind, particulars));
  }
}
