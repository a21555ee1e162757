package dev.lockstep.console.events;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subscribers to the stream of events. Thousands of events for hundreds of subscribers take
 * seconds to send, so the work is done in slices, and the event loop serves its other connections
 * between two slices. A subscriber that fails is removed; the others are not affected. Used by the
 * console's event loop only.
 */
final class Audience {
  private static final Logger LOG = LoggerFactory.getLogger(Audience.class);

  /** Too short to be noticed, and long enough for some hundred events. */
  private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final Consumer<Runnable> later;
  private final Set<Listener> all = new LinkedHashSet<>();

  /** Subscribers that may have something to read, in the order of their turns. */
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

    /** It has failed while it heard, and is not called any more unless it joins again. */
    default void dismiss() {}
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

  /** There may be something for every subscriber. */
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
      if (hear(listener) && all.contains(listener)) {
        due.add(listener);
      }
    }
  }

  /** Safe to go on after a failure: a listener changes nothing but what belongs to its client. */
  private boolean hear(Listener listener) {
    try {
      return listener.hear();
    } catch (RuntimeException | AssertionError | StackOverflowError e) {
      LOG.error("A console could not be sent its events, and its connection is ended", e);
      leave(listener);
      dismiss(listener);
      return false;
    }
  }

  private static void dismiss(Listener listener) {
    try {
      listener.dismiss();
    } catch (RuntimeException | AssertionError | StackOverflowError e) {
      LOG.error("The connection of a console could not be ended", e);
    }
  }
}
