package dev.lockstep.paxos;

import dev.lockstep.chain.Hash;
import java.util.Optional;

/**
 * The part of a member that promises and votes (Lamport, Paxos Made Simple, section 2.2), for one
 * height after another. Whatever it says may be told to others only when it is on the disk.
 */
public final class Acceptor {
  private long height;
  private Ballot promised;
  private Optional<Vote> accepted;

  /**
   * As the disk remembers it.
   *
   * @param height of the newest decided block
   * @param accepted the vote for the block after it
   */
  public Acceptor(long height, Ballot promised, Optional<Vote> accepted) {
    this.height = height;
    this.promised = promised;
    this.accepted = accepted;
  }

  /** What becomes of a question. */
  public enum Answer {
    YES,
    /** It has promised a higher ballot, or the height is decided. */
    REJECTED,
    /** It must fetch blocks first. */
    BEHIND
  }

  /** Phase 1b: promises a ballot, unless a higher one was promised. */
  public Answer prepare(Ballot ballot, long at) {
    var answer = answer(ballot, at);
    if (answer == Answer.YES) {
      promised = ballot;
    }
    return answer;
  }

  /** Phase 2b: votes, unless a higher ballot was promised. */
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
   * A promise to a member whose disk has forgotten what it may have voted for, whatever the height:
   * unlike a leader's ballot it has to be a new one.
   */
  public boolean admit(Ballot ballot) {
    if (!ballot.above(promised)) {
      return false;
    }
    promised = ballot;
    return true;
  }

  /** A member without memory takes over what the others have told it. */
  public void adopt(Ballot ballot, Optional<Vote> vote) {
    promised = ballot.above(promised) ? ballot : promised;
    accepted = vote;
  }

  /** The block at this height is known: what was accepted there matters no more. */
  public void decided(long newHeight) {
    height = newHeight;
    accepted = Optional.empty();
  }

  public Ballot promised() {
    return promised;
  }

  /** The vote at the height that is to be decided. */
  public Optional<Vote> accepted() {
    return accepted;
  }
}
