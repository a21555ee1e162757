package dev.lockstep.lab;

import dev.lockstep.order.Effect;
import dev.lockstep.order.Input;
import dev.lockstep.order.Order;
import dev.lockstep.order.Status;
import dev.lockstep.recording.Digest;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * An order that tells what followed from each of its steps.
 *
 * @param sink is given the digest before the effects are performed
 */
record DigestedOrder(Order order, IntConsumer sink) implements Order {
  @Override
  public List<Effect> step(Input input, long now) {
    var effects = order.step(input, now);
    sink.accept(Digest.of(order.status(now), effects));
    return effects;
  }

  @Override
  public Status status(long now) {
    return order.status(now);
  }
}
