package dev.lockstep.console.delivery;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends messages to one client on the WebSocket. Short messages are sent at once. Long ones are
 * made and sent one at a time, in frames; a short message waits until a long one that has begun is
 * complete. Used by the console's event loop only.
 */
public final class Outbox implements TextSink {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  /** How many long messages may wait before reading from the client stops. */
  private static final int LONG_MAX = 16;

  private static final short INTERNAL_ERROR = 1011;

  private final ServerWebSocket socket;
  private final LongAnswers answers;
  private final List<Runnable> listeners = new ArrayList<>();
  private final Deque<String> texts = new ArrayDeque<>();
  private final Deque<Iterator<Delivery.Part>> messages = new ArrayDeque<>();
  private Delivery delivery;
  private boolean isWithinMessage;
  private Runnable drained = () -> {};
  private boolean isClosed;

  public Outbox(ServerWebSocket socket, LongAnswers answers) {
    this.socket = socket;
    this.answers = answers;
    socket.drainHandler(nothing -> drain());
  }

  /** Called when the outbox may have room again. */
  @Override
  public void listen(Runnable listener) {
    listeners.add(listener);
  }

  @Override
  public void send(String text) {
    if (isClosed()) {
      return;
    }
    if (isWithinMessage) {
      texts.add(text);
    } else {
      socket.writeTextMessage(text);
    }
  }

  /**
   * @param parts of one message
   */
  public void send(Iterator<Delivery.Part> parts) {
    messages.add(parts);
    sendLong();
  }

  @Override
  public boolean isClosed() {
    return isClosed || socket.isClosed();
  }

  /** The client does not take what is written: nothing more should be written. */
  @Override
  public boolean isFull() {
    return isClosed() || isWithinMessage || socket.writeQueueFull();
  }

  /** Nothing more should be read from the client. */
  public boolean isBehind() {
    return isFull() || messages.size() >= LONG_MAX;
  }

  /** The connection is gone. */
  public void close() {
    isClosed = true;
    texts.clear();
    messages.clear();
    if (delivery != null) {
      delivery.stop();
    }
  }

  private void drain() {
    var waiting = drained;
    drained = () -> {};
    waiting.run();
    tell();
  }

  private void tell() {
    if (!isFull()) {
      List.copyOf(listeners).forEach(Runnable::run);
    }
  }

  private void sendLong() {
    if (delivery != null || isClosed() || messages.isEmpty()) {
      return;
    }
    delivery = new Delivery(answers, messages.remove(), new Frames());
    delivery.over().onSuccess(sent -> next()).onFailure(this::fail);
    delivery.start();
  }

  private void next() {
    delivery = null;
    sendLong();
    tell();
  }

  private void fail(Throwable reason) {
    if (isClosed()) {
      return;
    }
    LOG.error("An answer over the WebSocket failed", reason);
    abort();
  }

  /** Ends the connection after an error of the node, which is in the log. */
  @Override
  public void abort() {
    close();
    if (!socket.isClosed()) {
      socket.close(INTERNAL_ERROR, "The node made a mistake; its log says which.");
    }
  }

  /** The pieces of a message as its frames. */
  private final class Frames implements Delivery.Sink {
    @Override
    public void write(String piece, boolean isLast) {
      if (isClosed()) {
        return;
      }
      socket.writeFrame(
          isWithinMessage
              ? WebSocketFrame.continuationFrame(Buffer.buffer(piece), isLast)
              : WebSocketFrame.textFrame(piece, isLast));
      isWithinMessage = !isLast;
      while (!isWithinMessage && !texts.isEmpty()) {
        socket.writeTextMessage(texts.remove());
      }
    }

    @Override
    public boolean isFull() {
      return isClosed() || socket.writeQueueFull();
    }

    @Override
    public void onDrain(Runnable callback) {
      drained = callback;
    }
  }
}
