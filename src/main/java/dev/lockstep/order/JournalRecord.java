package dev.lockstep.order;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Genesis;

/** What a member promises to remember: here, whatever its protocol. */
public sealed interface JournalRecord
    permits JournalRecord.Origin,
        JournalRecord.Incarnation,
        JournalRecord.Clock,
        JournalRecord.Joined,
        JournalRecord.Met,
        JournalRecord.Appended,
        PaxosRecord {
  /** How long the block is that the record holds; 0 where it holds none. */
  default int blockBytes() {
    return 0;
  }

  /** What the ledger began with. First in every journal. */
  record Origin(Genesis genesis) implements JournalRecord {}

  /** An incarnation begins; its number is never below an earlier one. */
  record Incarnation(long number) implements JournalRecord {}

  /** No incarnation has said a Lamport time above this bound before the next such record. */
  record Clock(long limit) implements JournalRecord {}

  /** The member has taken part: from now on an empty chain is no sign of a lost disk. */
  record Joined() implements JournalRecord {}

  /**
   * An incarnation of another member was heard to participate; in Paxos mode, a generation. Should
   * it be forgotten by that member itself, because its disk was lost or an old copy was put back,
   * this member still knows.
   */
  record Met(String member, long incarnation) implements JournalRecord {}

  record Appended(Block block) implements JournalRecord {
    @Override
    public int blockBytes() {
      return block.bytes().length;
    }
  }
}
