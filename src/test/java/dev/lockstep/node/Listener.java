package dev.lockstep.node;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Hears addresses of the event bus on one event loop, and so in the order of what was said. */
final class Listener extends VerticleBase {
  private final List<String> addresses;
  private final BlockingQueue<Message<Object>> heard = new LinkedBlockingQueue<>();

  private Listener(List<String> addresses) {
    this.addresses = addresses;
  }

  static Listener at(Vertx vertx, String... addresses) {
    var listener = new Listener(List.of(addresses));
    vertx.deployVerticle(listener).await();
    return listener;
  }

  @Override
  public Future<?> start() {
    addresses.forEach(address -> vertx.eventBus().consumer(address, heard::add));
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
