package dev.lockstep.order.member;

import dev.lockstep.chain.Block;
import dev.lockstep.order.PeerMessage;

/**
 * The rules of a protocol: what it adds to a {@link MemberLife}. A method is called in a step, and
 * what it wants done is in the outbox of its member afterwards.
 */
public interface ProtocolRules {
  /** The incarnation begins. */
  void start();

  /** A client has asked for transfers: some may be executed, some may wait for a block. */
  void submitted();

  /**
   * A message of the protocol has come, from another member of the ledger.
   *
   * @throws dev.lockstep.chain.ChainException when it shows a fork
   */
  void received(PeerMessage message);

  /**
   * A block has come by state transfer.
   *
   * @throws dev.lockstep.chain.ChainException when it shows a fork
   */
  void append(String from, Block block);

  /** Everything up to this record is on the disk. */
  void synced(long upTo);

  /** A higher clock bound is on the disk, and the messages that waited for it have left. */
  void clockBoundRaised();

  /** Time has passed. */
  void tick();

  /** The last word of every step: whatever has become possible by it. */
  void goOn();

  /** What the member says about itself now. */
  StatusReport report();
}
