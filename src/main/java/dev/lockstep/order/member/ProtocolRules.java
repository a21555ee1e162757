package dev.lockstep.order.member;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.SignedLog;
import dev.lockstep.order.PeerMessage;
import dev.lockstep.order.Snapshot;

/**
 * The rules of a protocol: what it adds to a {@link MemberLife}. Each method is called within a
 * step, and leaves its effects in the outbox of its member.
 */
public interface ProtocolRules {
  /**
   * The incarnation begins.
   *
   * @param start names this start of the process; no other start of this member has the same
   */
  void start(long start);

  /** A client has submitted transfers: some may be executed now, others wait for a block. */
  void submitted();

  /**
   * A message of the protocol has come, from another member of the ledger.
   *
   * @throws RefusedMessageException when no correct member sends it; nothing was taken from it then
   */
  void received(PeerMessage message);

  /** Whether this heartbeat tells this member more than that its sender is up. */
  boolean isNews(PeerMessage heartbeat);

  /**
   * A block has come by state transfer.
   *
   * @throws RefusedMessageException when it does not fit this chain, which is then as it was
   */
  void append(String from, Block block);

  /** The block that this member has asked to be signed, with its signature. */
  void signed(Block block);

  /** The log that this member has asked to be signed for a height, with its signature. */
  void logSigned(long height, SignedLog log);

  /** Everything up to this record is on the disk. */
  void synced(long upTo);

  /** A higher clock bound is on the disk, and the messages that waited for it have left. */
  void clockBoundRaised();

  /** Time has passed. */
  void tick();

  /** The end of every step: does whatever the step has made possible. */
  void goOn();

  /** The status of the member now. */
  StatusReport report();

  /**
   * What the member holds and knows now. Taken for every event, so it must cost next to nothing.
   */
  Snapshot snapshot();
}
