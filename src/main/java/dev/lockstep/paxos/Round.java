package dev.lockstep.paxos;

import dev.lockstep.chain.Hash;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One ballot as its leader sees it: it collects promises, proposes one value, and collects votes.
 * Both are counted by member, so that a duplicated message counts once.
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
   * @param height to be decided
   * @param members number of all members of the ledger, whether they are up or not
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
   * A promise (phase 1b) of a member, which may be the leader itself.
   *
   * @return whether it counts: it is the member's first for this ballot, and no value is proposed
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

  /** Whether a majority has promised, so that a value can be proposed. */
  public boolean isPrepared() {
    return promises.size() >= majority;
  }

  /** The members that have promised. */
  public Set<String> promises() {
    return promises;
  }

  /**
   * The vote with the highest ballot among the promises. Its value may have been chosen already, so
   * it is the only one that may be proposed (Paxos Made Simple, P2c).
   */
  public Optional<Vote> highest() {
    return highest;
  }

  /** Phase 2a: fixes the value. A ballot never gets a second value. */
  public void propose(Hash newValue) {
    if (value.isPresent()) {
      throw new IllegalStateException("a second value for ballot " + ballot);
    }
    value = Optional.of(newValue);
  }

  /** Whether a value is proposed. */
  public boolean isProposed() {
    return value.isPresent();
  }

  /**
   * A vote (phase 2b) of a member, which may be the leader itself.
   *
   * @return whether it counts: it is for the value of this ballot
   */
  public boolean accepted(String from, Ballot by, long at, Hash voted) {
    boolean counts = isMine(by, at) && value.filter(voted::equals).isPresent();
    if (counts) {
      votes.add(from);
    }
    return counts;
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
