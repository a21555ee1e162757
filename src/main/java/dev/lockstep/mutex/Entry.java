package dev.lockstep.mutex;

import java.util.Optional;

/**
 * Where a member stands: without a claim, waiting with one, or in the critical section with one.
 *
 * @param claim the timestamp of the outstanding request
 */
record Entry(Optional<Timestamp> claim, boolean inside) {
  static final Entry NONE = new Entry(Optional.empty(), false);

  Entry {
    if (inside && claim.isEmpty()) {
      throw new IllegalStateException("in the critical section without a claim");
    }
  }

  static Entry waiting(Timestamp claim) {
    return new Entry(Optional.of(claim), false);
  }

  Entry entered() {
    return new Entry(claim, true);
  }

  boolean waits() {
    return claim.isPresent() && !inside;
  }
}
