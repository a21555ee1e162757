package dev.lockstep.order;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

/**
 * Keeps a member from ever saying a Lamport time in one life and a lower one in the next: it says
 * no time that is above a limit on its disk, and a new life begins at that limit.
 *
 * <p>The limit is raised in leaps, long before it is reached, so that nobody waits for it. What is
 * to be said above it all the same, after a leap of somebody else's clock or on a slow disk, is
 * held back until the disk has the new one.
 */
final class SpokenClock {
  /** So far ahead of the clock is the limit. A restart skips as many numbers, at most. */
  private static final long LEAP = 1_000;

  /** Every message carries its sender's whole state: of too many, the oldest can be lost. */
  private static final int HELD_MAX = 1_000;

  private final Deque<Effect.Send> held = new ArrayDeque<>();
  private long limit;
  private long durableLimit;

  /**
   * @param limit on the disk
   */
  SpokenClock(long limit) {
    this.limit = limit;
    this.durableLimit = limit;
  }

  /** The limit to be put on the disk next, if it is time to raise it. */
  OptionalLong raise(long time) {
    if (time + LEAP / 2 <= limit) {
      return OptionalLong.empty();
    }
    limit = time + LEAP;
    return OptionalLong.of(limit);
  }

  /** Whether the member may say a time as soon as it likes. */
  boolean covers(long time) {
    return time <= durableLimit;
  }

  /** Whether a message may be sent now; if not, it is held back. */
  boolean maySend(Effect.Send send) {
    if (held.isEmpty() && send.message().time() <= durableLimit) {
      return true;
    }
    held.add(send);
    if (held.size() > HELD_MAX) {
      held.remove();
    }
    return false;
  }

  /**
   * A limit is on the disk.
   *
   * @return what may be sent now
   */
  List<Effect.Send> raised(long newLimit) {
    durableLimit = Math.max(durableLimit, newLimit);
    List<Effect.Send> free = new ArrayList<>();
    while (!held.isEmpty() && held.peek().message().time() <= durableLimit) {
      free.add(held.remove());
    }
    return free;
  }
}
