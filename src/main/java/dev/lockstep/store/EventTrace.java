package dev.lockstep.store;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/**
 * The trace of the node's events in H2, the newest of them. No promise rests on it: what was not
 * yet written when the process is killed is missing from then on.
 *
 * <p>One caller at a time adds, any thread reads; every call waits for H2 and may throw a {@link
 * StoreException}.
 */
public final class EventTrace {
  private final Lane writing;
  private final Lane reading;
  private final long max;
  private final StoreMark mark;
  private long kept;
  private long newest;

  /**
   * @param max how many events are kept; a row more, so that no row is written anew
   * @param mark says which is the newest
   */
  EventTrace(Lane writing, Lane reading, long max, StoreMark mark) {
    this.writing = writing;
    this.reading = reading;
    this.max = max;
    this.mark = mark;
    this.kept = reading.call(TraceTable::count);
    this.newest = newest().orElse(0);
  }

  /** As {@link #addLines}, for events that are no lines yet. */
  public void add(List<TracedEvent> events) {
    addLines(TraceLines.of(events));
  }

  /**
   * Adds events and deletes the oldest of those that are too many, in one transaction.
   *
   * @param lines ascending by numbers, all above {@link #newest}
   * @throws StoreException when they are not, or H2 does not take them
   */
  public void addLines(List<TraceLines> lines) {
    if (lines.isEmpty()) {
      return;
    }
    if (lines.getFirst().first() <= newest) {
      throw new StoreException(
          "event " + lines.getFirst().first() + " comes after event " + newest);
    }
    int events = lines.stream().mapToInt(TraceLines::events).sum();
    kept =
        writing.transaction(
            sql -> {
              TraceTable.insert(sql, lines);
              long now = kept + events;
              return now - TraceTable.prune(sql, now - max, events);
            });
    newest = lines.getLast().last();
    try {
      mark.withEvent(newest);
    } catch (IOException e) {
      throw new StoreException("its mark cannot be written: " + e.getMessage(), e);
    }
  }

  /** Events that were kept, ascending, from a number on and before another. */
  public List<TracedEvent> events(long from, long before, int limit) {
    return reading.call(sql -> TraceTable.events(sql, from, before, limit));
  }

  /** The lowest number of the events that are kept. */
  public OptionalLong oldest() {
    return reading.call(TraceTable::oldest);
  }

  /** The highest number of the events that are kept. */
  public OptionalLong newest() {
    return reading.call(TraceTable::newest);
  }

  /** Reads a part of the trace, to find out whether it can be read; tells where the rest begins. */
  OptionalLong readThrough(long from, long before) {
    return reading.call(sql -> TraceTable.readThrough(sql, from, before));
  }
}
