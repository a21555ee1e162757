package dev.lockstep.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A subscriber to a node's events, which checks as it reads that every number is either an event or
 * in a gap, and comes once.
 */
final class EventStream implements AutoCloseable {
  /** Numbers that the node could not show. */
  record Gap(long from, long to) {}

  final SortedMap<Long, JsonNode> events = new TreeMap<>();
  final List<Gap> gaps = new ArrayList<>();
  private final Notifications notifications;
  private long next;

  EventStream(NodeClient node, long from) {
    next = from;
    notifications = new Notifications(node, "subscribe", "{\"from\":" + from + "}");
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
    return notifications.next(() -> "no message after event " + (next - 1));
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
    notifications.close();
  }
}
