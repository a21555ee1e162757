package dev.lockstep.console;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Those who listen to what happens. Thousands of events for hundreds of listeners are seconds of
 * work: it is done in slices, and between two of them the event loop has time for everybody else.
 * Used by the console's event loop only.
 */
final class Audience {
  /** Far less than anybody notices, and long enough for some hundred events. */
  private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final Consumer<Runnable> later;
  private final Set<Listener> all = new LinkedHashSet<>();

  /** Those for whom there may be something, in the order of their turns. */
  private final LinkedHashSet<Listener> due = new LinkedHashSet<>();

  /** A slice is under way, or the next one is to come. */
  private boolean isServing;

  /** One client. */
  interface Listener {
    /**
     * Takes a few events.
     *
     * @return whether it would take more at once
     */
    boolean hear();
  }

  /**
   * @param later runs something on this event loop when that has looked at its connections
   */
  Audience(Consumer<Runnable> later) {
    this.later = later;
  }

  void join(Listener listener) {
    all.add(listener);
  }

  void leave(Listener listener) {
    all.remove(listener);
    due.remove(listener);
  }

  /** There may be something for everybody. */
  void wakeAll() {
    due.addAll(all);
    serve();
  }

  /** The same for one. */
  void wake(Listener listener) {
    if (all.contains(listener)) {
      due.add(listener);
      serve();
    }
  }

  private void serve() {
    if (isServing) {
      return;
    }
    isServing = true;
    boolean isOver = true;
    try {
      hearAll();
      isOver = due.isEmpty();
    } finally {
      isServing = !isOver;
    }
    if (!isOver) {
      later.accept(
          () -> {
            isServing = false;
            serve();
          });
    }
  }

  private void hearAll() {
    long end = System.nanoTime() + SLICE_NANOS;
    while (!due.isEmpty() && System.nanoTime() - end < 0) {
      var listener = due.removeFirst();
      if (listener.hear() && all.contains(listener)) {
        due.add(listener);
      }
    }
  }
}
