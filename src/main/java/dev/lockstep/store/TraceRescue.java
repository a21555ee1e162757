package dev.lockstep.store;

import java.nio.file.Path;
import java.util.List;
import org.jooq.impl.DSL;

/** Copies the trace of events out of a file whose chain is not believed any more. */
final class TraceRescue {
  /** As many as are one transaction when they come from the node itself. */
  private static final int PIECE = 1_000;

  private TraceRescue() {}

  /**
   * @param old H2's file, which nobody has open, without its suffix
   * @param store without events as yet
   * @throws StoreException when the rest cannot be read
   */
  static void copy(Path old, Store store) {
    var reading = new Lane("store-rescue", Store.url(old));
    try {
      long next = 0;
      var events = read(reading, next);
      while (!events.isEmpty()) {
        store.trace(events);
        next = events.getLast().number() + 1;
        events = read(reading, next);
      }
    } finally {
      reading.abandon();
    }
  }

  private static List<TracedEvent> read(Lane lane, long from) {
    return lane.call(c -> TraceTable.events(DSL.using(c), from, Long.MAX_VALUE, PIECE));
  }
}
