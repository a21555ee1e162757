package dev.lockstep.console;

import dev.lockstep.console.api.Api;
import dev.lockstep.console.api.Departure;
import dev.lockstep.order.MemberState;
import dev.lockstep.order.Status;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** The health checks of a node. */
final class Health {
  private final Api api;
  private final Departure departure;

  Health(Api api, Departure departure) {
    this.api = api;
    this.departure = departure;
  }

  void live(RoutingContext context) {
    context.json(new JsonObject().put("status", "UP"));
  }

  /** Ready means: takes transfers now. */
  void ready(RoutingContext context) {
    if (departure.hasBegun()) {
      notReady(context, Departure.STATE, Departure.REASON);
      return;
    }
    api.memberStatus()
        .onSuccess(
            status -> {
              boolean ready = takesTransfers(status);
              context.response().setStatusCode(ready ? 200 : 503);
              context.json(
                  new JsonObject()
                      .put("status", ready ? "UP" : "DOWN")
                      .put("state", status.state().text())
                      .put("reason", status.reason()));
            })
        .onFailure(failure -> notReady(context, "starting", failure.getMessage()));
  }

  private static void notReady(RoutingContext context, String state, String reason) {
    context.response().setStatusCode(503);
    context.json(new JsonObject().put("status", "DOWN").put("state", state).put("reason", reason));
  }

  /** A majority that is silent keeps a member of Paxos mode from new blocks, not from executing. */
  private static boolean takesTransfers(Status status) {
    return status.state() == MemberState.READY
        || status.state() == MemberState.WAITING && status.consensus().isPresent();
  }
}
