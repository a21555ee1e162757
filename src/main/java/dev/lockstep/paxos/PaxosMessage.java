package dev.lockstep.paxos;

import dev.lockstep.chain.Hash;
import java.util.Optional;
import java.util.SortedMap;

/** What members say to each other about ballots. Blocks and logs travel beside it. */
public sealed interface PaxosMessage {
  Stand stand();

  /** A life begins. A member whose disk has no memory asks by it what others remember. */
  record Hello(Stand stand) implements PaxosMessage {}

  /**
   * The answer to a hello.
   *
   * @param generation the newest of the receiver's that the sender remembers, 0 for none
   * @param incarnation the newest of the receiver's that the sender has heard in this life
   * @param durable up to which block the receiver's present disk was told to hold its chain, as far
   *     as the sender has heard in this life
   */
  record Welcome(Stand stand, long generation, long incarnation, long durable)
      implements PaxosMessage {}

  record Heartbeat(Stand stand) implements PaxosMessage {}

  /**
   * "My disk remembers nothing: promise me this, and tell me what you have accepted." The sender's
   * stand tells its new generation.
   */
  record Join(Stand stand, Ballot ballot) implements PaxosMessage {}

  /**
   * The answer to a join: the sender's disk holds the promise, and the generation of who asked.
   * What was accepted travels along as a block.
   */
  record Admit(Stand stand, Ballot ballot, Optional<Vote> accepted) implements PaxosMessage {}

  /** Phase 1a: "promise to take part in nothing below this ballot, at this height." */
  record Prepare(Stand stand, Ballot ballot, long height) implements PaxosMessage {}

  /**
   * Phase 1b. The block that was accepted, and the sender's local log, travel along.
   *
   * @param generations the newest of each member that the sender knows
   * @param whole whether the log that travels along is all that the sender has executed and has on
   *     no block. Only the sender can say it: how long a log it sends is a matter of its own limits
   */
  record Promise(
      Stand stand,
      Ballot ballot,
      long height,
      Optional<Vote> accepted,
      SortedMap<String, Long> generations,
      boolean whole)
      implements PaxosMessage {}

  /** Phase 2a. The block travels along. */
  record Accept(Stand stand, Ballot ballot, long height, Hash value) implements PaxosMessage {}

  /** Phase 2b. */
  record Accepted(Stand stand, Ballot ballot, long height) implements PaxosMessage {}

  /**
   * A ballot is too low, or its height is decided: the sender's stand tells by what it is
   * surpassed.
   */
  record Rejected(Stand stand, Ballot ballot, long height) implements PaxosMessage {}

  /** The block with this hash is chosen. It travels along for whoever has not accepted it. */
  record Commit(Stand stand, long height, Hash value) implements PaxosMessage {}
}
