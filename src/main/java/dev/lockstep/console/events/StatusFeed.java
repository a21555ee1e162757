package dev.lockstep.console.events;

import dev.lockstep.console.delivery.TextSink;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Tells clients the status of the node: after something has happened, four times a second at most,
 * and once a second otherwise, because no event tells how long ago a peer was heard, nor that the
 * node is there. One look serves all clients. Used by the console's event loop only.
 */
public final class StatusFeed {
  private static final long LOOK_MILLIS = 250;

  /** After so many looks that were not due, one is. */
  private static final int REST = 4;

  private final Vertx vertx;
  private final Supplier<Future<JsonObject>> status;
  private final Set<TextSink> readers = new LinkedHashSet<>();
  private boolean hasHappened;
  private boolean isLooking;
  private int rested;
  private long timer;

  /**
   * @param status asks for it
   */
  public StatusFeed(Vertx vertx, Supplier<Future<JsonObject>> status) {
    this.vertx = vertx;
    this.status = status;
  }

  /** The client is told the status at once, and from then on. */
  public void join(TextSink out) {
    if (readers.isEmpty()) {
      timer = vertx.setPeriodic(LOOK_MILLIS, _ -> tick());
    }
    readers.add(out);
    // The answer to its request goes first.
    vertx.runOnContext(_ -> look());
  }

  public void leave(TextSink out) {
    if (readers.remove(out) && readers.isEmpty()) {
      vertx.cancelTimer(timer);
    }
  }

  /** Something has happened that may have changed the status. */
  public void happened() {
    hasHappened = true;
  }

  private void tick() {
    rested++;
    if (hasHappened || rested >= REST) {
      look();
    }
  }

  private void look() {
    if (isLooking || readers.isEmpty()) {
      return;
    }
    isLooking = true;
    hasHappened = false;
    rested = 0;
    status
        .get()
        .onComplete(
            asked -> {
              isLooking = false;
              // Without an answer nothing is said: a client takes silence for what it is.
              if (asked.succeeded()) {
                tell(Notification.of("status", asked.result()));
              }
            });
  }

  private void tell(String text) {
    for (var reader : List.copyOf(readers)) {
      if (reader.isClosed()) {
        leave(reader);
      } else if (!reader.isFull()) {
        // A client that does not keep up gets the next one: it is as good.
        reader.send(text);
      }
    }
  }
}
