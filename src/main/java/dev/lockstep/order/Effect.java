package dev.lockstep.order;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.SignedLog;
import dev.lockstep.chain.Transfer;
import java.util.List;
import java.util.Optional;

/** What a member wants done. */
public sealed interface Effect {
  /**
   * Send a message to another member.
   *
   * @param stamp goes with it, in the same envelope
   */
  record Send(String to, PeerMessage message, Stamp stamp) implements Effect {
    /** Of an order that does not number its messages. */
    public Send(String to, PeerMessage message) {
      this(to, message, Stamp.NONE);
    }
  }

  /**
   * Append to the journal and sync, then report {@link Input.Persisted}. The order returns what
   * depends on the record only after that report, so no later effect has to be held back.
   *
   * @param sequence counts up by one from effect to effect
   */
  record Persist(long sequence, JournalRecord entry) implements Effect {}

  /** Read blocks from this journal for another member, about {@code bytesMax} bytes at most. */
  record ReadBlocks(String to, long fromHeight, int bytesMax) implements Effect {}

  /** Sign this block, which this member proposes or votes for, then report {@link Input.Signed}. */
  record Sign(Block block) implements Effect {}

  /**
   * Sign this log, which this member hands over for a block, then report {@link Input.LogSigned}.
   *
   * @param height of the block
   */
  record SignLog(long height, SignedLog log) implements Effect {}

  /**
   * Find out which of these blocks are proven by signatures, then report {@link Input.Verified}.
   *
   * @param from who has sent them
   */
  record Verify(String from, List<Block> blocks, Provenance.Rule rule) implements Effect {}

  /**
   * This block differs from the one that this member has at its height. If one proposer has signed
   * both, keep them as evidence, then report {@link Input.Misbehaved}.
   */
  record Compare(Block other) implements Effect {}

  /** The outcomes of a request, one for each transfer, in its order. */
  record Answer(long ticket, List<Outcome> outcomes) implements Effect {}

  /**
   * The block is on this member's disk and part of its chain: it may be shown and looked up.
   *
   * @param unlogged the transfers that have left the local log because of this block, in the order
   *     of the log: they are on the block, or another transfer with their id is
   */
  record Stored(Block block, List<Transfer> unlogged) implements Effect {}

  /**
   * These transfers are on this member's disk as part of its local log: they may be shown there
   * until a block with their ids is stored.
   */
  record Executed(List<Transfer> transfers) implements Effect {}

  /**
   * Something worth showing happened.
   *
   * @param after what the member holds and knows until its next event; empty where the order takes
   *     no snapshots
   */
  record Note(Event event, Optional<Snapshot> after) implements Effect {
    public Note(Event event) {
      this(event, Optional.empty());
    }
  }

  /** The node must stop: to go on could only do harm. */
  record Halt(String reason) implements Effect {}
}
