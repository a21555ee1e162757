package dev.lockstep.paxos;

import dev.lockstep.chain.Hash;
import java.util.Optional;

/**
 * The acceptor of a member (Lamport, Paxos Made Simple, section 2.2), for one height after another.
 * The caller sends an answer only after it has made the promise or the vote durable. The promised
 * ballot is one for all heights; a vote belongs to one height (design P5).
 */
public final class Acceptor {
  private long height;
  private Ballot promised;
  private Optional<Vote> accepted;

  /**
   * An acceptor with the state that its member read from the disk.
   *
   * @param height of the newest decided block
   * @param accepted the vote for the block after it
   */
  public Acceptor(long height, Ballot promised, Optional<Vote> accepted) {
    this.height = height;
    this.promised = promised;
    this.accepted = accepted;
  }

  /** The answer to a prepare or an accept. */
  public enum Answer {
    YES,
    /** A higher ballot is promised, or the height is decided. */
    REJECTED,
    /** Blocks below the height are missing and must be fetched first. */
    BEHIND
  }

  /** Phase 1b: promises a ballot, unless a higher one is promised. */
  public Answer prepare(Ballot ballot, long at) {
    var answer = answer(ballot, at);
    if (answer == Answer.YES) {
      promised = ballot;
    }
    return answer;
  }

  /** Phase 2b: accepts a value, unless a higher ballot is promised. */
  public Answer accept(Ballot ballot, long at, Hash value) {
    var answer = answer(ballot, at);
    if (answer == Answer.YES) {
      promised = ballot;
      accepted = Optional.of(new Vote(ballot, value));
    }
    return answer;
  }

  private Answer answer(Ballot ballot, long at) {
    if (at > height + 1) {
      return Answer.BEHIND;
    }
    return at <= height || promised.above(ballot) ? Answer.REJECTED : Answer.YES;
  }

  /**
   * Promises the ballot of a member that recovers without memory, at whatever height. The ballot
   * must be above the promised one, and not equal to it: so it is none that the member led before
   * it lost its memory.
   *
   * @return whether it is promised
   */
  public boolean admit(Ballot ballot) {
    if (!ballot.above(promised)) {
      return false;
    }
    promised = ballot;
    return true;
  }

  /** Takes over the ballot of a recovery, and the highest vote that its responders reported. */
  public void adopt(Ballot ballot, Optional<Vote> vote) {
    promised = ballot.above(promised) ? ballot : promised;
    accepted = vote;
  }

  /** The block at this height is decided: the vote there is no longer needed. */
  public void decided(long newHeight) {
    height = newHeight;
    accepted = Optional.empty();
  }

  public Ballot promised() {
    return promised;
  }

  /** The vote at the next height. */
  public Optional<Vote> accepted() {
    return accepted;
  }
}
