package dev.lockstep.cli.lab;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.function.Function;

/**
 * A page's connection: a request for each line, and an answer to each request. The first message is
 * the token; who does not know it is heard no further. On one event loop.
 */
final class LabSocket {
  /** Why a connection is closed: codes for private use (RFC 6455). */
  static final short NO_TOKEN = 4401;

  static final short NO_REQUEST = 4400;
  static final short TOO_LONG = 1009;
  private static final short FAILED = 1011;
  private static final int LINE_MAX = 10_000;
  private static final long SILENT_MILLIS_MAX = 5_000;

  private final ServerWebSocket socket;
  private final String token;
  private final Function<LabJson.Request, Future<Buffer>> lab;
  private boolean isKnown;

  private LabSocket(
      ServerWebSocket socket, String token, Function<LabJson.Request, Future<Buffer>> lab) {
    this.socket = socket;
    this.token = token;
    this.lab = lab;
  }

  /**
   * Answers until the page goes away.
   *
   * @param lab answers the requests in the order in which they come
   */
  static void serve(
      Vertx vertx,
      ServerWebSocket socket,
      String token,
      Function<LabJson.Request, Future<Buffer>> lab) {
    var page = new LabSocket(socket, token, lab);
    socket.textMessageHandler(page::hear);
    // A message of more than Vert.x puts together.
    socket.exceptionHandler(_ -> socket.close(TOO_LONG));
    vertx.setTimer(SILENT_MILLIS_MAX, _ -> page.requireKnown());
  }

  private void requireKnown() {
    if (!isKnown) {
      socket.close(NO_TOKEN);
    }
  }

  private void hear(String message) {
    if (isKnown) {
      request(message);
      return;
    }
    isKnown =
        MessageDigest.isEqual(
            message.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    requireKnown();
  }

  private void request(String message) {
    if (message.length() > LINE_MAX) {
      socket.close(TOO_LONG);
      return;
    }
    LabJson.Request asked;
    try {
      asked = LabJson.Request.of(new JsonObject(message));
    } catch (DecodeException | ClassCastException e) {
      socket.close(NO_REQUEST);
      return;
    }
    // What a page sends meanwhile waits in its own connection, and in no queue here.
    socket.pause();
    lab.apply(asked)
        .onFailure(_ -> socket.close(FAILED))
        .compose(reply -> socket.writeTextMessage(reply.toString()))
        .onSuccess(_ -> socket.resume());
  }
}
