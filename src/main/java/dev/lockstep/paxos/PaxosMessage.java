package dev.lockstep.paxos;

import dev.lockstep.chain.Hash;
import java.util.Optional;
import java.util.SortedMap;

/** The messages of Paxos mode. The blocks and local logs that belong to them travel beside them. */
public sealed interface PaxosMessage {
  PaxosState state();

  /** The ballot that it names. */
  default Optional<Ballot> ballotNamed() {
    return switch (this) {
      case Join join -> Optional.of(join.ballot());
      case Admit admit -> Optional.of(admit.ballot());
      case Prepare prepare -> Optional.of(prepare.ballot());
      case Promise promise -> Optional.of(promise.ballot());
      case Accept accept -> Optional.of(accept.ballot());
      case Accepted accepted -> Optional.of(accepted.ballot());
      case Rejected rejected -> Optional.of(rejected.ballot());
      case Hello _, Welcome _, Heartbeat _, Commit _ -> Optional.empty();
    };
  }

  /**
   * A member has started. With this message a member without memory asks what the others remember
   * of it.
   */
  record Hello(PaxosState state, long start) implements PaxosMessage {}

  /**
   * The answer to a hello.
   *
   * @param generation the newest generation of the receiver that the sender remembers, 0 for none
   * @param incarnation the newest incarnation of the receiver that the sender has heard since its
   *     own start
   * @param durable the height that the receiver's present disk has reported as durable, as far as
   *     the sender has heard since its own start
   * @param start of the receiver, as its hello named it
   */
  record Welcome(PaxosState state, long generation, long incarnation, long durable, long start)
      implements PaxosMessage {}

  record Heartbeat(PaxosState state) implements PaxosMessage {}

  /**
   * "My disk has no memory: promise this ballot, and report what you have accepted." The state has
   * the sender's new generation.
   */
  record Join(PaxosState state, Ballot ballot, long start) implements PaxosMessage {}

  /**
   * The answer to a join. The promise, and the generation of the member that asked, are durable.
   * The block that was accepted travels along.
   */
  record Admit(PaxosState state, Ballot ballot, Optional<Vote> accepted, long start)
      implements PaxosMessage {}

  /** Phase 1a: "promise to take part in nothing below this ballot, at this height." */
  record Prepare(PaxosState state, Ballot ballot, long height) implements PaxosMessage {}

  /**
   * Phase 1b. The block that was accepted, and the sender's local log, travel along.
   *
   * @param generations the newest disk of each member that the sender knows
   * @param whole whether the log that travels along has every transfer that the sender has executed
   *     and that is on no block. Only the sender can say it: its own limit cuts the log (design P7)
   */
  record Promise(
      PaxosState state,
      Ballot ballot,
      long height,
      Optional<Vote> accepted,
      SortedMap<String, Long> generations,
      boolean whole)
      implements PaxosMessage {}

  /** Phase 2a. The block travels along. */
  record Accept(PaxosState state, Ballot ballot, long height, Hash value) implements PaxosMessage {}

  /** Phase 2b: the vote. The sender's signature over the block travels along. */
  record Accepted(PaxosState state, Ballot ballot, long height, Hash value)
      implements PaxosMessage {}

  /**
   * The ballot is too low, or its height is decided. The state has the promised ballot and the
   * height.
   */
  record Rejected(PaxosState state, Ballot ballot, long height) implements PaxosMessage {}

  /**
   * The block with this hash is chosen. The signatures of a majority travel along, and the block to
   * members that have not accepted it.
   */
  record Commit(PaxosState state, long height, Hash value) implements PaxosMessage {}
}
