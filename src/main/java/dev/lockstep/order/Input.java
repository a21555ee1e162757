package dev.lockstep.order;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.SignedLog;
import dev.lockstep.chain.Transfer;
import java.util.List;
import java.util.UUID;

/** What can happen to a member. */
public sealed interface Input {
  /**
   * The member starts. First of all inputs.
   *
   * @param unixMillis the wall clock, from which the bound on the numbers of others follows
   * @param start names this start; no other start of this member has the same, whatever its disk
   *     remembers
   */
  record Start(long unixMillis, long start) implements Input {}

  /**
   * A client asks for transfers, in this order.
   *
   * @param ticket names the request in the answer; never used twice
   */
  record Submit(long ticket, List<Transfer> transfers) implements Input {}

  /** A client asks where a transfer is. */
  record Find(long ticket, UUID id) implements Input {}

  /**
   * A message of another member.
   *
   * @param message with valid signatures only; see {@link Authentic}
   * @param stamp that came with it
   */
  record Received(PeerMessage message, Stamp stamp) implements Input {
    /** A message that its sender has not numbered. */
    public Received(PeerMessage message) {
      this(message, Stamp.NONE);
    }
  }

  /**
   * A member has sent what no correct member sends, and it was noticed before or beside the
   * protocol: bytes that are no message, or two signatures that contradict each other.
   *
   * @param what it has sent, in one word
   * @param reason what is wrong with it, without a character that is not printable
   */
  record Misbehaved(String from, String what, String reason) implements Input {}

  /** Everything up to this {@link Effect.Persist} is durable. */
  record Persisted(long sequence) implements Input {}

  /** The disk failed. No record that was not reported as persisted may be relied on. */
  record WriteFailed(String reason) implements Input {}

  /** What {@link Effect.ReadBlocks} asked for. */
  record BlocksRead(String to, List<Block> blocks) implements Input {}

  /** What {@link Effect.Sign} asked for: the block with this member's signature. */
  record Signed(Block block) implements Input {}

  /** What {@link Effect.SignLog} asked for. */
  record LogSigned(long height, SignedLog log) implements Input {}

  /**
   * What {@link Effect.Verify} asked for.
   *
   * @param proven the first of the blocks, up to one that may be of anybody
   * @param unproven that one, and those after it; empty when all are proven
   */
  record Verified(String from, List<Block> proven, List<Block> unproven) implements Input {}

  /** Time has passed. Comes every {@link Pace#TICK} milliseconds or so. */
  record Tick() implements Input {}
}
