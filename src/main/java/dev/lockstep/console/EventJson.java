package dev.lockstep.console;

import dev.lockstep.order.Event;
import io.vertx.core.json.JsonObject;

/** Events as the stream shows them: {@code kind}, {@code time} in Lamport time, and particulars. */
final class EventJson {
  private EventJson() {}

  static JsonObject of(Event event) {
    return switch (event) {
      case Event.Sent(var time, var to, var type, var at) ->
          kind("sent", time).put("to", to).put("type", type).put("message_time", at);
      case Event.Received(var time, var from, var type, var at) ->
          kind("received", time).put("from", from).put("type", type).put("message_time", at);
      case Event.Dropped(var time, var from, var type, var reason) ->
          kind("dropped", time).put("from", from).put("type", type).put("reason", reason);
      case Event.Claimed(var time, var claim) ->
          kind("claimed", time).put("claim", Views.timestamp(claim));
      case Event.Entered(var time, var claim) ->
          kind("entered", time).put("claim", Views.timestamp(claim));
      case Event.Left(var time, var claim) ->
          kind("left", time).put("claim", Views.timestamp(claim));
      case Event.Appended(var time, var height, var hash, var proposer, var transfers) ->
          kind("block", time)
              .put("height", height)
              .put("hash", hash.toString())
              .put("proposer", proposer)
              .put("transfers", transfers);
      case Event.Committed(var time, var height) -> kind("committed", time).put("height", height);
      case Event.Refused(var time, var id, var refusal) ->
          kind("refused", time)
              .put("id", id.toString())
              .put("code", refusal.code().text())
              .put("detail", refusal.detail());
      case Event.PeerLost(var time, var member) -> kind("peer_lost", time).put("member", member);
      case Event.PeerFound(var time, var member) -> kind("peer_found", time).put("member", member);
      case Event.CatchingUp(var time, var height, var target) ->
          kind("catching_up", time).put("height", height).put("target", target);
      case Event.StateChanged(var time, var state, var reason) ->
          kind("state", time).put("state", state.text()).put("reason", reason);
    };
  }

  private static JsonObject kind(String kind, long time) {
    return new JsonObject().put("kind", kind).put("time", time);
  }
}
