package dev.lockstep.order.member;

import dev.lockstep.order.Effect;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

/**
 * Keeps a member from ever sending a Lamport time in one incarnation and a lower one in the next
 * (design L13): it sends no time above a bound on its disk, and a new incarnation begins at that
 * bound.
 *
 * <p>The bound moves in large steps, long before the clock reaches it, so messages rarely wait for
 * it. After a jump of another member's clock, or while the disk is slow, a message may have a time
 * above the bound: it is held back until the new bound is durable.
 */
final class ClockBound {
  /** How far ahead of the clock the bound moves. A restart skips at most as many numbers. */
  private static final long LEAP = 1_000;

  private static final int HELD_MAX = 1_000;

  private final Deque<Effect.Send> held = new ArrayDeque<>();
  private long bound;
  private long durableBound;

  /**
   * @param bound on the disk
   */
  ClockBound(long bound) {
    this.bound = bound;
    this.durableBound = bound;
  }

  /** The bound to be put on the disk next, if it is time to raise it. */
  OptionalLong raise(long time) {
    if (time + LEAP / 2 <= bound) {
      return OptionalLong.empty();
    }
    bound = time + LEAP;
    return OptionalLong.of(bound);
  }

  /** Whether a message with this time may be sent at once. */
  boolean covers(long time) {
    return time <= durableBound;
  }

  /** Whether a message has to wait: for the bound, or behind one that waits for it. */
  boolean mustWait(Effect.Send send) {
    return !(held.isEmpty() && send.message().time() <= durableBound);
  }

  /** Holds a message back until the bound is raised. */
  void hold(Effect.Send send) {
    held.add(send);
    if (held.size() > HELD_MAX) {
      // As if the network had lost it: a member repeats what is not answered.
      held.remove();
    }
  }

  /**
   * A bound is on the disk.
   *
   * @return what may be sent now
   */
  List<Effect.Send> raised(long newBound) {
    durableBound = Math.max(durableBound, newBound);
    List<Effect.Send> free = new ArrayList<>();
    while (!held.isEmpty() && held.peek().message().time() <= durableBound) {
      free.add(held.remove());
    }
    return free;
  }
}
