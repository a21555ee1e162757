package dev.lockstep.order;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Transfer;
import dev.lockstep.paxos.Ballot;
import java.util.List;

/** What a member promises to remember. */
public sealed interface JournalRecord {
  /** How long the block is that the record holds; 0 where it holds none. */
  default int blockBytes() {
    return 0;
  }

  /** What the ledger began with. First in every journal. */
  record Origin(Genesis genesis) implements JournalRecord {}

  /** A life begins; never below an earlier one. */
  record Incarnation(long number) implements JournalRecord {}

  /** No life that ended before this one has said a Lamport time above this limit. */
  record Clock(long limit) implements JournalRecord {}

  /** The member has taken part: from now on an empty chain is no sign of a lost disk. */
  record Joined() implements JournalRecord {}

  /**
   * A life of another member was heard to take part; in Paxos mode, a generation. Should it be
   * forgotten by that member itself, because its disk was lost or an old copy was put back, this
   * member still knows.
   */
  record Met(String member, long incarnation) implements JournalRecord {}

  record Appended(Block block) implements JournalRecord {
    @Override
    public int blockBytes() {
      return block.bytes().length;
    }
  }

  /** Nothing below this ballot is taken part in any more. */
  record Promised(Ballot ballot) implements JournalRecord {}

  /** The vote for a block, at its height and this ballot; a promise of it, too. */
  record Accepted(Ballot ballot, Block block) implements JournalRecord {
    @Override
    public int blockBytes() {
      return block.bytes().length;
    }
  }

  /** Transfers that joined the local log, in this order. */
  record Executed(List<Transfer> transfers) implements JournalRecord {}

  /**
   * Paxos mode: the disk begins anew, for the number-th time. What it has voted for and executed
   * before counts no more, and it takes part only when it has joined again.
   */
  record Generation(long number) implements JournalRecord {}

  /**
   * A member without memory has asked the others: below this height there may be transfers of an
   * earlier disk on blocks that it does not know, so that it executes nothing before it is there.
   */
  record Fence(long height) implements JournalRecord {}
}
