package dev.lockstep.console.events;

import dev.lockstep.bus.Local;
import dev.lockstep.console.delivery.TextSink;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.Consumer;

/** The events of a node, and all who read them. Used by the console's event loop only. */
public final class EventStream {
  private final String node;
  private final EventFeed feed;
  private final Audience audience;
  private final Subscription.Past past;
  private final Watches watches;

  /**
   * @param members all of the ledger
   * @param kept how many events stay in memory
   * @param firstEvent the number of the first event of this run
   * @param past the events that are no longer in memory
   * @param left what members that do not answer have left on their disks
   */
  public EventStream(
      Vertx vertx,
      String node,
      List<String> members,
      int kept,
      long firstEvent,
      Subscription.Past past,
      LeftBehind left) {
    // A timer and not only a task: those are all run before a connection is looked at.
    Consumer<Runnable> later = task -> vertx.setTimer(1, _ -> task.run());
    this.node = node;
    this.feed = new EventFeed(node, kept, firstEvent);
    this.audience = new Audience(later);
    this.past = past;
    this.watches =
        new Watches(vertx, node, members, new EventPages(vertx, node, feed, audience, past), left);
  }

  /** Takes events in, without sending them. */
  public void add(List<Local.Numbered> events) {
    events.forEach(feed::add);
  }

  /** Sends to all subscribers what they have not read yet. */
  public void wakeAll() {
    audience.wakeAll();
  }

  /** Who watches the events of all members, and what other members ask. */
  public Watches watches() {
    return watches;
  }

  /** A client that may subscribe. */
  public Subscription subscription(TextSink out) {
    return new Subscription(out, node, feed, audience, past);
  }
}
