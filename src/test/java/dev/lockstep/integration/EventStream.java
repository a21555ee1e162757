package dev.lockstep.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A subscriber to a node's events, which checks as it reads that every number is either an event or
 * in a gap, and comes once.
 */
final class EventStream implements AutoCloseable, WebSocket.Listener {
  /** Numbers that the node could not show. */
  record Gap(long from, long to) {}

  final SortedMap<Long, JsonNode> events = new TreeMap<>();
  final List<Gap> gaps = new ArrayList<>();
  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private final StringBuilder text = new StringBuilder();
  private final HttpClient http = HttpClient.newHttpClient();
  private final WebSocket socket;
  private long next;

  EventStream(NodeClient node, long from) {
    next = from;
    socket =
        http.newWebSocketBuilder()
            .header("Authorization", "Bearer " + node.token())
            .connectTimeout(Duration.ofSeconds(10))
            .buildAsync(URI.create(node.url().replace("http", "ws") + "/console"), this)
            .join();
    socket
        .sendText(
            """
            {"jsonrpc":"2.0","id":1,"method":"subscribe","params":{"from":%d}}"""
                .formatted(from),
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

  /** The number behind the last that was shown. */
  long next() {
    return next;
  }

  /** Reads up to an event, which is returned. */
  JsonNode readTo(Predicate<JsonNode> wanted) throws Exception {
    while (true) {
      var message = nextMessage();
      assertFalse(message.isEmpty(), () -> "the stream ended after event " + (next - 1));
      int before = events.size();
      take(message);
      if (events.size() > before && wanted.test(events.lastEntry().getValue())) {
        return events.lastEntry().getValue();
      }
    }
  }

  /** Reads what was sent before the node ended. */
  EventStream readToTheEnd() throws Exception {
    for (var message = nextMessage(); !message.isEmpty(); message = nextMessage()) {
      take(message);
    }
    return this;
  }

  /** Empty when the stream has ended. */
  private String nextMessage() throws InterruptedException {
    var message = messages.poll(30, TimeUnit.SECONDS);
    assertNotNull(message, () -> "no message after event " + (next - 1));
    return message;
  }

  private void take(String message) throws JsonProcessingException {
    var json = NodeClient.JSON.readTree(message);
    var params = json.path("params");
    switch (json.path("method").asText()) {
      case "event" -> {
        assertEquals(next, params.get("seq").longValue(), message);
        events.put(next++, params);
      }
      case "gap" -> {
        assertEquals(next, params.get("from").longValue(), message);
        gaps.add(new Gap(next, params.get("to").longValue()));
        next = params.get("to").longValue() + 1;
      }
      default -> {}
    }
  }

  @Override
  public void close() {
    socket.abort();
    http.close();
  }
}
