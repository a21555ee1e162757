package dev.lockstep.order;

import dev.lockstep.mutex.Timestamp;
import dev.lockstep.paxos.Ballot;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a member holds and knows at one moment, for people who watch it. Taken for every event, so
 * it is cheap to take; its parts are made when somebody reads them, on whichever thread. Immutable,
 * and no rule reads it.
 */
@FunctionalInterface
public interface Snapshot {
  View view();

  /** Whether it is known, without a look at the parts, that the other one has the same. */
  default boolean isSame(Snapshot other) {
    return this == other;
  }

  /**
   * The state of a member in its parts.
   *
   * @param clock the Lamport time
   * @param height the newest block of its chain
   * @param durable the height up to which its chain is on its disk
   * @param committed the height up to which it knows the chain to be on the disks of a majority
   * @param heard the peers that it has heard in this incarnation, by name
   */
  record View(
      long clock,
      long incarnation,
      long height,
      long durable,
      long committed,
      List<Heard> heard,
      OfProtocol ofProtocol) {}

  /**
   * What the newest message of a peer has said that this member believes.
   *
   * @param time on the message
   * @param height of the peer's chain
   * @param durable the height up to which the peer has reported its chain to be on its disk
   * @param claim the request of the peer, in Lamport mode
   * @param allows whether it lets the request of this member pass, which it may only where this
   *     member has one: it is later than the request and shows none before it (design L3)
   */
  record Heard(
      String member,
      long time,
      long height,
      long durable,
      Optional<Timestamp> claim,
      boolean allows) {}

  /** What one protocol has beyond the others. */
  sealed interface OfProtocol {}

  /** Whether a member with a request is in the critical section. */
  enum Place {
    OUTSIDE,
    WAITING,
    INSIDE,
    /** Inside with nothing to do, until another member asks (design L17). */
    KEPT;

    private final String text = name().toLowerCase(java.util.Locale.ROOT);

    public String text() {
      return text;
    }
  }

  /**
   * Lamport mode.
   *
   * @param queue the requests that the member knows of, in the order in which they will be served
   */
  record Section(Optional<Timestamp> claim, Place place, List<Timestamp> queue)
      implements OfProtocol {}

  /**
   * Paxos mode.
   *
   * @param promised the highest ballot that the member has promised
   * @param accepted the ballot of its vote at the height that is to be decided
   * @param logged how many transfers it has executed that are on no block
   */
  record Voting(Ballot promised, Optional<Ballot> accepted, Optional<Leading> leading, int logged)
      implements OfProtocol {}

  /**
   * A ballot that the member leads.
   *
   * @param promised who has promised it
   * @param voted who has voted for its block
   * @param inherited the highest ballot that a promise has reported a vote of: its block must be
   *     proposed again
   */
  record Leading(
      Ballot ballot,
      long height,
      Set<String> promised,
      Set<String> voted,
      Optional<Ballot> inherited) {
    public Leading {
      promised = Set.copyOf(promised);
      voted = Set.copyOf(voted);
    }
  }
}
