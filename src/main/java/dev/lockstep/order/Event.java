package dev.lockstep.order;

import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Refusal;
import java.util.List;
import java.util.UUID;

/**
 * Something that a person who watches the protocol wants to see. The events here are those of every
 * protocol.
 */
public sealed interface Event
    permits Event.Sent,
        Event.Received,
        Event.Dropped,
        Event.Requested,
        Event.Answered,
        Event.Appended,
        Event.Committed,
        Event.Refused,
        Event.InDoubt,
        Event.PeerSilent,
        Event.PeerHeard,
        Event.Accused,
        Event.CatchingUp,
        Event.StateChanged,
        Event.Forked,
        Event.Timer,
        Event.Fault,
        LamportEvent,
        PaxosEvent {
  /** Lamport time at this member. */
  long time();

  /**
   * @param messageTime the Lamport time on the message; 0 when it carries none
   * @param block the height of the block that it carries; 0 when it carries none
   */
  record Sent(long time, String to, String type, long messageTime, Stamp stamp, long block)
      implements Event {}

  /**
   * @param time after the receipt, and so later than the message
   * @param messageTime the Lamport time on the message; 0 when it carries none
   * @param block the height of the block that it carries; 0 when it carries none
   */
  record Received(long time, String from, String type, long messageTime, Stamp stamp, long block)
      implements Event {}

  /**
   * @param stamp of the message, {@link Stamp#NONE} when it is not known
   */
  record Dropped(long time, String from, String type, String reason, Stamp stamp)
      implements Event {}

  /**
   * A client has asked for transfers.
   *
   * @param transfers the first of them, {@link #SHOWN} at most
   * @param count of all of them
   */
  record Requested(long time, List<UUID> transfers, int count) implements Event {}

  /**
   * Clients got their answers: those of one step that have the same outcome.
   *
   * @param transfers the first of them, {@link #SHOWN} at most
   * @param count of all of them
   * @param outcome in one word, as the interfaces have it
   * @param reason one sentence, empty when the outcome says all
   */
  record Answered(long time, List<UUID> transfers, int count, String outcome, String reason)
      implements Event {}

  /** How many transfers an event names. A block may answer thousands. */
  int SHOWN = 16;

  /** A block joined this member's chain. */
  record Appended(long time, long height, Hash hash, String proposer, int transfers)
      implements Event {}

  /** Everything up to this height is on the disks of a majority. */
  record Committed(long time, long height) implements Event {}

  record Refused(long time, UUID id, Refusal refusal) implements Event {}

  /** A client got the answer that the outcome of its transfer is not certain. */
  record InDoubt(long time, UUID id, List<String> waitingFor, String reason) implements Event {}

  /** No message of a peer has come for a while. */
  record PeerSilent(long time, String member) implements Event {}

  /** A message has come from a peer that was silent. */
  record PeerHeard(long time, String member) implements Event {}

  /** A peer has sent what no correct member sends; the message was refused. */
  record Accused(long time, String member, String reason) implements Event {}

  /** A member that was away fetches what it missed. */
  record CatchingUp(long time, long height, long target) implements Event {}

  record StateChanged(long time, MemberState state, String reason) implements Event {}

  /**
   * A timer has brought about the events of its step, which follow.
   *
   * @param what {@code silence}, {@code timeout}, {@code resend} or {@code due}, with commas
   *     between
   */
  record Timer(long time, String what) implements Event {}

  /**
   * Something went wrong beside the protocol.
   *
   * @param what in one word, such as {@code paused}
   * @param detail one sentence
   */
  record Fault(long time, String what, String detail) implements Event {}

  /**
   * A member has signed another tree of the chain than this member has.
   *
   * @param member this one itself, when its chain does not continue what it has signed before
   * @param height of the newest block in both trees
   * @param root of the tree here
   * @param theirs of the tree that the member has signed
   */
  record Forked(long time, String member, long height, Hash root, Hash theirs) implements Event {}
}
