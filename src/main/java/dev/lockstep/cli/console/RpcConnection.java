package dev.lockstep.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.cli.CliException;
import dev.lockstep.cli.RemoteNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** One WebSocket to a node, speaking JSON-RPC 2.0. */
public final class RpcConnection implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What is left of a long result when its text has been handed on. */
  private static final JsonNode LONG_RESULT =
      JSON.createObjectNode().put("exit_code", 0).put("text", "");

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final HttpClient client;
  private final Consumer<JsonNode> notified;
  private final Map<Long, Reply> waiting = new ConcurrentHashMap<>();
  private final AtomicLong lastId = new AtomicLong();
  private volatile boolean closed;
  private WebSocket socket;

  private RpcConnection(HttpClient client, Consumer<JsonNode> notified) {
    this.client = client;
    this.notified = notified;
  }

  /**
   * @param notified takes the notifications, in a thread of the connection; nothing more is read
   *     while it does
   * @throws CliException when the node is not there or does not let us in
   */
  public static RpcConnection open(RemoteNode node, Consumer<JsonNode> notified) {
    var token = node.token();
    var client = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
    var connection = new RpcConnection(client, notified);
    try {
      connection.socket =
          client
              .newWebSocketBuilder()
              .header("Authorization", "Bearer " + token)
              .connectTimeout(CONNECT_TIMEOUT)
              .buildAsync(node.uri("ws", "/console"), connection.new Listener())
              .join();
      return connection;
    } catch (CompletionException e) {
      client.shutdownNow();
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        int status = refused.getResponse().statusCode();
        if (status == 401 || status == 403) {
          throw node.tokenRefused();
        }
        if (status == 429 || status == 503) {
          throw node.takesNobody();
        }
      }
      throw node.noAnswer();
    }
  }

  public boolean isClosed() {
    return closed;
  }

  /**
   * Asks, and waits for the answer: the whole response object, a result or an error. The text of a
   * long result is left out there, and handed on while it arrives.
   *
   * @param timeout how long nothing may arrive
   * @param text takes the parts of a long result's text, in this thread
   * @throws IOException when the connection ended before the answer came
   * @throws TimeoutException when no answer came in time
   */
  public JsonNode call(String method, ObjectNode params, Duration timeout, Consumer<String> text)
      throws IOException, TimeoutException, InterruptedException {
    long id = lastId.incrementAndGet();
    var request = JSON.createObjectNode().put("jsonrpc", "2.0").put("id", id).put("method", method);
    request.set("params", params);
    var reply = new Reply();
    waiting.put(id, reply);
    try {
      if (closed) {
        throw new IOException("closed");
      }
      socket.sendText(request.toString(), true).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return reply.await(timeout, text);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } finally {
      waiting.remove(id);
      reply.abandon();
    }
  }

  @Override
  public void close() {
    closed = true;
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
    // Not close(), which waits for the other side.
    client.shutdownNow();
  }

  private void end(Throwable reason) {
    closed = true;
    waiting.values().forEach(reply -> reply.fail(reason));
  }

  /** Joins the pieces of a message, and gives each answer to the call that waits for it. */
  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();
    private StreamedText.Begun begun;

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      if (begun != null) {
        handOn(part);
      } else {
        text.append(part);
        begun = last ? null : StreamedText.begin(text);
        if (begun != null) {
          var first = text.substring(begun.begin());
          text.setLength(0);
          handOn(first);
        }
      }
      if (last) {
        finish();
      }
      // Only now: what is not printed yet stays with the node.
      socket.request(1);
      return null;
    }

    private void handOn(CharSequence part) {
      var reply = waiting.get(begun.id());
      var shown = begun.text().take(part);
      if (reply != null && !shown.isEmpty()) {
        reply.text(shown);
      }
    }

    private void finish() {
      var message = text.toString();
      text.setLength(0);
      if (begun == null) {
        deliver(message);
        return;
      }
      var reply = waiting.get(begun.id());
      if (reply != null && begun.text().isOver()) {
        reply.end(JSON.createObjectNode().set("result", LONG_RESULT));
      } else if (reply != null) {
        reply.fail(new IOException("The answer ends within its text."));
      }
      begun = null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      end(new IOException("closed with " + status + " " + reason));
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      end(error);
    }

    private void deliver(String message) {
      try {
        var json = JSON.readTree(message);
        if (json.path("id").isIntegralNumber()) {
          var answer = waiting.get(json.get("id").asLong());
          if (answer != null) {
            answer.end(json);
          }
        } else if (json.path("method").isTextual()) {
          notified.accept(json);
        }
      } catch (JsonProcessingException e) {
        end(e);
      }
    }
  }
}
