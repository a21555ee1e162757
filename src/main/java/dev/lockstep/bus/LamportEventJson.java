package dev.lockstep.bus;

import static dev.lockstep.bus.EventJson.json;
import static dev.lockstep.bus.EventJson.particulars;

import dev.lockstep.mutex.Timestamp;
import dev.lockstep.order.LamportEvent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Events of the critical section in the words of the stream. */
final class LamportEventJson {
  private LamportEventJson() {}

  static EventJson of(LamportEvent event) {
    return switch (event) {
      case LamportEvent.Claimed(var time, var claim) -> json("claimed", time, claim(claim));
      case LamportEvent.Entered(var time, var claim, var evidence) ->
          json(
              "entered",
              time,
              claim(claim)
                  .put(
                      "evidence",
                      new JsonArray(evidence.stream().map(LamportEventJson::fields).toList())));
      case LamportEvent.Withdrawn(var time, var claim) -> json("withdrawn", time, claim(claim));
      case LamportEvent.Left(var time, var claim) -> json("left", time, claim(claim));
    };
  }

  private static JsonObject claim(Timestamp claim) {
    return particulars("claim", fields(claim));
  }

  static JsonObject fields(Timestamp claim) {
    return new JsonObject().put("time", claim.time()).put("member", claim.member());
  }

  private static JsonObject fields(LamportEvent.Evidence evidence) {
    var json =
        particulars("member", evidence.member())
            .put("type", evidence.type())
            .put("time", evidence.time());
    return evidence.stamp().isNumbered() ? json.put("message", evidence.stamp().id()) : json;
  }
}
