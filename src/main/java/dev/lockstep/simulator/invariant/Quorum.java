package dev.lockstep.simulator.invariant;

import dev.lockstep.chain.Block;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.PaxosPeerMessage;
import dev.lockstep.order.PeerMessage;
import dev.lockstep.paxos.PaxosMessage;
import dev.lockstep.simulator.member.Member;
import java.util.List;

/**
 * Paxos mode: a block is committed, or on a chain, only when the disks of a majority hold a vote
 * for it by one ballot.
 *
 * <p>Source: Lamport 2001, section 2.2; rule P4 of docs/design.md.
 */
final class Quorum implements Invariant {
  private final Votes votes;

  Quorum(List<Member> members) {
    this.votes = new Votes(members);
  }

  @Override
  public void restored(Member member) {
    votes.restored(member);
  }

  @Override
  public void kept(Member member, JournalRecord entry) {
    votes.kept(member, entry);
  }

  @Override
  public void sent(Member member, PeerMessage message) {
    if (message instanceof PaxosPeerMessage(PaxosMessage.Commit commit, var _, var _, var _)
        && !votes.isChosen(commit.value())) {
      throw new Violation(
          Quorum.class, member.name + " commits block " + commit.height() + " without a majority");
    }
  }

  @Override
  public void synced(Member member, Block block) {
    if (!votes.isChosen(block)) {
      throw new Violation(
          Quorum.class,
          "block "
              + block.height()
              + " is on the chain of "
              + member.name
              + ", but was not chosen");
    }
  }
}
