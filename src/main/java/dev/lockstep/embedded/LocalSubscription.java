package dev.lockstep.embedded;

import dev.lockstep.client.LedgerEvent;
import dev.lockstep.client.LockstepException;
import dev.lockstep.client.Subscription;
import dev.lockstep.console.delivery.TextSink;
import dev.lockstep.console.events.EventStream;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The events of a node on their way to a handler in this process. The console's event loop puts
 * them in, the context of the handler takes them out.
 */
final class LocalSubscription implements Subscription, Handler<LockstepException> {
  /** Beyond it the node sends nothing; a page of older events may be there besides. */
  private static final int WAITING_MAX = 256;

  private final Context caller;
  private final Handler<LedgerEvent> handler;
  private final Consumer<LocalSubscription> over;
  private final Promise<Void> ended = Promise.promise();

  /** Events that the handler has not taken yet. */
  private final AtomicInteger waiting = new AtomicInteger();

  /** Set when there is room again; runs on the console's event loop. */
  private volatile Runnable wake = () -> {};

  // Used on the context of the handler only.
  private final Deque<LedgerEvent> held = new ArrayDeque<>();
  private boolean isPaused;
  private boolean isHandling;

  /**
   * @param caller where the handler runs
   * @param over is called once, when it has ended
   */
  LocalSubscription(
      Context caller, Handler<LedgerEvent> handler, Consumer<LocalSubscription> over) {
    this.caller = caller;
    this.handler = handler;
    this.over = over;
  }

  /** On the console's event loop. */
  Future<?> begin(EventStream events, OptionalLong from) {
    var console = Vertx.currentContext();
    var sink = new Sink();
    var subscription = events.subscription(sink);
    wake = () -> console.runOnContext(_ -> sink.wake());
    ended.future().onComplete(_ -> console.runOnContext(_ -> subscription.cancel()));
    return subscription.start(
        from.isPresent() ? Optional.of(from.getAsLong()) : Optional.<Long>empty());
  }

  /** The console's end. */
  private final class Sink implements TextSink {
    private Runnable listener = () -> {};

    private void wake() {
      if (!isFull()) {
        listener.run();
      }
    }

    @Override
    public void send(String text) {
      var message = new JsonObject(text);
      LedgerEvent.read(message.getString("method"), message.getJsonObject("params"))
          .ifPresent(
              event -> {
                waiting.incrementAndGet();
                caller.runOnContext(_ -> take(event));
              });
    }

    @Override
    public boolean isClosed() {
      return ended.future().isComplete();
    }

    @Override
    public boolean isFull() {
      return isClosed() || waiting.get() >= WAITING_MAX;
    }

    @Override
    public void listen(Runnable added) {
      listener = added;
    }

    @Override
    public void abort() {
      handle(
          new LockstepException("internal_error", "The node made a mistake; its log says which."));
    }
  }

  private void take(LedgerEvent event) {
    held.add(event);
    handOn();
  }

  /** The handler may pause, resume and close the subscription, and may throw. */
  private void handOn() {
    if (isHandling) {
      return;
    }
    isHandling = true;
    try {
      while (!held.isEmpty() && !isPaused && !ended.future().isComplete()) {
        var event = held.remove();
        if (waiting.getAndDecrement() == WAITING_MAX) {
          wake.run();
        }
        handler.handle(event);
      }
    } finally {
      isHandling = false;
    }
  }

  @Override
  public void pause() {
    run(() -> isPaused = true);
  }

  @Override
  public void resume() {
    run(
        () -> {
          isPaused = false;
          handOn();
        });
  }

  private void run(Runnable what) {
    if (Vertx.currentContext() == caller) {
      what.run();
    } else {
      caller.runOnContext(_ -> what.run());
    }
  }

  @Override
  public Future<Void> close() {
    if (ended.tryComplete()) {
      over.accept(this);
    }
    return ended.future();
  }

  /** The node has stopped. */
  @Override
  public void handle(LockstepException reason) {
    if (ended.tryFail(reason)) {
      over.accept(this);
    }
  }

  @Override
  public Future<Void> ended() {
    return ended.future();
  }
}
