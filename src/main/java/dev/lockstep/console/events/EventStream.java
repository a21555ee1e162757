package dev.lockstep.console.events;

import dev.lockstep.bus.Local;
import dev.lockstep.console.delivery.TextSink;
import java.util.List;
import java.util.function.Consumer;

/** The events of a node, and all who read them. Used by the console's event loop only. */
public final class EventStream {
  private final String node;
  private final EventFeed feed;
  private final Audience audience;
  private final Subscription.Past past;

  /**
   * @param kept how many events stay in memory
   * @param firstEvent the number of the first event of this run
   * @param past the events that are no longer in memory
   * @param later runs something on this event loop when that has looked at its connections
   */
  public EventStream(
      String node, int kept, long firstEvent, Subscription.Past past, Consumer<Runnable> later) {
    this.node = node;
    this.feed = new EventFeed(node, kept, firstEvent);
    this.audience = new Audience(later);
    this.past = past;
  }

  /** Takes events in, without sending them. */
  public void add(List<Local.Numbered> events) {
    events.forEach(feed::add);
  }

  /** Sends to all subscribers what they have not read yet. */
  public void wakeAll() {
    audience.wakeAll();
  }

  /** A client that may subscribe. */
  public Subscription subscription(TextSink out) {
    return new Subscription(out, node, feed, audience, past);
  }
}
