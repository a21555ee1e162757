package dev.lockstep.lab;

import dev.lockstep.order.Event;
import dev.lockstep.order.Snapshot;
import java.util.Optional;

/**
 * Something that happened in a step.
 *
 * @param member to which it happened; empty for an action of the simulator
 * @param event as the member reports it, where it reports one
 * @param after what the member holds and knows after the event, where its protocol tells
 * @param sent the message that leaves, where one does
 * @param text a sentence without its subject and its full stop; empty when it is not worth one
 * @param effect its number among the effects of its step that others see; 0 when it is none
 */
public record Happened(
    String member,
    Optional<Event> event,
    Optional<Snapshot> after,
    Optional<Flying> sent,
    String text,
    int effect) {
  /** The state after an event whose member has told it apart from the event. */
  Happened seen(Optional<Snapshot> then) {
    return event.isPresent() && after.isEmpty()
        ? new Happened(member, event, then, sent, text, effect)
        : this;
  }
}
