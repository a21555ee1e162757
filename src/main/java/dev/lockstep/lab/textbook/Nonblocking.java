package dev.lockstep.lab.textbook;

import dev.lockstep.chain.Block;
import dev.lockstep.order.Event;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.PaxosEvent;
import dev.lockstep.order.PaxosPeerMessage;
import dev.lockstep.order.PaxosRecord;
import dev.lockstep.order.PeerMessage;
import dev.lockstep.paxos.Ballot;
import dev.lockstep.paxos.PaxosMessage;
import dev.lockstep.simulator.invariant.Invariant;
import dev.lockstep.simulator.invariant.Violation;
import dev.lockstep.simulator.member.Member;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The members that have not failed can always end a transaction, whichever single one has failed
 * (Skeen, "Nonblocking Commit Protocols", 1981). One that has voted for a block, and whose
 * coordinator has crashed before it said the outcome to anybody, can neither commit nor abort it.
 */
final class Nonblocking implements Invariant {
  private final List<Member> members;
  private final Map<String, PaxosRecord.Accepted> votes = new HashMap<>();

  /** The transactions whose outcome was said to somebody. */
  private final Set<Ballot> ended = new HashSet<>();

  private final Map<Block, Ballot> ballots = new HashMap<>();

  Nonblocking(List<Member> members) {
    this.members = members;
  }

  @Override
  public void kept(Member member, JournalRecord entry) {
    switch (entry) {
      case PaxosRecord.Accepted vote -> {
        votes.put(member.name, vote);
        ballots.put(vote.block(), vote.ballot());
      }
      case JournalRecord.Appended _ -> votes.remove(member.name);
      default -> {
        // Two-phase commit rests on these two alone.
      }
    }
  }

  @Override
  public void noted(Member member, Event event) {
    if (event instanceof PaxosEvent.RoundOver(var _, var ballot, var _, var _)) {
      ended.add(ballot);
      votes.remove(member.name);
    }
  }

  @Override
  public void sent(Member member, PeerMessage message) {
    if (message instanceof PaxosPeerMessage(PaxosMessage.Commit _, var block, var _, var _)) {
      block.map(ballots::get).ifPresent(ended::add);
    }
  }

  @Override
  public void ended(Member coordinator) {
    for (var other : members) {
      var vote = votes.get(other.name);
      boolean isBlocked =
          other != coordinator
              && other.isUp()
              && vote != null
              && vote.ballot().member().equals(coordinator.name)
              && !ended.contains(vote.ballot());
      if (isBlocked) {
        throw new Violation(
            Nonblocking.class,
            other.name
                + " has voted for block "
                + vote.block().height()
                + " of "
                + coordinator.name
                + ", which has crashed: it can neither commit nor abort");
      }
    }
  }
}
