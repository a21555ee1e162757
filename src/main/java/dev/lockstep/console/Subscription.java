package dev.lockstep.console;

import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * Sends the events of a feed to one client, as fast as it takes them. A client that falls too far
 * behind is told which numbers it missed; it is never sent a list with silent holes.
 */
final class Subscription {
  private final ServerWebSocket socket;
  private final EventFeed feed;
  private final Runnable pump = this::pump;
  private long next;

  Subscription(ServerWebSocket socket, EventFeed feed) {
    this.socket = socket;
    this.feed = feed;
  }

  /**
   * Begins at a number, or with what happens from now on. A number that does not exist yet belongs
   * to an earlier life of the node: then all of this life is sent.
   *
   * @return the numbers that can be read
   */
  JsonObject start(Optional<Long> from) {
    feed.ignore(pump);
    next =
        from.map(n -> n > feed.last() + 1 ? feed.first() : Math.max(n, 1)).orElse(feed.last() + 1);
    feed.listen(pump);
    var range = new JsonObject().put("first", feed.first()).put("last", feed.last());
    notify("hello", range);
    pump();
    return range;
  }

  void cancel() {
    feed.ignore(pump);
  }

  private void pump() {
    if (socket.isClosed()) {
      cancel();
      return;
    }
    if (next < feed.first()) {
      notify("gap", new JsonObject().put("from", next).put("to", feed.first() - 1));
      next = feed.first();
    }
    while (next <= feed.last() && !socket.writeQueueFull()) {
      notify("event", feed.get(next++));
    }
    if (next <= feed.last()) {
      socket.drainHandler(drained -> pump());
    }
  }

  private void notify(String method, JsonObject params) {
    socket.writeTextMessage(
        new JsonObject()
            .put("jsonrpc", "2.0")
            .put("method", method)
            .put("params", params)
            .encode());
  }
}
