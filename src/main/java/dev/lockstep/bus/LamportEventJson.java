package dev.lockstep.bus;

import static dev.lockstep.bus.EventJson.json;
import static dev.lockstep.bus.EventJson.particulars;

import dev.lockstep.mutex.Timestamp;
import dev.lockstep.order.LamportEvent;
import io.vertx.core.json.JsonObject;

/** Events of the critical section in the words of the stream. */
final class LamportEventJson {
  private LamportEventJson() {}

  static EventJson of(LamportEvent event) {
    return switch (event) {
      case LamportEvent.Claimed(var time, var claim) -> json("claimed", time, claim(claim));
      case LamportEvent.Entered(var time, var claim) -> json("entered", time, claim(claim));
      case LamportEvent.Left(var time, var claim) -> json("left", time, claim(claim));
    };
  }

  private static JsonObject claim(Timestamp claim) {
    return particulars(
        "claim", new JsonObject().put("time", claim.time()).put("member", claim.member()));
  }
}
