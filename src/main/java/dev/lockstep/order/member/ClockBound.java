package dev.lockstep.order.member;

import dev.lockstep.order.Effect;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

/**
 * Keeps a member from ever saying a Lamport time in one incarnation and a lower one in the next
 * (design L13): it says no time that is above a bound on its disk, and a new incarnation begins at
 * that bound.
 *
 * <p>The bound is raised in leaps, long before it is reached, so that nobody waits for it. What is
 * to be said above it all the same, after a leap of somebody else's clock or on a slow disk, is
 * held back until the disk has the new one.
 */
final class ClockBound {
  /** So far ahead of the clock is the bound. A restart skips as many numbers, at most. */
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

  /** Whether the member may say a time as soon as it likes. */
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
      // As if the network had lost it: what is not answered is said again.
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
