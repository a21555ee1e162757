package dev.lockstep.order;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Pieces of the own chain for members that were away: one at a time for each. */
final class Pieces {
  private final Set<String> underway = new TreeSet<>();

  /** Reads a piece, unless one is being read for the same member, who is about to be answered. */
  Optional<Effect> asked(PeerMessage.Fetch fetch) {
    return underway.add(fetch.from())
        ? Optional.of(new Effect.ReadBlocks(fetch.from(), fetch.fromHeight(), Limits.PIECE_BYTES))
        : Optional.empty();
  }

  /** The piece has been read. */
  void read(String to) {
    underway.remove(to);
  }
}
