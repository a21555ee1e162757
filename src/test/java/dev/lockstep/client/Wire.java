package dev.lockstep.client;

import dev.lockstep.FreePorts;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The way from a client to a node, which can be cut at any moment. */
final class Wire {
  final int port = FreePorts.take();

  /** How many connections there have been. */
  final AtomicInteger connections = new AtomicInteger();

  private final Vertx vertx;
  private final int target;
  private final NetClient client;
  private final Set<NetSocket> open = ConcurrentHashMap.newKeySet();
  private NetServer server;

  /**
   * @param target the port of the node
   */
  Wire(Vertx vertx, int target) {
    this.vertx = vertx;
    this.target = target;
    this.client = vertx.createNetClient();
  }

  /** Lets clients through from now on. */
  Wire mend() {
    server = vertx.createNetServer();
    server.connectHandler(this::join).listen(port, "127.0.0.1").await();
    return this;
  }

  private void join(NetSocket near) {
    connections.incrementAndGet();
    near.pause();
    client
        .connect(target, "127.0.0.1")
        .onFailure(_ -> near.close())
        .onSuccess(
            far -> {
              open.add(near);
              near.handler(far::write);
              far.handler(near::write);
              near.closeHandler(_ -> far.close());
              far.closeHandler(_ -> near.close());
              near.resume();
            });
  }

  /** Ends all connections; may be called by any thread. New ones pass. */
  void cut() {
    open.forEach(NetSocket::close);
    open.clear();
  }

  /** Ends all connections, and lets no new one through. */
  void remove() {
    server.close().await();
    cut();
  }
}
