package dev.lockstep.bus;

import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Hash;
import dev.lockstep.order.PeerMessage;

/** What travels between nodes. */
public sealed interface Envelope {
  /**
   * @param genesis of the sender's ledger: what comes from another ledger is never looked into
   */
  record Says(Hash genesis, PeerMessage message) implements Envelope {}

  /** The answer to a message from another ledger: what the ledger here began with. */
  record Foreign(String from, Genesis genesis) implements Envelope {}

  /** Bytes that are no message. */
  record Undecodable(String reason) implements Envelope {}
}
