package dev.lockstep.order;

import java.util.List;
import java.util.function.Consumer;

/**
 * Feeds an order and performs its effects, until a step throws. After that the order gets no more
 * inputs, and so sends and answers nothing more.
 *
 * <p>An order that has thrown must not go on. Part of its state has changed, and the records of the
 * failed step are in no journal; but what depends on them still waits in the order, and would run
 * after the next sync. So a promise could be sent that is on no disk.
 *
 * <p>Nodes and the simulator use the same class. Not safe for use by two threads at once.
 */
public final class FailStop {
  private final Order order;
  private final Consumer<List<Effect>> performer;
  private final Consumer<Throwable> halt;
  private boolean stepping;
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

  /**
   * One step and all that it wants done; nothing after a failure. To feed the order while it
   * performs the effects of a step is a failure too: they would be performed in another order, and
   * a record could be written before an earlier one.
   */
  public void feed(Input input, long now) {
    if (failed) {
      return;
    }
    if (stepping) {
      fail(new IllegalStateException("a step within a step: " + input));
      return;
    }
    stepping = true;
    try {
      performer.accept(order.step(input, now));
    } catch (Throwable unforeseen) {
      // Errors too: a step that has run out of stack is as incomplete as any other that throws.
      fail(unforeseen);
    } finally {
      stepping = false;
    }
  }

  private void fail(Throwable unforeseen) {
    failed = true;
    halt.accept(unforeseen);
  }

  /** See {@link Order#status}. */
  public Status status(long now) {
    return order.status(now);
  }
}
