package dev.lockstep.console;

import dev.lockstep.order.Event;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The newest events of this node, numbered. Whoever listens reads from where it stopped; whoever is
 * too slow is told what it missed. Used by the console's event loop only.
 */
final class EventFeed {
  private final String node;
  private final Entry[] ring;
  private final Set<Runnable> listeners = new LinkedHashSet<>();
  private long first = 1;
  private long next = 1;

  private record Entry(Event event, Instant at) {}

  EventFeed(String node, int capacity) {
    this.node = node;
    this.ring = new Entry[capacity];
  }

  void add(Event event, Instant at) {
    ring[(int) (next % ring.length)] = new Entry(event, at);
    next++;
    first = Math.max(first, next - ring.length);
  }

  /** Tells everybody that there may be more. */
  void announce() {
    // A listener that finds its connection closed takes itself off the list.
    Set.copyOf(listeners).forEach(Runnable::run);
  }

  void listen(Runnable listener) {
    listeners.add(listener);
  }

  void ignore(Runnable listener) {
    listeners.remove(listener);
  }

  /** The oldest number that can still be read. */
  long first() {
    return first;
  }

  /** The newest number; one below {@link #first} when there is none. */
  long last() {
    return next - 1;
  }

  /** The event of a number between {@link #first} and {@link #last}. */
  JsonObject get(long number) {
    var entry = ring[(int) (number % ring.length)];
    return EventJson.of(entry.event)
        .put("seq", number)
        .put("node", node)
        .put("at", entry.at.toString());
  }
}
