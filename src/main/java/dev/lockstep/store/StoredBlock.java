package dev.lockstep.store;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Transfer;
import java.util.List;

/**
 * A block as it was found in H2: nothing in it was recomputed. Genesis is block 0, with {@link
 * Hash#ZERO} before it, no proposer and no transfers.
 *
 * @param time Lamport time
 */
public record StoredBlock(
    long height,
    Hash hash,
    Hash previousHash,
    long time,
    String proposer,
    Hash root,
    List<Transfer> transfers) {
  /** The block that its rows make. */
  Block rebuilt() {
    return Block.of(height, previousHash, time, proposer, transfers);
  }

  /** Whether its rows give the hash that stands with them. */
  boolean isWhole() {
    return rebuilt().hash().equals(hash);
  }
}
