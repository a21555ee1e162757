package dev.lockstep.paxos;

import dev.lockstep.chain.Hash;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One ballot as its leader sees it: first it gathers promises, then votes. Votes are counted by
 * member, so that none counts twice.
 */
public final class Round {
  private final Ballot ballot;
  private final long height;
  private final int majority;
  private final Set<String> promises = new TreeSet<>();
  private final Set<String> votes = new TreeSet<>();
  private Optional<Vote> highest = Optional.empty();
  private Optional<Hash> value = Optional.empty();

  /**
   * @param height that is to be decided
   * @param members of the ledger, dead ones too
   */
  public Round(Ballot ballot, long height, int members) {
    this.ballot = ballot;
    this.height = height;
    this.majority = members / 2 + 1;
  }

  public Ballot ballot() {
    return ballot;
  }

  public long height() {
    return height;
  }

  /**
   * Phase 1b has come from a member, which may be the leader itself.
   *
   * @return whether it is a new one, for this ballot and in time
   */
  public boolean promised(String from, Ballot to, long at, Optional<Vote> accepted) {
    if (!isMine(to, at) || value.isPresent() || !promises.add(from)) {
      return false;
    }
    if (accepted.isPresent()
        && (highest.isEmpty() || accepted.get().ballot().above(highest.get().ballot()))) {
      highest = accepted;
    }
    return true;
  }

  /** Whether enough have promised that the value can be fixed. */
  public boolean isPrepared() {
    return promises.size() >= majority;
  }

  /** The members that have promised. */
  public Set<String> promises() {
    return promises;
  }

  /**
   * What may have been chosen already: the value that was accepted with the highest ballot. It is
   * the only one that may be proposed (Paxos Made Simple, P2c).
   */
  public Optional<Vote> highest() {
    return highest;
  }

  /** Phase 2a: the value is fixed, and never another one for this ballot. */
  public void propose(Hash newValue) {
    if (value.isPresent()) {
      throw new IllegalStateException("a second value for ballot " + ballot);
    }
    value = Optional.of(newValue);
  }

  /** Whether it is voted on. */
  public boolean isProposed() {
    return value.isPresent();
  }

  /** Phase 2b has come from a member, which may be the leader itself. */
  public void accepted(String from, Ballot by, long at) {
    if (isMine(by, at) && value.isPresent()) {
      votes.add(from);
    }
  }

  public boolean isChosen() {
    return votes.size() >= majority;
  }

  /** The members that have voted. */
  public Set<String> votes() {
    return votes;
  }

  private boolean isMine(Ballot other, long at) {
    return other.equals(ballot) && at == height;
  }
}
