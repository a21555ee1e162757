package dev.lockstep.mutex;

import java.util.Optional;

/**
 * The whole state of a sender, part of every message (design L1). A message that is lost, doubled
 * or overtaken therefore costs time and never safety: the newest one says it all.
 *
 * @param from who speaks
 * @param incarnation the life of the speaker
 * @param receiverIncarnation the life of the receiver that this is meant for; 0 when not known
 * @param time the speaker's Lamport clock when it spoke
 * @param claim the timestamp of the speaker's outstanding request, if it has one
 * @param head the newest block that the speaker has
 * @param durable up to which height the speaker's chain is on its disk
 */
public record State(
    String from,
    long incarnation,
    long receiverIncarnation,
    long time,
    Optional<Timestamp> claim,
    Head head,
    long durable) {
  Timestamp timestamp() {
    return new Timestamp(time, from);
  }
}
