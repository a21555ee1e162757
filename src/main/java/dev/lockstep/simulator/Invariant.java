package dev.lockstep.simulator;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.Event;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.Outcome;
import dev.lockstep.order.PeerMessage;
import java.util.List;

/**
 * Watches a world from outside and throws a {@link Violation} as soon as something happens that
 * must not. Believes nothing that a member says of itself when it can look for itself.
 */
interface Invariant {
  /** A process of this member begins, with the disk that it has. */
  default void begun(Member member) {}

  default void ended(Member member) {}

  /** Before the message is on its way. */
  default void sent(Member member, PeerMessage message) {}

  default void noted(Member member, Event event) {}

  /** The record has just come to be on the member's disk. */
  default void kept(Member member, JournalRecord entry) {}

  /** The block has just become the newest on the member's disk. */
  default void synced(Member member, Block block) {}

  /** A disk is no longer what it was: the member is down. */
  default void replaced(Member member) {}

  /**
   * @param ticket of the request
   */
  default void submitted(Member member, long ticket, List<Transfer> transfers) {}

  /** One outcome of a request. */
  default void answered(Member member, long ticket, Transfer transfer, Outcome outcome) {}

  /** What a member has said of a transfer, whether it was to execute it or asked where it is. */
  default void told(Member member, java.util.UUID id, Outcome outcome) {}

  /** A member was asked where a transfer is. */
  default void found(Member member, java.util.UUID id, Outcome outcome) {}
}
