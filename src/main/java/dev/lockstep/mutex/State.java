package dev.lockstep.mutex;

import java.util.Optional;

/**
 * The whole state of a sender, part of every message (design L1). A message that is lost,
 * duplicated or overtaken therefore costs time and never safety: a newer one contains all that it
 * said.
 *
 * @param from the sender
 * @param incarnation of the sender
 * @param receiverIncarnation the incarnation of the receiver that this is meant for; 0 when the
 *     sender knows none
 * @param time the sender's Lamport clock at the sending
 * @param claim the timestamp of the sender's outstanding request, if it has one
 * @param head the newest block of the sender's chain
 * @param durable the height up to which the sender's chain is on its disk
 */
public record State(
    String from,
    long incarnation,
    long receiverIncarnation,
    long time,
    Optional<Timestamp> claim,
    Head head,
    long durable) {
  /** Whether another state of the same time shows at least as much of the chain. */
  boolean isBehind(State other) {
    return head.height() <= other.head.height() && durable <= other.durable;
  }

  Timestamp timestamp() {
    return new Timestamp(time, from);
  }
}
