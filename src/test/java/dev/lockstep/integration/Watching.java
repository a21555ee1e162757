package dev.lockstep.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** Watches the events of all members at one node, and checks that each number comes once. */
final class Watching implements AutoCloseable {
  final Map<String, SortedMap<Long, JsonNode>> events = new HashMap<>();
  final Map<String, String> states = new HashMap<>();
  final Map<String, Long> next = new HashMap<>();
  final Map<String, Long> missing = new HashMap<>();
  private final Notifications notifications;

  Watching(NodeClient node, String params) {
    notifications = new Notifications(node, "watch", params);
  }

  void readUntil(BooleanSupplier seen) throws Exception {
    while (!seen.getAsBoolean()) {
      var message = notifications.next(() -> "nothing more came; states " + states);
      assertFalse(message.isEmpty(), () -> "the connection has ended; states " + states);
      take(NodeClient.JSON.readTree(message));
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
    notifications.close();
  }
}
