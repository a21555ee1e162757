package dev.lockstep.store;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Location;

/** Where a transfer stands, as the one number that H2 has for it. */
final class Places {
  private Places() {}

  static long of(long height, int position) {
    return height * Block.TRANSFERS_MAX + position;
  }

  static long of(Location location) {
    return of(location.height(), location.position());
  }

  static Location location(long place) {
    return new Location(place / Block.TRANSFERS_MAX, (int) (place % Block.TRANSFERS_MAX));
  }
}
