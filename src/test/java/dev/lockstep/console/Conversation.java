package dev.lockstep.console;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client on the WebSocket of a console. */
final class Conversation {
  private static final int MESSAGE_BYTES_MAX = 64 << 20;

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final Promise<Void> closed = Promise.promise();
  private final ClientWebSocket socket;

  /** Who lets go of the client lets go of its connections. */
  private final WebSocketClient client;

  Conversation(Vertx vertx, int port) {
    this(vertx, port, "Authorization: Bearer " + RunningConsole.TOKEN.text());
  }

  /** Of a client that sends these headers, as {@code Name: value}. */
  static Conversation withHeaders(Vertx vertx, int port, String... headers) {
    return new Conversation(vertx, port, headers);
  }

  private Conversation(Vertx vertx, int port, String... headers) {
    client =
        vertx.createWebSocketClient(
            new WebSocketClientOptions().setMaxMessageSize(MESSAGE_BYTES_MAX));
    socket = client.webSocket();
    socket.textMessageHandler(heard::add);
    socket.closeHandler(nothing -> closed.tryComplete());
    var options =
        new WebSocketConnectOptions().setHost("127.0.0.1").setPort(port).setURI("/console");
    for (var header : headers) {
      var field = header.split(": ", 2);
      options.addHeader(field[0], field[1]);
    }
    socket.connect(options).await();
  }

  Conversation say(String text) {
    socket.writeTextMessage(text);
    return this;
  }

  /** As browsers do, however long it is. */
  Conversation sayInOneFrame(String text) {
    socket.writeFinalTextFrame(text);
    return this;
  }

  Conversation sayBytes(byte... bytes) {
    socket.writeBinaryMessage(Buffer.buffer(bytes));
    return this;
  }

  /** A request; the id is any JSON. */
  Conversation ask(String id, String method, String params) {
    return say(
        "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"%s\",\"params\":%s}"
            .formatted(id, method, params));
  }

  private String nextText() throws InterruptedException {
    var text = heard.poll(30, TimeUnit.SECONDS);
    if (text == null) {
      throw new AssertionError("nothing was said");
    }
    return text;
  }

  JsonObject next() throws InterruptedException {
    return new JsonObject(nextText());
  }

  JsonArray nextBatch() throws InterruptedException {
    return new JsonArray(nextText());
  }

  /** The next notification, as {@code method params}. */
  JsonObject next(String method) throws InterruptedException {
    var message = next();
    if (!method.equals(message.getString("method")) || message.containsKey("id")) {
      throw new AssertionError("not \"" + method + "\" but " + message);
    }
    return message.getJsonObject("params");
  }

  /** Takes nothing more from the connection. */
  void pause() {
    socket.pause();
  }

  void resume() {
    socket.resume();
  }

  Future<Void> closed() {
    return closed.future();
  }

  /** Waits for the end. */
  int closeStatus() throws Exception {
    closed.future().await(30, TimeUnit.SECONDS);
    return socket.closeStatusCode();
  }

  void close() {
    client.close().await();
  }
}
