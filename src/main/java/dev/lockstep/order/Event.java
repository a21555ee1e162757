package dev.lockstep.order;

import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Refusal;
import dev.lockstep.mutex.Timestamp;
import dev.lockstep.paxos.Ballot;
import java.util.List;
import java.util.UUID;

/** Something that a person who watches the protocol wants to see. */
public sealed interface Event {
  /** Lamport time at this member. */
  long time();

  /**
   * @param messageTime the Lamport time on the message; 0 when it carries none
   */
  record Sent(long time, String to, String type, long messageTime) implements Event {}

  /**
   * @param messageTime the Lamport time on the message; 0 when it carries none
   */
  record Received(long time, String from, String type, long messageTime) implements Event {}

  record Dropped(long time, String from, String type, String reason) implements Event {}

  record Claimed(long time, Timestamp claim) implements Event {}

  record Entered(long time, Timestamp claim) implements Event {}

  record Left(long time, Timestamp claim) implements Event {}

  /** Transfers joined the local log. */
  record Executed(long time, int transfers, int logged) implements Event {}

  /** This member leads a ballot. */
  record Proposed(long time, Ballot ballot, long height) implements Event {}

  /** This member has promised to take part in nothing below this ballot. */
  record Promised(long time, Ballot ballot, long height) implements Event {}

  /** This member has voted for a block. */
  record Accepted(long time, Ballot ballot, long height, Hash hash) implements Event {}

  /**
   * A ballot that this member led is over.
   *
   * @param result {@code chosen}, {@code nothing to gather}, or by what it was surpassed
   */
  record RoundOver(long time, Ballot ballot, long height, String result) implements Event {}

  /** A block joined this member's chain. */
  record Appended(long time, long height, Hash hash, String proposer, int transfers)
      implements Event {}

  /** Everything up to this height is on the disks of a majority. */
  record Committed(long time, long height) implements Event {}

  record Refused(long time, UUID id, Refusal refusal) implements Event {}

  /** A client was told that the outcome of its transfer is not certain. */
  record InDoubt(long time, UUID id, List<String> waitingFor, String reason) implements Event {}

  record PeerLost(long time, String member) implements Event {}

  record PeerFound(long time, String member) implements Event {}

  /** A member that was away fetches what it missed. */
  record CatchingUp(long time, long height, long target) implements Event {}

  record StateChanged(long time, MemberState state, String reason) implements Event {}
}
