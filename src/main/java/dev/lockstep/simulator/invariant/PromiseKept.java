package dev.lockstep.simulator.invariant;

import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.PaxosPeerMessage;
import dev.lockstep.order.PaxosRecord;
import dev.lockstep.order.PeerMessage;
import dev.lockstep.paxos.Ballot;
import dev.lockstep.paxos.PaxosMessage;
import dev.lockstep.simulator.member.Member;
import java.util.HashMap;
import java.util.Map;

/**
 * Paxos mode: a promised ballot never falls, restarts included, and a member votes for nothing
 * below its promise.
 *
 * <p>Source: Lamport 2001, P1a; rule P5 of docs/design.md.
 */
final class PromiseKept implements Invariant {
  private final Map<Member, Ballot> said = new HashMap<>();

  @Override
  public void replaced(Member member) {
    said.remove(member);
  }

  @Override
  public void kept(Member member, JournalRecord entry) {
    if (entry instanceof PaxosRecord.Accepted(var ballot, var block)
        && promised(member).above(ballot)
        && block.height() > member.disk.height()
        && !isRecalled(member)) {
      throw new Violation(
          PromiseKept.class,
          member.name + " votes by ballot " + ballot + " after a promise of " + promised(member));
    }
  }

  /** A member that joins without memory journals what the others report of older ballots. */
  private static boolean isRecalled(Member member) {
    return !member.disk.hasJoined();
  }

  private Ballot promised(Member member) {
    return said.getOrDefault(member, Ballot.NONE);
  }

  @Override
  public void sent(Member member, PeerMessage message) {
    if (message instanceof PaxosPeerMessage consensus) {
      switch (consensus.paxos()) {
        case PaxosMessage.Promise promise -> says(member, promise.ballot());
        case PaxosMessage.Admit admit -> says(member, admit.ballot());
        default -> {
          // Nothing else is a promise.
        }
      }
    }
  }

  private void says(Member member, Ballot ballot) {
    if (promised(member).above(ballot)) {
      throw new Violation(
          PromiseKept.class, member.name + " promises " + ballot + " after " + promised(member));
    }
    said.put(member, ballot);
  }
}
