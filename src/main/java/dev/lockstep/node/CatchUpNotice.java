package dev.lockstep.node;

import java.util.Optional;

/**
 * Tells a person at a terminal about a long catch-up: at each tenth of the way, and at its end. A
 * short one would be over before anybody has read that it began.
 */
final class CatchUpNotice {
  private static final long LONG = 1_000;
  private static final int PARTS = 10;

  private long from;
  private long target;
  private long told;

  /**
   * @param of this member's chain
   * @param of the height that is known to exist
   * @return a sentence when it is time for one
   */
  Optional<String> reached(long height, long of) {
    if (target == 0 && of - height >= LONG) {
      from = height;
      target = of;
      told = 0;
      return Optional.of("Catching up: block " + height + " of " + of + ".");
    }
    if (target == 0) {
      return Optional.empty();
    }
    if (height >= of) {
      target = 0;
      return Optional.of("Caught up at block " + height + ".");
    }
    target = of;
    long part = (height - from) * PARTS / (target - from);
    if (part <= told) {
      return Optional.empty();
    }
    told = part;
    return Optional.of("Catching up: block " + height + " of " + of + ".");
  }
}
