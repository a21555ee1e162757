package dev.lockstep.order;

import dev.lockstep.mutex.Timestamp;
import dev.lockstep.paxos.Ballot;
import java.util.Optional;

/**
 * What a message is for, as its sender says. For people who watch: no decision rests on it.
 *
 * @param again whether the same was said before to the same member
 * @param claim the request for the critical section that the message serves
 * @param ballot the ballot that it serves
 */
public record Purpose(boolean again, Optional<Timestamp> claim, Optional<Ballot> ballot) {
  /** Of a message that serves neither a request nor a ballot. */
  public static final Purpose NONE = new Purpose(false, Optional.empty(), Optional.empty());

  public static Purpose of(Timestamp claim) {
    return new Purpose(false, Optional.of(claim), Optional.empty());
  }

  public static Purpose of(Ballot ballot) {
    return new Purpose(false, Optional.empty(), Optional.of(ballot));
  }

  public Purpose again(boolean isAgain) {
    return new Purpose(isAgain, claim, ballot);
  }

  /** Whose request or ballot it is. */
  public Optional<String> servedMember() {
    return claim.map(Timestamp::member).or(() -> ballot.map(Ballot::member));
  }
}
