package dev.lockstep.store;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Location;

/**
 * The location of a transfer as the one number that H2's table has for it. Numbers are in the order
 * of the chain. The generated tables use both functions to convert.
 */
public final class Places {
  private Places() {}

  public static long of(Location location) {
    return location.height() * Block.TRANSFERS_MAX + location.position();
  }

  public static Location location(long place) {
    return new Location(place / Block.TRANSFERS_MAX, (int) (place % Block.TRANSFERS_MAX));
  }
}
