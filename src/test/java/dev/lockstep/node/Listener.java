package dev.lockstep.node;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Hears addresses of the event bus on one event loop, and so in the order of what was said. */
final class Listener extends VerticleBase {
  private final List<String> addresses;
  private final Consumer<Object> onEach;
  private final BlockingQueue<Message<Object>> heard = new LinkedBlockingQueue<>();

  private Listener(List<String> addresses, Consumer<Object> onEach) {
    this.addresses = addresses;
    this.onEach = onEach;
  }

  static Listener at(Vertx vertx, String... addresses) {
    return at(vertx, body -> {}, addresses);
  }

  /**
   * @param onEach looks at the world in the moment when something is heard
   */
  static Listener at(Vertx vertx, Consumer<Object> onEach, String... addresses) {
    var listener = new Listener(List.of(addresses), onEach);
    vertx.deployVerticle(listener).await();
    return listener;
  }

  @Override
  public Future<?> start() {
    addresses.forEach(
        address ->
            vertx
                .eventBus()
                .consumer(
                    address,
                    message -> {
                      onEach.accept(message.body());
                      heard.add(message);
                    }));
    return Future.succeededFuture();
  }

  Message<Object> nextMessage() throws InterruptedException {
    var message = heard.poll(10, TimeUnit.SECONDS);
    if (message == null) {
      throw new AssertionError("nothing was said at " + addresses);
    }
    return message;
  }

  Object next() throws InterruptedException {
    return nextMessage().body();
  }

  boolean heardNothing() {
    return heard.isEmpty();
  }
}
