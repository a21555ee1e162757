package dev.lockstep.cli;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The console of a node, as far as a terminal uses it: it echoes, fails and falls silent. */
final class FakeConsole implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;

  /** In JSON. */
  static final String LONG_LINE = "a\\tline 🧀\\r\\n";

  /** What is sent behind the answer to {@code watch}. */
  final List<String> watched = Collections.synchronizedList(new ArrayList<>());

  final List<String> lines = Collections.synchronizedList(new ArrayList<>());

  FakeConsole(String token) {
    server =
        vertx
            .createHttpServer()
            .webSocketHandshakeHandler(handshake -> admit(handshake, token))
            .webSocketHandler(this::serve)
            .listen(0, "127.0.0.1")
            .await();
  }

  int port() {
    return server.actualPort();
  }

  private static void admit(ServerWebSocketHandshake handshake, String token) {
    if (!("Bearer " + token).equals(handshake.headers().get("Authorization"))) {
      handshake.reject(401);
    } else if (!handshake.path().equals("/console")) {
      handshake.reject(404);
    } else {
      handshake.accept();
    }
  }

  private void serve(ServerWebSocket socket) {
    socket.textMessageHandler(
        text -> {
          var request = new JsonObject(text);
          if (request.getString("method").equals("watch")) {
            watch(socket, request);
            return;
          }
          var line = request.getJsonObject("params").getString("line");
          lines.add(request.getString("method") + " " + line);
          var response = new JsonObject().put("jsonrpc", "2.0").put("id", request.getValue("id"));
          socket.writeTextMessage("{\"jsonrpc\":\"2.0\",\"method\":\"event\",\"params\":{}}");
          switch (line) {
            case "hang up" -> socket.close();
            case "long table" -> {
              sendLong(socket, request.getValue("id"), true);
              return;
            }
            case "long table cut off" -> {
              sendLong(socket, request.getValue("id"), false);
              socket.close();
              return;
            }
            case "error" ->
                response.put("error", new JsonObject().put("code", -32603).put("message", "Oh."));
            default -> response.put("result", result(line, request.getJsonObject("params")));
          }
          socket.writeTextMessage(response.encode());
        });
  }

  private void watch(ServerWebSocket socket, JsonObject request) {
    lines.add("watch " + request.getJsonObject("params").encode());
    socket.writeTextMessage(
        new JsonObject()
            .put("id", request.getValue("id"))
            .put("result", new JsonObject())
            .encode());
    watched.forEach(socket::writeTextMessage);
  }

  /** As a node sends what is long: in frames, and the text last. */
  private static void sendLong(ServerWebSocket socket, Object id, boolean isWhole) {
    var begin = "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{\"exit_code\":0,\"text\":\"";
    socket.writeFrame(WebSocketFrame.textFrame(begin + LONG_LINE.repeat(1_000), false));
    if (isWhole) {
      socket.writeFrame(
          WebSocketFrame.continuationFrame(
              Buffer.buffer("the \\\"end\\\" \\u001b\\n\\n\"}}"), true));
    }
  }

  private static JsonObject result(String line, JsonObject params) {
    var text =
        line.equals("long") ? "x".repeat(60_000) + "\n" : params.getString("output") + " " + line;
    if (line.startsWith("place ")) {
      int column = Integer.parseInt(line.substring(6));
      return new JsonObject()
          .put("text", "column " + column + ": " + text)
          .put("exit_code", 2)
          .put("column", column);
    }
    int code = line.startsWith("fail ") ? Integer.parseInt(line.substring(5)) : 0;
    return new JsonObject().put("text", text).put("exit_code", code);
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
