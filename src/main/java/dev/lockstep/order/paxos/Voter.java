package dev.lockstep.order.paxos;

import dev.lockstep.chain.Attestation;
import dev.lockstep.chain.Block;
import dev.lockstep.chain.MemberSignature;
import dev.lockstep.chain.SignedLog;
import dev.lockstep.order.PaxosEvent;
import dev.lockstep.order.member.RefusedMessageException;
import dev.lockstep.order.paxos.PaxosBatch.LogPart;
import dev.lockstep.paxos.Ballot;
import dev.lockstep.paxos.PaxosMessage;
import dev.lockstep.paxos.Vote;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The part of a member of Paxos mode that promises and votes for others (design P3 to P7). */
final class Voter {
  private final PaxosMember member;
  private final Handover handover;
  private final OwnVote ownVote;
  private final BiConsumer<String, Block> append;

  /**
   * @param append appends a chosen block that a member has sent
   */
  Voter(PaxosMember member, Handover handover, OwnVote ownVote, BiConsumer<String, Block> append) {
    this.member = member;
    this.handover = handover;
    this.ownVote = ownVote;
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
        // Read now: a vote by this very ballot may be made before the promise is durable, and must
        // not be in it.
        var accepted = member.acceptor.accepted();
        var block = member.votedFor();
        Consumer<LogPart> answer = log -> promise(prepare, accepted, block, log, !isNew);
        if (isNew) {
          member.note(new PaxosEvent.Promised(member.time(), ballot, prepare.height()));
          handover.promise(ballot, prepare.height(), answer);
        } else if (member.outbox().isEverythingSynced()) {
          handover.again(ballot, prepare.height(), answer);
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
      PaxosMessage.Prepare prepare,
      Optional<Vote> accepted,
      Optional<Block> block,
      LogPart log,
      boolean isAgain) {
    var to = prepare.state().from();
    var ballot = prepare.ballot();
    long height = prepare.height();
    if (!member.acceptor.promised().equals(ballot) || member.ledger().height() + 1 != height) {
      reject(to, ballot, height);
      return;
    }
    member.say(
        to,
        state ->
            new PaxosMessage.Promise(
                state, ballot, height, accepted, member.generations.all(), log.isWhole()),
        block,
        log.log(),
        Collections.emptySortedMap(),
        isAgain);
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
      member
          .votedFor()
          .ifPresent(
              voted -> ownVote.again(ballot, voted, vote -> accepted(accept, voted, vote, true)));
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
        member.note(new PaxosEvent.Accepted(member.time(), ballot, block.height(), block.hash()));
        ownVote.cast(ballot, block, vote -> accepted(accept, block, vote, false));
      }
      case REJECTED -> reject(from, ballot, accept.height());
      case BEHIND -> {
        // The state of the sender shows how far to catch up.
      }
    }
  }

  private void accepted(
      PaxosMessage.Accept accept, Block block, MemberSignature vote, boolean isAgain) {
    member.say(
        accept.state().from(),
        state -> new PaxosMessage.Accepted(state, accept.ballot(), accept.height(), block.hash()),
        Optional.empty(),
        SignedLog.NONE,
        new TreeMap<>(Map.of(member.self(), vote)),
        isAgain);
  }

  private Optional<String> problem(PaxosMessage.Accept accept, Block block) {
    return block.hash().equals(accept.value())
        ? member.misfit(block).or(() -> unproven(accept.state().from(), block))
        : Optional.of("it proposes " + accept.value() + " and brings " + block.hash());
  }

  private Optional<String> unproven(String from, Block block) {
    return Proven.unproven(member, from, block)
        .map(owner -> "its block has transfers of " + owner + " that " + owner + " has not signed");
  }

  /**
   * A block is chosen. If it is not here, the member fetches it.
   *
   * @param votes for the block, by member
   */
  void commit(
      PaxosMessage.Commit commit, Optional<Block> sent, SortedMap<String, MemberSignature> votes) {
    var from = commit.state().from();
    member.requireNoFork(from, commit.height(), commit.value());
    if (commit.height() != member.ledger().height() + 1 || member.outbox().isCrowded()) {
      return;
    }
    var misfit = sent.flatMap(member::misfit);
    if (misfit.isPresent()) {
      throw new RefusedMessageException("its block does not fit: " + misfit.get());
    }
    // The word of the leader is not enough: it may have asked nobody else.
    if (votes.size() < member.majority()) {
      throw new RefusedMessageException(
          "it commits block "
              + commit.height()
              + " with the votes of "
              + votes.keySet()
              + " alone");
    }
    sent.or(() -> member.votedFor())
        .filter(block -> block.hash().equals(commit.value()))
        .ifPresent(block -> append.accept(from, block.with(Attestation.signedBy(votes))));
  }
}
