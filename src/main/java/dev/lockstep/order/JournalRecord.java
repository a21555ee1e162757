package dev.lockstep.order;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.MemberSignature;

/** What a member promises to remember. The records here are those of every protocol. */
public sealed interface JournalRecord
    permits JournalRecord.Origin,
        JournalRecord.Incarnation,
        JournalRecord.Clock,
        JournalRecord.Joined,
        JournalRecord.Met,
        JournalRecord.Appended,
        JournalRecord.Signed,
        PaxosRecord {
  /** How long the block is that the record holds; 0 where it holds none. */
  default int blockBytes() {
    return 0;
  }

  /** What the ledger began with. First in every journal. */
  record Origin(Genesis genesis) implements JournalRecord {}

  /** An incarnation begins; its number is never below an earlier one. */
  record Incarnation(long number) implements JournalRecord {}

  /** Until the next such record, the member sends no Lamport time above this bound. */
  record Clock(long limit) implements JournalRecord {}

  /**
   * The member participates. So from now on, an empty chain on this disk does not mean that the
   * disk was lost.
   */
  record Joined() implements JournalRecord {}

  /**
   * This member has heard an incarnation of another one participate; in Paxos mode, a generation.
   * If the other one forgets it, because its disk was lost or an old copy was put back, this member
   * still knows.
   */
  record Met(String member, long incarnation) implements JournalRecord {}

  record Appended(Block block) implements JournalRecord {
    @Override
    public int blockBytes() {
      return block.bytes().length;
    }
  }

  /**
   * The signature of a block by its proposer, another member. It comes before the block, so that no
   * crash leaves the block without it. A member signs its own blocks again when it sends them.
   */
  record Signed(long height, MemberSignature signature) implements JournalRecord {}
}
