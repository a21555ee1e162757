package dev.lockstep.bus;

import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Hash;
import dev.lockstep.order.PeerMessage;
import dev.lockstep.order.Stamp;
import dev.lockstep.proof.CheckpointMessage;

/** What arrives from another node. */
public sealed interface Envelope {
  /**
   * @param genesis of the sender's ledger: a message from another ledger is not looked at
   * @param stamp names the message, and says what it is for
   */
  record Says(Hash genesis, Stamp stamp, PeerMessage message) implements Envelope {}

  /**
   * What concerns no block that is to come, and is not the order's.
   *
   * @param genesis of the sender's ledger
   */
  record OfCheckpoint(Hash genesis, CheckpointMessage message) implements Envelope {}

  /**
   * About events, for people who watch. Not the order's.
   *
   * @param genesis of the sender's ledger
   */
  record OfTrace(Hash genesis, TraceMessage message) implements Envelope {}

  /** The answer to a message from another ledger: with the genesis of the ledger here. */
  record Foreign(String from, Genesis genesis) implements Envelope {}

  /**
   * Bytes of a member that are no message.
   *
   * @param reason may have text in it that the member has chosen
   */
  record Undecodable(String from, String reason) implements Envelope {}

  /** Bytes of somebody who is not who they say. Counted already; there is nothing to know of it. */
  record Refused() implements Envelope {}
}
