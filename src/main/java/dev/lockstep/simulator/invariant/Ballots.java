package dev.lockstep.simulator.invariant;

import dev.lockstep.chain.Hash;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.PaxosPeerMessage;
import dev.lockstep.order.PaxosRecord;
import dev.lockstep.order.PeerMessage;
import dev.lockstep.paxos.Ballot;
import dev.lockstep.paxos.PaxosMessage;
import dev.lockstep.paxos.Vote;
import dev.lockstep.simulator.member.Member;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Paxos mode: what makes it safe, checked when a leader asks for votes and not only when two blocks
 * have been chosen. Each ballot has one value (B1). A majority has promised it before (B2), and the
 * value is that of the latest vote among such a majority, or free when none of them has voted (B3).
 * And no member votes for a block whose predecessor it does not have.
 *
 * <p>Source: Lamport 1998, section 2.1; Lamport 2001, P2c.
 */
final class Ballots implements Invariant {
  private final List<Member> members;
  private final Map<At, Hash> values = new HashMap<>();
  private final Map<At, Map<String, Optional<Vote>>> promises = new HashMap<>();

  private record At(Ballot ballot, long height) {}

  Ballots(List<Member> members) {
    this.members = members;
  }

  @Override
  public void restored(Member member) {
    member
        .disk
        .votes()
        .forEach(
            vote ->
                requireOneValue(new At(vote.ballot(), vote.block().height()), vote.block().hash()));
  }

  @Override
  public void kept(Member member, JournalRecord entry) {
    if (entry instanceof JournalRecord.Joined) {
      forget(member);
    }
    if (entry instanceof PaxosRecord.Accepted(var ballot, var block)) {
      requireOneValue(new At(ballot, block.height()), block.hash());
      if (block.height() > member.disk.height() + 1) {
        throw new Violation(
            Ballots.class,
            member.name
                + " votes for block "
                + block.height()
                + " and has only "
                + member.disk.height());
      }
    }
  }

  @Override
  public void sent(Member member, PeerMessage message) {
    if (!(message instanceof PaxosPeerMessage consensus)) {
      return;
    }
    switch (consensus.paxos()) {
      case PaxosMessage.Promise promise ->
          promisesOf(new At(promise.ballot(), promise.height()))
              .put(member.name, promise.accepted());
      case PaxosMessage.Accept accept -> {
        var at = new At(accept.ballot(), accept.height());
        if (!values.containsKey(at)) {
          requireFree(member, at, accept.value());
        }
        requireOneValue(at, accept.value());
      }
      default -> {
        // Nothing else is about what may be voted for.
      }
    }
  }

  /** A promise of an earlier disk binds a new one only up to the ballot by which it joined. */
  private void forget(Member member) {
    promises.forEach(
        (at, votes) -> {
          if (at.ballot.above(member.disk.promised())) {
            votes.remove(member.name);
          }
        });
  }

  private Map<String, Optional<Vote>> promisesOf(At at) {
    return promises.computeIfAbsent(at, a -> new TreeMap<>());
  }

  private void requireOneValue(At at, Hash value) {
    var before = values.putIfAbsent(at, value);
    if (before != null && !before.equals(value)) {
      throw new Violation(Ballots.class, at + " has two values, " + before + " and " + value);
    }
  }

  /** There must be a majority by whose promises this value may be proposed. */
  private void requireFree(Member leader, At at, Hash value) {
    var votes = promisesOf(at);
    if (leader.disk.promised().equals(at.ballot)) {
      votes.put(leader.name, ownVote(leader, at.height));
    }
    boolean isFree = isMajority(votes.values().stream().filter(Optional::isEmpty).count());
    boolean isLatest =
        votes.values().stream()
            .flatMap(Optional::stream)
            .filter(vote -> vote.value().equals(value))
            .anyMatch(vote -> isMajority(notAfter(vote, votes)));
    if (!isFree && !isLatest) {
      throw new Violation(
          Ballots.class,
          leader.name + " proposes " + value + " at " + at + ", where it was promised " + votes);
    }
  }

  private static long notAfter(Vote vote, Map<String, Optional<Vote>> votes) {
    return votes.values().stream()
        .filter(other -> other.isEmpty() || !other.get().ballot().above(vote.ballot()))
        .count();
  }

  private boolean isMajority(long count) {
    return count * 2 > members.size();
  }

  private static Optional<Vote> ownVote(Member leader, long height) {
    return leader.disk.votes().reversed().stream()
        .filter(vote -> vote.block().height() == height)
        .findFirst()
        .map(vote -> new Vote(vote.ballot(), vote.block().hash()));
  }
}
