package dev.lockstep.lab;

import java.util.List;
import java.util.Optional;

/**
 * One of the messages in flight, by what a person sees of it. It means the same in every life that
 * comes to the same situation.
 *
 * @param nth of those in flight with this type and link, the oldest is the first
 */
public record MessageName(int nth, String type, Link link) {
  /** The message of this name, if it is among these. */
  Optional<Flying> in(List<Flying> flight) {
    return flight.stream()
        .filter(message -> message.type().equals(type) && message.link().equals(link))
        .skip(nth - 1L)
        .findFirst();
  }

  @Override
  public String toString() {
    return (nth == 1 ? "" : Ordinal.of(nth) + " ") + type + " " + link;
  }
}
