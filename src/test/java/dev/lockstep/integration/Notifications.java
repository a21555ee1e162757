package dev.lockstep.integration;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A connection to a node that makes one JSON-RPC request, and everything that the node sends. */
final class Notifications implements AutoCloseable, WebSocket.Listener {
  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private final StringBuilder text = new StringBuilder();
  private final HttpClient http = HttpClient.newHttpClient();
  private final WebSocket socket;

  /**
   * @param params in JSON
   */
  Notifications(NodeClient node, String method, String params) {
    socket =
        http.newWebSocketBuilder()
            .header("Authorization", "Bearer " + node.token())
            .connectTimeout(Duration.ofSeconds(10))
            .buildAsync(URI.create(node.url().replace("http", "ws") + "/console"), this)
            .join();
    socket
        .sendText(
            """
            {"jsonrpc":"2.0","id":1,"method":"%s","params":%s}"""
                .formatted(method, params),
            true)
        .join();
  }

  @Override
  public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      messages.add(text.toString());
      text.setLength(0);
    }
    webSocket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
    messages.add("");
    return null;
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    messages.add("");
  }

  /**
   * The next message; empty when the connection has ended.
   *
   * @param state what is known when none comes
   */
  String next(Supplier<String> state) throws InterruptedException {
    var message = messages.poll(30, TimeUnit.SECONDS);
    assertNotNull(message, state);
    return message;
  }

  @Override
  public void close() {
    socket.abort();
    http.shutdownNow();
  }
}
