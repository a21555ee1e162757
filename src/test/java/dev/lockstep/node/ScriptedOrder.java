package dev.lockstep.node;

import dev.lockstep.chain.Chains;
import dev.lockstep.order.Effect;
import dev.lockstep.order.Input;
import dev.lockstep.order.MemberState;
import dev.lockstep.order.Order;
import dev.lockstep.order.Status;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Does as it is told, and remembers what it was fed: all but the ticks. */
final class ScriptedOrder implements Order {
  final BlockingQueue<Input> inputs = new LinkedBlockingQueue<>();
  volatile Function<Input, List<Effect>> script = input -> List.of();
  volatile MemberState state = MemberState.READY;

  @Override
  public List<Effect> step(Input input, long now) {
    if (!(input instanceof Input.Tick)) {
      inputs.add(input);
    }
    return script.apply(input);
  }

  Input nextInput() throws InterruptedException {
    return inputs.poll(10, TimeUnit.SECONDS);
  }

  @Override
  public Status status(long now) {
    return new Status(
        1,
        state,
        "",
        7,
        0,
        Chains.genesis().hash(),
        0,
        0,
        List.of(),
        List.of(),
        0,
        0,
        List.of(),
        Optional.empty());
  }
}
