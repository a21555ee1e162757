package dev.lockstep.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Watches the events of all members at one node, and checks that each number comes once. */
final class Watching implements AutoCloseable, WebSocket.Listener {
  private static final ObjectMapper JSON = new ObjectMapper();

  final Map<String, SortedMap<Long, JsonNode>> events = new HashMap<>();
  final Map<String, String> states = new HashMap<>();
  final Map<String, Long> next = new HashMap<>();
  final Map<String, Long> missing = new HashMap<>();
  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private final StringBuilder text = new StringBuilder();
  private final HttpClient http = HttpClient.newHttpClient();
  private final WebSocket socket;

  Watching(NodeClient node, String params) {
    socket =
        http.newWebSocketBuilder()
            .header("Authorization", "Bearer " + node.token())
            .buildAsync(URI.create(node.url().replace("http", "ws") + "/console"), this)
            .join();
    socket
        .sendText(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"watch\",\"params\":" + params + "}", true)
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

  void readUntil(BooleanSupplier seen) throws Exception {
    while (!seen.getAsBoolean()) {
      var message = messages.poll(20, TimeUnit.SECONDS);
      assertNotNull(message, () -> "nothing more came; states " + states);
      take(JSON.readTree(message));
    }
  }

  private void take(JsonNode message) {
    assertEquals(null, message.get("error"));
    var params = message.path("params");
    var member = params.path("member").asText();
    switch (message.path("method").asText()) {
      case "watched" -> params.get("events").forEach(event -> take(member, event));
      case "watched_gap" -> {
        assertEquals(
            next.getOrDefault(member, params.get("from").asLong()), params.get("from").asLong());
        next.put(member, params.get("to").asLong() + 1);
        missing.merge(member, 1L, Long::sum);
      }
      case "watched_member" -> states.put(member, params.get("state").asText());
      default -> {}
    }
  }

  private void take(String member, JsonNode event) {
    long number = event.get("seq").asLong();
    assertEquals(member, event.get("node").asText());
    assertEquals(next.getOrDefault(member, number), number, "of " + member);
    next.put(member, number + 1);
    events.computeIfAbsent(member, any -> new TreeMap<>()).put(number, event);
  }

  long count(String member, String kind, String type) {
    return events.getOrDefault(member, new TreeMap<>()).values().stream()
        .filter(event -> event.get("kind").asText().equals(kind))
        .filter(event -> type.isEmpty() || event.path("type").asText().equals(type))
        .count();
  }

  @Override
  public void close() {
    socket.abort();
    http.shutdownNow();
  }
}
