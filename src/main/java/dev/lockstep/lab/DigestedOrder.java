package dev.lockstep.lab;

import dev.lockstep.order.Effect;
import dev.lockstep.order.Input;
import dev.lockstep.order.Order;
import dev.lockstep.order.Status;
import dev.lockstep.recording.Digest;
import java.util.List;
import java.util.function.IntConsumer;

/** An order that tells what followed from each of its steps. */
final class DigestedOrder implements Order {
  private final Order order;
  private final IntConsumer sink;
  private long lastStep = Long.MAX_VALUE;

  /**
   * @param sink is given the digest before the effects are performed
   */
  DigestedOrder(Order order, IntConsumer sink) {
    this.order = order;
    this.sink = sink;
  }

  @Override
  public List<Effect> step(Input input, long now) {
    lastStep = now;
    var effects = order.step(input, now);
    sink.accept(Digest.of(order.status(now), effects));
    return effects;
  }

  @Override
  public Status status(long now) {
    // As of the last step, as in the node: a later time would move the clock of the order.
    return order.status(Math.min(now, lastStep));
  }
}
