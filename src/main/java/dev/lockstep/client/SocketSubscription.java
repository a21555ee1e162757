package dev.lockstep.client;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.OptionalLong;

/**
 * The events of a node over a WebSocket of its own, on the context of the handler: what the handler
 * does not take stays in the socket, and then at the node.
 */
final class SocketSubscription implements Subscription, Link.Listener {
  private final Context context;
  private final Handler<LedgerEvent> handler;
  private final Link link;
  private final Promise<Subscription> begun = Promise.promise();
  private final Promise<Void> ended = Promise.promise();

  /** Where to go on; empty until the node has said where its stream is. */
  private OptionalLong next;

  private Connection connection;
  private boolean isPaused;

  private SocketSubscription(
      Vertx vertx,
      Context context,
      LockstepClientOptions options,
      OptionalLong from,
      Handler<LedgerEvent> handler) {
    this.context = context;
    this.handler = handler;
    this.next = from;
    this.link = new Link(vertx, context, options, Future::succeededFuture, this);
  }

  static Future<Subscription> open(
      Vertx vertx, LockstepClientOptions options, OptionalLong from, Handler<LedgerEvent> handler) {
    var context = vertx.getOrCreateContext();
    var subscription = new SocketSubscription(vertx, context, options, from, handler);
    context.runOnContext(_ -> subscription.link.open(subscription.begun.future()));
    return subscription.begun.future();
  }

  @Override
  public void up(Connection opened) {
    connection = opened;
    var params = new JsonObject();
    next.ifPresent(number -> params.put("from", number));
    opened.call("subscribe", params).onSuccess(this::begin);
    if (isPaused) {
      opened.pause();
    }
  }

  private void begin(Connection.Answer answer) {
    switch (answer) {
      case Connection.Answer.Result(var range) -> {
        if (next.isEmpty()) {
          next = OptionalLong.of(range.getLong("last") + 1);
        }
        begun.tryComplete(this);
      }
      case Connection.Answer.Failure(var code, var sentence) ->
          link.fail(new LockstepException(code.isEmpty() ? "internal_error" : code, sentence));
      // The link connects again.
      case Connection.Answer.Lost _ -> {}
    }
  }

  @Override
  public void notified(String method, JsonObject params) {
    if (ended.future().isComplete()) {
      return;
    }
    LedgerEvent.read(method, params)
        .ifPresent(
            event -> {
              // Before the handler, which may throw.
              next = OptionalLong.of(event.next());
              handler.handle(event);
            });
  }

  @Override
  public void down(String reason) {
    connection = null;
  }

  @Override
  public void failed(LockstepException reason) {
    begun.tryFail(reason);
    ended.tryFail(reason);
  }

  @Override
  public void pause() {
    context.runOnContext(_ -> pause(true));
  }

  @Override
  public void resume() {
    context.runOnContext(_ -> pause(false));
  }

  private void pause(boolean isToPause) {
    isPaused = isToPause;
    if (connection != null && isPaused) {
      connection.pause();
    } else if (connection != null) {
      connection.resume();
    }
  }

  @Override
  public Future<Void> close() {
    context.runOnContext(
        _ -> {
          ended.tryComplete();
          link.close();
        });
    return ended.future();
  }

  @Override
  public Future<Void> ended() {
    return ended.future();
  }
}
