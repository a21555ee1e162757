package dev.lockstep.console.events;

import dev.lockstep.console.delivery.TextSink;
import dev.lockstep.store.StoreQuery;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends events to one client as fast as the client takes them: from memory, and older ones from H2,
 * page by page. The client gets a {@code gap} for numbers that are in neither, and never a list
 * with silent gaps. Used by the console's event loop only.
 *
 * <p>A page from H2 ends below the event that was the oldest in memory when the page was requested;
 * events that have left memory since are in the next page. So nothing is lost or duplicated where
 * the two meet.
 */
public final class Subscription {
  private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);

  /**
   * A page is written whole, about 50 KB, as soon as the client has taken what was written before:
   * so a slow client has no page waiting for it here.
   */
  private static final int PAGE = 256;

  /** How many events are sent before other subscribers have their turn. */
  private static final int TURN = 32;

  /** The oldest and the newest number that can be read. */
  public record Range(long first, long last) {
    public JsonObject json() {
      return new JsonObject().put("first", first).put("last", last);
    }
  }

  /** Reads the events that are no longer in memory. */
  public interface Past {
    Future<StoreQuery.Trace> read(long from, long before, int limit);
  }

  private final TextSink out;
  private final String node;
  private final EventFeed feed;
  private final Audience audience;
  private final Past past;
  private final Audience.Listener pump = new Pump();
  private long next;

  /** The page that is awaited, null when there is none. Any other page is ignored. */
  private Future<StoreQuery.Trace> page;

  Subscription(TextSink out, String node, EventFeed feed, Audience audience, Past past) {
    this.out = out;
    this.node = node;
    this.feed = feed;
    this.audience = audience;
    this.past = past;
    out.listen(() -> audience.wake(pump));
  }

  /**
   * Begins at a number, or with what happens from now on. A number that does not exist yet comes
   * from a lost data directory: then all events of this run are sent.
   *
   * @return the numbers that can be read
   */
  public Future<Range> start(Optional<Long> from) {
    return past.read(0, 0, 0)
        .map(StoreQuery.Trace::oldest)
        .otherwise(
            failure -> {
              LOG.warn("H2 did not tell which events it has", failure);
              return OptionalLong.empty();
            })
        .map(oldest -> begin(from, Math.min(oldest.orElse(Long.MAX_VALUE), feed.first())));
  }

  private Range begin(Optional<Long> from, long oldest) {
    cancel();
    var range = new Range(oldest, feed.last());
    if (!out.isClosed()) {
      next =
          from.map(n -> n > feed.last() + 1 ? feed.begin() : Math.max(n, 1))
              .orElse(feed.last() + 1);
      audience.join(pump);
      notify("hello", range.json());
      audience.wake(pump);
    }
    return range;
  }

  public void cancel() {
    audience.leave(pump);
    page = null;
  }

  private boolean pump() {
    if (out.isClosed()) {
      cancel();
      return false;
    }
    for (int said = 0; page == null && next <= feed.last() && !out.isFull(); said++) {
      if (said == TURN) {
        return true;
      }
      if (next < feed.first()) {
        readPage(feed.first());
      } else {
        out.send(feed.text(next++));
      }
    }
    return false;
  }

  private void readPage(long before) {
    var asked = past.read(next, before, PAGE);
    page = asked;
    asked.onComplete(
        answer -> {
          if (page == asked && !out.isClosed()) {
            page = null;
            if (answer.succeeded()) {
              show(answer.result(), before);
            } else {
              LOG.warn("Events {} to {} could not be read", next, before - 1, answer.cause());
              skipTo(before);
            }
            audience.wake(pump);
          }
        });
  }

  private void show(StoreQuery.Trace trace, long before) {
    for (var event : trace.events()) {
      skipTo(event.number());
      out.send(Notification.of("event", EventViews.event(node, event)));
      next = event.number() + 1;
    }
    if (trace.events().size() < PAGE) {
      skipTo(before);
    }
  }

  private void skipTo(long number) {
    if (next < number) {
      notify("gap", new JsonObject().put("from", next).put("to", number - 1));
      next = number;
    }
  }

  private void notify(String method, JsonObject params) {
    out.send(Notification.of(method, params));
  }

  private final class Pump implements Audience.Listener {
    @Override
    public boolean hear() {
      return pump();
    }

    /** The client reconnects, and asks for what it has missed. */
    @Override
    public void dismiss() {
      cancel();
      out.abort();
    }
  }
}
