package dev.lockstep.simulator.invariant;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.PaxosPeerMessage;
import dev.lockstep.order.PaxosRecord;
import dev.lockstep.order.PeerMessage;
import dev.lockstep.paxos.Ballot;
import dev.lockstep.paxos.PaxosMessage;
import dev.lockstep.simulator.member.Member;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Paxos mode: a promise, a vote and a local log that is handed over are on their member's disk
 * before a message or a block contains them.
 *
 * <p>Source: Lamport 1998, section 2.3; rules P3, P4 and D2 of docs/design.md.
 */
final class VotesPersisted implements Invariant {
  private final Genesis genesis;
  private final Set<Hash> proposed = new HashSet<>();

  VotesPersisted(Genesis genesis) {
    this.genesis = genesis;
  }

  @Override
  public void restored(Member member) {
    member.disk.votes().forEach(vote -> proposed.add(vote.block().hash()));
  }

  @Override
  public void kept(Member member, JournalRecord entry) {
    if (entry instanceof PaxosRecord.Accepted(var _, var built)
        // Once it is on a disk, another leader may take it over and be the first to send it.
        && proposed.add(built.hash())
        && built.proposer().equals(member.name)) {
      requireExecuted(member, built);
    }
  }

  @Override
  public void sent(Member member, PeerMessage message) {
    if (!(message instanceof PaxosPeerMessage consensus)) {
      return;
    }
    switch (consensus.paxos()) {
      case PaxosMessage.Promise promise -> {
        requirePromise(member, promise.ballot());
        requireVote(member, promise.accepted().map(v -> v.value()));
        for (var transfer : consensus.log().transfers()) {
          requireExecuted(member, transfer);
        }
      }
      case PaxosMessage.Accept accept -> {
        if (proposed.add(accept.value())) {
          requireExecuted(member, consensus.block().orElseThrow());
        }
      }
      case PaxosMessage.Admit admit -> {
        requirePromise(member, admit.ballot());
        requireVote(member, admit.accepted().map(v -> v.value()));
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

  private static void requirePromise(Member member, Ballot ballot) {
    if (ballot.above(member.disk.promised())) {
      throw tooEarly(member, "promises " + ballot + ", which is not on its disk");
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
    return new Violation(VotesPersisted.class, member.name + " " + what);
  }
}
