package dev.lockstep.order;

import java.util.List;
import java.util.function.Consumer;

/**
 * Feeds an order and performs what it wants done, until a step fails in a way that nobody foresaw.
 * After that the order is never fed again, and so says and answers nothing more.
 *
 * <p>An order that has thrown must not go on: part of its state has changed, and the records of
 * that step are in no journal, while what was to follow their sync still waits in the order and
 * would run after the next sync. A promise could then leave that is on no disk.
 *
 * <p>Nodes and the simulator use the same class. Not safe for use by two threads at once.
 */
public final class FailStop {
  private final Order order;
  private final Consumer<List<Effect>> performer;
  private final Consumer<Throwable> halt;
  private boolean failed;

  /**
   * @param performer performs the effects of one step, in their order
   * @param halt called once, with the first thing that a step or the performer has thrown
   */
  public FailStop(Order order, Consumer<List<Effect>> performer, Consumer<Throwable> halt) {
    this.order = order;
    this.performer = performer;
    this.halt = halt;
  }

  /** One step and all that it wants done; nothing after a failure. */
  public void feed(Input input, long now) {
    if (failed) {
      return;
    }
    try {
      performer.accept(order.step(input, now));
    } catch (Throwable unforeseen) {
      // Errors too: what has run out of stack or memory has stopped in the middle like the rest.
      failed = true;
      halt.accept(unforeseen);
    }
  }

  /** See {@link Order#status}. */
  public Status status(long now) {
    return order.status(now);
  }
}
