package dev.lockstep.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * One WebSocket to a node, speaking JSON-RPC 2.0 until it closes. Used on the context of the socket
 * only.
 */
final class Connection {
  /** The answer to a request. */
  sealed interface Answer {
    record Result(JsonObject value) implements Answer {}

    /**
     * The node has refused.
     *
     * @param code of docs/interfaces.md; empty for an error without one
     */
    record Failure(String code, String sentence) implements Answer {}

    /** The connection has ended before the answer came. */
    record Lost(String reason) implements Answer {}
  }

  private static final short NORMAL = 1000;

  private final ClientWebSocket socket;
  private final Map<Long, Promise<Answer>> waiting = new HashMap<>();
  private final Promise<String> ended = Promise.promise();
  private long lastId;
  private String failure = "";

  /**
   * @param notified takes the method and the parameters of each notification
   */
  Connection(ClientWebSocket socket, BiConsumer<String, JsonObject> notified) {
    this.socket = socket;
    socket.textMessageHandler(text -> receive(text, notified));
    socket.exceptionHandler(reason -> failure = String.valueOf(reason.getMessage()));
    socket.closeHandler(_ -> end());
  }

  /** Never fails. */
  Future<Answer> call(String method, JsonObject params) {
    if (ended.future().isComplete()) {
      return Future.succeededFuture(new Answer.Lost(ended.future().result()));
    }
    Promise<Answer> answer = Promise.promise();
    waiting.put(++lastId, answer);
    var request =
        new JsonObject()
            .put("jsonrpc", "2.0")
            .put("id", lastId)
            .put("method", method)
            .put("params", params);
    // A write that fails ends the connection, and with it this call.
    socket.writeTextMessage(request.encode());
    return answer.future();
  }

  boolean isFull() {
    return socket.writeQueueFull();
  }

  void onDrain(Runnable drained) {
    socket.drainHandler(_ -> drained.run());
  }

  void pause() {
    socket.pause();
  }

  void resume() {
    socket.resume();
  }

  /** Completes with the reason when the connection has ended. */
  Future<String> ended() {
    return ended.future();
  }

  Future<Void> close() {
    return socket.isClosed() ? Future.succeededFuture() : socket.close(NORMAL);
  }

  private void receive(String text, BiConsumer<String, JsonObject> notified) {
    JsonObject message;
    try {
      message = new JsonObject(text);
    } catch (DecodeException _) {
      failure = "it has sent what is no JSON";
      socket.close();
      return;
    }
    if (message.getValue("id") instanceof Number id) {
      var answer = waiting.remove(id.longValue());
      if (answer != null) {
        answer.complete(answer(message));
      }
    } else if (message.getValue("method") instanceof String method) {
      notified.accept(method, message.getJsonObject("params", new JsonObject()));
    }
  }

  private static Answer answer(JsonObject message) {
    var error = message.getJsonObject("error");
    return error == null
        ? new Answer.Result(message.getJsonObject("result", new JsonObject()))
        : new Answer.Failure(
            error.getJsonObject("data", new JsonObject()).getString("code", ""),
            error.getString("message", "The node gave no reason."));
  }

  private void end() {
    var status = socket.closeStatusCode();
    var reason = socket.closeReason();
    if (status != null && reason != null && !reason.isEmpty()) {
      failure = reason;
    }
    ended.complete(failure.isEmpty() ? "the connection was lost" : failure);
    var lost = new Answer.Lost(ended.future().result());
    List.copyOf(waiting.values()).forEach(answer -> answer.complete(lost));
    waiting.clear();
  }
}
