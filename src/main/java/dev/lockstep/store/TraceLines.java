package dev.lockstep.store;

import java.time.Instant;
import java.util.List;

/**
 * Events as {@linkplain TraceLine lines}, written once: the tail takes the text as it is, and H2 as
 * a row. Immutable.
 *
 * @param first the number of the first event, whose moment and time the next two are
 * @param at in whole microseconds
 * @param time Lamport time
 * @param last the number of the last event
 * @param events how many there are, at least one
 * @param text each line with its end
 */
public record TraceLines(long first, Instant at, long time, long last, int events, String text) {
  /** As few of them as are allowed, for events in the order of their numbers. */
  public static List<TraceLines> of(List<TracedEvent> events) {
    var writer = new TraceWriter();
    for (var event : events) {
      writer.add(event.number(), event.at(), event.time(), event.kind(), event.particulars());
    }
    return writer.take();
  }
}
