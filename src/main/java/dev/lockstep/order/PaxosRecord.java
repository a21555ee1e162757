package dev.lockstep.order;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Transfer;
import dev.lockstep.paxos.Ballot;
import java.util.List;

/** What a member of Paxos mode promises to remember besides. */
public sealed interface PaxosRecord extends JournalRecord {
  /** Nothing below this ballot is taken part in any more. */
  record Promised(Ballot ballot) implements PaxosRecord {}

  /** The vote for a block, at its height and this ballot; a promise of it, too. */
  record Accepted(Ballot ballot, Block block) implements PaxosRecord {
    @Override
    public int blockBytes() {
      return block.bytes().length;
    }
  }

  /** Transfers that joined the local log, in this order. */
  record Executed(List<Transfer> transfers) implements PaxosRecord {}

  /**
   * The disk begins anew, for the number-th time. What it has voted for and executed before counts
   * no more, and it takes part only when it has joined again.
   */
  record Generation(long number) implements PaxosRecord {}

  /**
   * A member without memory has asked the others: below this height there may be transfers of an
   * earlier disk on blocks that it does not know, so that it executes nothing before it is there.
   */
  record Fence(long height) implements PaxosRecord {}
}
