package dev.lockstep.order.paxos;

import dev.lockstep.chain.Block;
import dev.lockstep.order.PaxosEvent;
import dev.lockstep.order.PaxosRecord;
import dev.lockstep.order.member.RefusedMessageException;
import dev.lockstep.paxos.Ballot;
import dev.lockstep.paxos.PaxosMessage;
import dev.lockstep.paxos.Vote;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The part of a member of Paxos mode that promises and votes for others (design P3 to P7). */
final class Voter {
  private final PaxosMember member;
  private final PaxosBatch batch;
  private final BiConsumer<String, Block> append;

  /**
   * @param append appends a chosen block that a member has sent
   */
  Voter(PaxosMember member, PaxosBatch batch, BiConsumer<String, Block> append) {
    this.member = member;
    this.batch = batch;
    this.append = append;
  }

  /**
   * Phase 1a has come.
   *
   * @return whether another leader is at work from now on
   */
  boolean prepare(PaxosMessage.Prepare prepare) {
    var ballot = prepare.ballot();
    boolean isNew = ballot.above(member.acceptor.promised());
    return switch (member.acceptor.prepare(ballot, prepare.height())) {
      case YES -> {
        if (isNew) {
          member.note(new PaxosEvent.Promised(member.time(), ballot, prepare.height()));
          // Read now: a vote by this very ballot may be made before the promise is durable, and
          // must not be in it.
          var accepted = member.acceptor.accepted();
          var block = member.votedFor();
          member.persist(new PaxosRecord.Promised(ballot), () -> promise(prepare, accepted, block));
        } else if (member.outbox().isEverythingSynced()) {
          promise(prepare, member.acceptor.accepted(), member.votedFor());
        }
        yield isNew;
      }
      case REJECTED -> {
        reject(prepare.state().from(), ballot, prepare.height());
        yield false;
      }
      case BEHIND -> false;
    };
  }

  /** The promise is durable, and with it every vote and every execution before it. */
  private void promise(
      PaxosMessage.Prepare prepare, Optional<Vote> accepted, Optional<Block> block) {
    var to = prepare.state().from();
    var ballot = prepare.ballot();
    long height = prepare.height();
    if (!member.acceptor.promised().equals(ballot) || member.ledger().height() + 1 != height) {
      reject(to, ballot, height);
      return;
    }
    var log = batch.ownLog();
    member.say(
        to,
        state ->
            new PaxosMessage.Promise(
                state, ballot, height, accepted, member.generations.all(), log.isWhole()),
        block,
        log.transfers());
  }

  private void reject(String to, Ballot ballot, long height) {
    member.say(to, state -> new PaxosMessage.Rejected(state, ballot, height));
  }

  /** Phase 2a has come. */
  void accept(PaxosMessage.Accept accept, Block block) {
    var from = accept.state().from();
    var ballot = accept.ballot();
    boolean isVotedFor =
        accept.height() == member.ledger().height() + 1
            && member.acceptor.accepted().filter(vote -> vote.ballot().equals(ballot)).isPresent();
    if (isVotedFor) {
      // The answer was lost, or is to come when the disk has the vote.
      if (member.outbox().isEverythingSynced()) {
        accepted(from, ballot, accept.height());
      }
      return;
    }
    if (accept.height() == member.ledger().height() + 1) {
      var problem = problem(accept, block);
      if (problem.isPresent()) {
        // No vote is the whole remedy: nothing is chosen yet, and this member contradicts nothing.
        throw new RefusedMessageException(problem.get());
      }
    }
    switch (member.acceptor.accept(ballot, accept.height(), accept.value())) {
      case YES -> {
        member.voteFor(block);
        member.note(new PaxosEvent.Accepted(member.time(), ballot, block.height(), block.hash()));
        member.persist(
            new PaxosRecord.Accepted(ballot, block), () -> accepted(from, ballot, accept.height()));
      }
      case REJECTED -> reject(from, ballot, accept.height());
      case BEHIND -> {
        // The state of the sender shows how far to catch up.
      }
    }
  }

  private void accepted(String to, Ballot ballot, long height) {
    member.say(to, state -> new PaxosMessage.Accepted(state, ballot, height));
  }

  private Optional<String> problem(PaxosMessage.Accept accept, Block block) {
    return block.hash().equals(accept.value())
        ? member.misfit(block)
        : Optional.of("it proposes " + accept.value() + " and brings " + block.hash());
  }

  /** A block is chosen. If it is not here, the member fetches it. */
  void commit(PaxosMessage.Commit commit, Optional<Block> sent) {
    member.requireNoFork(commit.state().from(), commit.height(), commit.value());
    if (commit.height() == member.ledger().height() + 1 && !member.outbox().isCrowded()) {
      sent.or(() -> member.votedFor())
          .filter(block -> block.hash().equals(commit.value()))
          .ifPresent(block -> append.accept(commit.state().from(), block));
    }
  }
}
