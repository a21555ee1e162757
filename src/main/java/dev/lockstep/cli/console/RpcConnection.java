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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** One WebSocket to a node, speaking JSON-RPC 2.0. Notifications are not for us and dropped. */
final class RpcConnection implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final HttpClient client;
  private final Map<Long, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final AtomicLong lastId = new AtomicLong();
  private volatile boolean closed;
  private WebSocket socket;

  private RpcConnection(HttpClient client) {
    this.client = client;
  }

  /**
   * @throws CliException when the node is not there or does not let us in
   */
  static RpcConnection open(RemoteNode node) {
    var token = node.token();
    var client = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
    var connection = new RpcConnection(client);
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

  boolean isClosed() {
    return closed;
  }

  /**
   * Asks, and waits for the answer: the whole response object, a result or an error.
   *
   * @throws IOException when the connection ended before the answer came
   * @throws TimeoutException when no answer came in time
   */
  JsonNode call(String method, ObjectNode params, Duration timeout)
      throws IOException, TimeoutException, InterruptedException {
    long id = lastId.incrementAndGet();
    var request = JSON.createObjectNode().put("jsonrpc", "2.0").put("id", id).put("method", method);
    request.set("params", params);
    var answer = new CompletableFuture<JsonNode>();
    waiting.put(id, answer);
    try {
      if (closed) {
        throw new IOException("closed");
      }
      socket.sendText(request.toString(), true).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } finally {
      waiting.remove(id);
    }
  }

  @Override
  public void close() {
    closed = true;
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
    // Not close(), which waits for the other side to agree.
    client.shutdownNow();
  }

  private void end(Throwable reason) {
    closed = true;
    waiting.values().forEach(answer -> answer.completeExceptionally(reason));
  }

  /** Puts the pieces of a message together and hands answers to whoever waits for them. */
  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        var message = text.toString();
        text.setLength(0);
        deliver(message);
      }
      socket.request(1);
      return null;
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
            answer.complete(json);
          }
        }
      } catch (JsonProcessingException e) {
        end(e);
      }
    }
  }
}
