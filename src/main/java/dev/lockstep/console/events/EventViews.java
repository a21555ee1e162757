package dev.lockstep.console.events;

import dev.lockstep.bus.EventJson;
import dev.lockstep.store.TracedEvent;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** Events as JSON. */
final class EventViews {
  private EventViews() {}

  /** The same for an event that has just happened and for one that was read back. */
  static JsonObject event(String node, long number, Instant at, EventJson event) {
    return new JsonObject()
        .put("kind", event.kind())
        .put("time", event.time())
        .mergeIn(event.particulars())
        .put("seq", number)
        .put("node", node)
        .put("at", at.toString());
  }

  static JsonObject event(String node, TracedEvent event) {
    return event(
        node,
        event.number(),
        event.at(),
        new EventJson(event.kind(), event.time(), new JsonObject(event.particulars())));
  }
}
