package dev.lockstep.simulator.invariant;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.Event;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.Outcome;
import dev.lockstep.order.PeerMessage;
import dev.lockstep.order.Snapshot;
import dev.lockstep.simulator.member.Member;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Watches an execution from outside and throws a {@link Violation} as soon as something happens
 * that must never happen. It does not trust what a member reports about itself where it can look at
 * the disk.
 *
 * <p>The name of an invariant is the name of its file in words: {@code PersistedFirst} is shown as
 * "persisted first". Its comment names its source.
 */
public interface Invariant {
  /** A process of this member begins, with the disk that it has. */
  default void begun(Member member) {}

  /** The process has ended, in whatever way. */
  default void ended(Member member) {}

  /** The process is about to stop of its own accord. */
  default void halted(Member member, String reason) {}

  /** Before the message is on its way. */
  default void sent(Member member, PeerMessage message) {}

  /** The member has reported an event. */
  default void noted(Member member, Event event) {}

  /**
   * The same, for whoever shows it to people.
   *
   * @param after what the member holds and knows then, where it tells; no invariant trusts it
   */
  default void noted(Member member, Event event, Optional<Snapshot> after) {
    noted(member, event);
  }

  /**
   * A record goes to the member's disk; it is not synced yet.
   *
   * @param sequence of the record in this process, from 1
   */
  default void journalled(Member member, long sequence) {}

  /** The record has just become durable on the member's disk. */
  default void kept(Member member, JournalRecord entry) {}

  /** The block has just become the newest on the member's disk. */
  default void synced(Member member, Block block) {}

  /** A disk is no longer what it was: the member is down. */
  default void replaced(Member member) {}

  /**
   * A member that has never begun has a disk from a life that was not watched. What is on it is
   * taken as it is.
   */
  default void restored(Member member) {
    replaced(member);
  }

  /**
   * A client asks for transfers.
   *
   * @param ticket of the request
   */
  default void submitted(Member member, long ticket, List<Transfer> transfers) {}

  /** One outcome of a request. */
  default void answered(Member member, long ticket, Transfer transfer, Outcome outcome) {}

  /** A member has answered a look-up of a transfer. */
  default void found(Member member, UUID id, Outcome outcome) {}

  /** A member has given an outcome of a transfer, by {@link #answered} or {@link #found}. */
  default void told(Member member, UUID id, Outcome outcome) {}
}
