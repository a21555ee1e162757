package dev.lockstep.lab;

/**
 * One of the messages in flight, by what a person sees of it. It means the same in every life that
 * comes to the same situation.
 *
 * @param nth of those in flight with this type and link, the oldest is the first
 */
public record MessageName(int nth, String type, Link link) {
  @Override
  public String toString() {
    return (nth == 1 ? "" : Ordinal.of(nth) + " ") + type + " " + link;
  }
}
