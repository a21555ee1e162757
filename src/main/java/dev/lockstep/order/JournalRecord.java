package dev.lockstep.order;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Genesis;

/** What a member promises to remember. */
public sealed interface JournalRecord {
  /** What the ledger began with. First in every journal. */
  record Origin(Genesis genesis) implements JournalRecord {}

  /** A life begins; never below an earlier one. */
  record Incarnation(long number) implements JournalRecord {}

  /** No life that ended before this one has said a Lamport time above this limit. */
  record Clock(long limit) implements JournalRecord {}

  /** The member has taken part: from now on an empty chain is no sign of a lost disk. */
  record Joined() implements JournalRecord {}

  /**
   * A life of another member was heard to take part. Should it be forgotten by that member itself,
   * because its disk was lost or an old copy was put back, this member still knows.
   */
  record Met(String member, long incarnation) implements JournalRecord {}

  record Appended(Block block) implements JournalRecord {}
}
