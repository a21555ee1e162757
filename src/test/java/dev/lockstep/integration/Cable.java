package dev.lockstep.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands where one member looks for a port of another one, and passes on what it hears. Cutting a
 * {@link Passage} leaves the connections open, as a network does that loses every packet: neither
 * end is told anything, not even that the other one has hung up.
 */
final class Cable implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final ServerSocket listening;
  private final InetSocketAddress target;
  private final Passage there;
  private final Passage back;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger dialled = new AtomicInteger();
  private volatile int forgotten;

  Cable(InetSocketAddress at, InetSocketAddress target, Passage there, Passage back)
      throws IOException {
    this.listening = new ServerSocket();
    this.target = target;
    this.there = there;
    this.back = back;
    listening.bind(at);
    Thread.ofVirtual().start(this::accept);
  }

  /** How many connections were made to this end. */
  int dialled() {
    return dialled.get();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        var near = mine(listening.accept());
        int number = dialled.incrementAndGet();
        Thread.ofVirtual().start(() -> carry(near, number));
      } catch (IOException closed) {
        hangUp();
      }
    }
  }

  private void carry(Socket near, int number) {
    // A connection needs both ways to come about.
    there.awaitOpen();
    back.awaitOpen();
    try {
      var far = mine(new Socket());
      far.connect(target);
      Thread.ofVirtual().start(() -> pump(far, near, back, number));
      pump(near, far, there, number);
    } catch (IOException nobodyThere) {
      close(near);
    }
  }

  private void pump(Socket from, Socket to, Passage passage, int number) {
    var buffer = new byte[BUFFER];
    try {
      for (int n = 0; n >= 0; n = from.getInputStream().read(buffer)) {
        passage.awaitOpen();
        if (number > forgotten) {
          to.getOutputStream().write(buffer, 0, n);
        }
      }
      passage.awaitOpen();
      if (number > forgotten) {
        to.shutdownOutput();
      }
    } catch (IOException brokenOff) {
      close(from);
      close(to);
    }
  }

  /** The present connections pass nothing on from now on; new ones may be made. */
  void forget() {
    forgotten = dialled.get();
  }

  /** A socket of this cable; closing it resets the connection. */
  private Socket mine(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.setTcpNoDelay(true);
    sockets.add(socket);
    return socket;
  }

  /** Breaks all connections off at once, so that both ends see it. */
  void hangUp() {
    sockets.forEach(this::close);
  }

  private void close(Socket socket) {
    sockets.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    hangUp();
  }
}
