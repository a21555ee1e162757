package dev.lockstep.console.result;

import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Location;
import java.util.UUID;

/** Where a transfer is. */
public sealed interface Receipt extends TransferAnswer {
  UUID id();

  /** Whether the transfer was there before this request. */
  boolean existed();

  /**
   * @param block the hash of the block that the transfer is on
   */
  record Committed(UUID id, Location location, Hash block, boolean existed) implements Receipt {}

  /** In the local log of this node, and on no block yet (Paxos mode). */
  record Executed(UUID id, boolean existed) implements Receipt {}
}
