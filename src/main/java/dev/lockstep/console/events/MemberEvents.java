package dev.lockstep.console.events;

import dev.lockstep.bus.TraceMessage;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * The events that a member sends of itself. It may lie in them, so what every reader relies on is
 * checked: that each is an object with a number, a kind, times, a state, and this member as its
 * node.
 */
final class MemberEvents {
  private static final int KIND_MAX = 32;
  private static final int AT_MAX = 40;

  private MemberEvents() {}

  /**
   * @throws IllegalArgumentException when it is no list of events
   */
  static List<JsonObject> checked(String member, TraceMessage.Page page) {
    List<JsonObject> events = new ArrayList<>(page.items().size());
    for (var item : page.items()) {
      var event = parsed(item);
      require(event.getValue("kind") instanceof String kind && kind.length() <= KIND_MAX, item);
      require(event.getValue("at") instanceof String at && at.length() <= AT_MAX, item);
      require(event.getValue("time") instanceof Number time && time.longValue() >= 0, item);
      if (!ToldState.isSound(event.getValue("now"))) {
        throw new IllegalArgumentException(
            "event " + item.number() + " tells a state that is none");
      }
      events.add(event.put("seq", item.number()).put("node", member));
    }
    return events;
  }

  private static JsonObject parsed(TraceMessage.Item item) {
    try {
      return new JsonObject(item.json());
    } catch (DecodeException e) {
      throw new IllegalArgumentException("event " + item.number() + " is no JSON object", e);
    }
  }

  private static void require(boolean isSound, TraceMessage.Item item) {
    if (!isSound) {
      throw new IllegalArgumentException("event " + item.number() + " lacks a kind or a time");
    }
  }
}
