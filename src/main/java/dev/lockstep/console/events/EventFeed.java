package dev.lockstep.console.events;

import dev.lockstep.bus.EventJson;
import dev.lockstep.bus.Local;

/**
 * The newest events of this run of the node, by number. A subscriber reads on from where it
 * stopped; older events are in H2. Used by the console's event loop only.
 */
final class EventFeed {
  /** A subscriber that keeps up reads one of these. */
  private static final int TEXTS_KEPT = 1 << 12;

  private final String node;
  private final Local.Numbered[] ring;
  private final String[] texts;
  private final long begin;
  private long first;
  private long next;

  /**
   * @param begin the number of the first event of this run
   */
  EventFeed(String node, int capacity, long begin) {
    this.node = node;
    this.ring = new Local.Numbered[capacity];
    this.texts = new String[Math.min(capacity, TEXTS_KEPT)];
    this.begin = begin;
    this.first = begin;
    this.next = begin;
  }

  /**
   * @throws IllegalStateException when the event does not follow the one before
   */
  void add(Local.Numbered event) {
    if (event.number() != next) {
      throw new IllegalStateException(
          "event " + event.number() + " came where " + next + " was due");
    }
    ring[(int) (next % ring.length)] = event;
    texts[(int) (next % texts.length)] = null;
    next++;
    first = Math.max(first, next - ring.length);
  }

  /** The number of the first event of this run, whether it is still here or not. */
  long begin() {
    return begin;
  }

  /** The oldest number that can be read here. */
  long first() {
    return first;
  }

  /** The newest number; one below {@link #first} when there is none. */
  long last() {
    return next - 1;
  }

  /** As JSON: the event of a number between {@link #first} and {@link #last}. */
  String get(long number) {
    var entry = ring[(int) (number % ring.length)];
    return EventViews.event(node, number, entry.at(), EventJson.of(entry));
  }

  /** The same as a notification. It is written once for all subscribers that keep up. */
  String text(long number) {
    if (number < next - texts.length) {
      return Notification.of("event", get(number));
    }
    int place = (int) (number % texts.length);
    if (texts[place] == null) {
      texts[place] = Notification.of("event", get(number));
    }
    return texts[place];
  }
}
