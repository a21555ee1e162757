package dev.lockstep.recording;

import dev.lockstep.order.Effect;
import dev.lockstep.order.Input;
import dev.lockstep.order.Order;
import dev.lockstep.order.Status;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Records what an order is given. The entry is in the file before the effects of its step are
 * performed: so nothing that others have seen of a process that was killed is missing.
 */
public final class RecordedOrder implements Order {
  private final Order order;
  private final Consumer<RunEntry.Taken> sink;
  private final LongSupplier wallMicros;
  private long sent;
  private long lastStep = Long.MAX_VALUE;

  /**
   * @param sink has each entry when it returns
   */
  public RecordedOrder(Order order, Consumer<RunEntry.Taken> sink) {
    this(order, sink, () -> ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
  }

  /**
   * @param wallMicros microseconds of Unix time
   */
  public RecordedOrder(Order order, Consumer<RunEntry.Taken> sink, LongSupplier wallMicros) {
    this.order = order;
    this.sink = sink;
    this.wallMicros = wallMicros;
  }

  @Override
  public List<Effect> step(Input input, long now) {
    lastStep = now;
    var effects = order.step(input, now);
    for (var effect : effects) {
      if (effect instanceof Effect.Send send) {
        sent = Math.max(sent, send.stamp().number());
      }
    }
    sink.accept(
        new RunEntry.Taken(
            wallMicros.getAsLong(), now, input, sent, Digest.of(order.status(now), effects)));
    return effects;
  }

  @Override
  public Status status(long now) {
    // As of the last step: a later time would move the clock of the order by what is not recorded.
    return order.status(Math.min(now, lastStep));
  }
}
