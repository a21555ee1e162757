package dev.lockstep.mutex;

import java.util.Optional;

/**
 * Where a member stands: without a claim, waiting with one, or in the critical section with one.
 *
 * @param claim the timestamp of the outstanding request
 */
record Entry(Optional<Timestamp> claim, Place place) {
  static final Entry NONE = new Entry(Optional.empty(), Place.OUTSIDE);

  enum Place {
    /** Without a claim. */
    OUTSIDE,
    WAITING,
    INSIDE,
    /** Inside with nothing to do: the member leaves as soon as it hears of another claim. */
    KEPT
  }

  Entry {
    if (claim.isPresent() == (place == Place.OUTSIDE)) {
      throw new IllegalStateException(place + " with claim " + claim);
    }
  }

  static Entry waiting(Timestamp claim) {
    return new Entry(Optional.of(claim), Place.WAITING);
  }

  Entry entered() {
    return new Entry(claim, Place.INSIDE);
  }

  Entry kept() {
    return new Entry(claim, Place.KEPT);
  }

  boolean waits() {
    return place == Place.WAITING;
  }

  boolean inside() {
    return place == Place.INSIDE || isKept();
  }

  boolean isKept() {
    return place == Place.KEPT;
  }
}
