package dev.lockstep.order;

import dev.lockstep.chain.Hash;
import dev.lockstep.paxos.Ballot;

/** Events of ballots and of the local log. */
public sealed interface PaxosEvent extends Event {
  /** Transfers joined the local log. */
  record Executed(long time, int transfers, int logged) implements PaxosEvent {}

  /** This member leads a ballot. */
  record Proposed(long time, Ballot ballot, long height) implements PaxosEvent {}

  /** This member has promised to reject every lower ballot. */
  record Promised(long time, Ballot ballot, long height) implements PaxosEvent {}

  /** This member has voted for a block. */
  record Accepted(long time, Ballot ballot, long height, Hash hash) implements PaxosEvent {}

  /**
   * A ballot that this member led is over.
   *
   * @param result {@code chosen}, {@code nothing to gather}, or by what it was surpassed
   */
  record RoundOver(long time, Ballot ballot, long height, String result) implements PaxosEvent {}
}
