package dev.lockstep.console.events;

import dev.lockstep.bus.EventJson;
import dev.lockstep.store.TracedEvent;
import java.time.Instant;

/** Events as JSON: text, because what is sent needs no tree. */
final class EventViews {
  /** For what an event has beyond its particulars. */
  private static final int ROOM = 120;

  private EventViews() {}

  /** The same for an event that has just happened and for one that was read back. */
  static String event(String node, long number, Instant at, EventJson event) {
    var particulars = event.particulars();
    var text = new StringBuilder(particulars.length() + ROOM);
    text.append("{\"kind\":\"").append(event.kind()).append("\",\"time\":").append(event.time());
    // What is between its braces. Names and kinds are words without anything to escape.
    if (particulars.length() > 2) {
      text.append(',').append(particulars, 1, particulars.length() - 1);
    }
    return text.append(",\"seq\":")
        .append(number)
        .append(",\"node\":\"")
        .append(node)
        .append("\",\"at\":\"")
        .append(at)
        .append("\"}")
        .toString();
  }

  static String event(String node, TracedEvent event) {
    return event(
        node,
        event.number(),
        event.at(),
        new EventJson(event.kind(), event.time(), event.particulars()));
  }
}
