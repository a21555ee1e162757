package dev.lockstep.order;

import java.util.List;

/**
 * Makes an order count the time in which its member ran, and not the time in which it stood still:
 * a stopped process, a long pause of the garbage collector, a busy machine.
 *
 * <p>After such a pause the tick that is overdue comes before the messages that have queued up
 * meanwhile. By the wall clock every peer has been silent and every transfer has waited for too
 * long, although the heartbeats and the answers are there already. So no step counts for more than
 * {@link #STEP_MAX}: whatever has a time limit has most of it left when those messages are heard.
 * If every tick is late, the limits take longer, but still end.
 *
 * <p>Safety does not depend on it: it depends on no clock.
 */
public final class AwakeTime implements Order {
  /**
   * Milliseconds. Ticks that are late by less count in full; and a quarter of {@link
   * Pace#SILENT_AFTER} added to the pause between two heartbeats does not make a peer silent.
   */
  public static final long STEP_MAX = 5 * Pace.TICK;

  private final Order order;
  private long lastStep = Long.MIN_VALUE;
  private long stoodStill;

  public AwakeTime(Order order) {
    this.order = order;
  }

  @Override
  public List<Effect> step(Input input, long now) {
    if (lastStep != Long.MIN_VALUE) {
      stoodStill += Math.max(0, now - lastStep - STEP_MAX);
    }
    lastStep = now;
    return order.step(input, now - stoodStill);
  }

  @Override
  public Status status(long now) {
    // To ask for the status must not let time pass.
    return order.status(Math.min(now, lastStep + STEP_MAX) - stoodStill);
  }
}
