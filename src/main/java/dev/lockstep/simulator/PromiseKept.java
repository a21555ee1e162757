package dev.lockstep.simulator;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.PeerMessage;
import dev.lockstep.paxos.Ballot;
import dev.lockstep.paxos.PaxosMessage;
import dev.lockstep.paxos.Vote;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Paxos mode: a promised ballot never falls, restarts included; a member votes for nothing below
 * its promise; and what it promises, votes for or hands over is on its disk before it says so.
 */
final class PromiseKept implements Invariant {
  private final Genesis genesis;
  private final Map<Member, Ballot> said = new HashMap<>();
  private final Set<Hash> proposed = new HashSet<>();

  PromiseKept(Genesis genesis) {
    this.genesis = genesis;
  }

  @Override
  public void replaced(Member member) {
    said.remove(member);
  }

  @Override
  public void kept(Member member, JournalRecord entry) {
    if (entry instanceof JournalRecord.Accepted(var _, var built)
        // Once it is on a disk, another leader may take it over and be the first to send it.
        && proposed.add(built.hash())
        && built.proposer().equals(member.name)) {
      requireExecuted(member, built);
    }
    if (entry instanceof JournalRecord.Accepted(var ballot, var block)
        && promised(member).above(ballot)
        && block.height() > member.disk.height()
        && !isRecalled(member)) {
      throw new Violation(
          "promise",
          member.name + " votes by ballot " + ballot + " after a promise of " + promised(member));
    }
  }

  /** Who joins without memory writes down what the others have told it of older ballots. */
  private static boolean isRecalled(Member member) {
    return !member.disk.hasJoined();
  }

  private Ballot promised(Member member) {
    return said.getOrDefault(member, Ballot.NONE);
  }

  @Override
  public void sent(Member member, PeerMessage message) {
    if (!(message instanceof PeerMessage.Consensus consensus)) {
      return;
    }
    switch (consensus.paxos()) {
      case PaxosMessage.Promise promise -> {
        says(member, promise.ballot());
        requireVote(member, promise.accepted().map(Vote::value));
        for (var transfer : consensus.log()) {
          requireExecuted(member, transfer);
        }
      }
      case PaxosMessage.Accept accept -> {
        if (proposed.add(accept.value())) {
          requireExecuted(member, consensus.block().orElseThrow());
        }
      }
      case PaxosMessage.Admit admit -> {
        says(member, admit.ballot());
        requireVote(member, admit.accepted().map(Vote::value));
      }
      case PaxosMessage.Accepted accepted -> {
        boolean isOnDisk =
            member.disk.votes().stream()
                .anyMatch(
                    vote ->
                        vote.ballot().equals(accepted.ballot())
                            && vote.block().height() == accepted.height());
        if (!isOnDisk) {
          throw tooEarly(member, "says that it voted by " + accepted.ballot() + ", on no disk");
        }
      }
      default -> {
        // Nothing else binds its sender.
      }
    }
  }

  /** Of a block that was just built, what its leader has executed itself. */
  private void requireExecuted(Member leader, Block built) {
    for (var transfer : built.transfers()) {
      if (genesis.ownerOf(transfer.from()).equals(leader.name)) {
        requireExecuted(leader, transfer);
      }
    }
  }

  private static void requireExecuted(Member member, Transfer transfer) {
    if (!transfer.equals(member.disk.executed().get(transfer.id()))) {
      throw tooEarly(member, "hands over " + transfer.id() + ", which its disk has not");
    }
  }

  private void says(Member member, Ballot ballot) {
    if (ballot.above(member.disk.promised())) {
      throw tooEarly(member, "promises " + ballot + ", which is not on its disk");
    }
    if (promised(member).above(ballot)) {
      throw new Violation(
          "promise", member.name + " promises " + ballot + " after " + promised(member));
    }
    said.put(member, ballot);
  }

  private static void requireVote(Member member, Optional<Hash> value) {
    boolean isMissing =
        value.isPresent()
            && member.disk.votes().stream()
                .noneMatch(vote -> vote.block().hash().equals(value.get()));
    if (isMissing) {
      throw tooEarly(member, "hands over a vote that is not on its disk");
    }
  }

  private static Violation tooEarly(Member member, String what) {
    return new Violation("persisted first", member.name + " " + what);
  }
}
