package dev.lockstep.bus;

import dev.lockstep.order.Event;
import dev.lockstep.order.LamportEvent;
import dev.lockstep.order.PaxosEvent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * An event in the words of the stream: what is sent to consoles, and what H2 keeps of it.
 *
 * @param time Lamport time at this member
 * @param particulars what this kind has beyond kind and time
 */
public record EventJson(String kind, long time, JsonObject particulars) {
  public static EventJson of(Event event) {
    return switch (event) {
      case Event.Sent(var time, var to, var type, var at) ->
          json("sent", time, particulars("to", to).put("type", type).put("message_time", at));
      case Event.Received(var time, var from, var type, var at) ->
          json(
              "received",
              time,
              particulars("from", from).put("type", type).put("message_time", at));
      case Event.Dropped(var time, var from, var type, var reason) ->
          json("dropped", time, particulars("from", from).put("type", type).put("reason", reason));
      case LamportEvent lamport -> LamportEventJson.of(lamport);
      case PaxosEvent paxos -> PaxosEventJson.of(paxos);
      case Event.Appended(var time, var height, var hash, var proposer, var transfers) ->
          json(
              "block",
              time,
              particulars("height", height)
                  .put("hash", hash.toString())
                  .put("proposer", proposer)
                  .put("transfers", transfers));
      case Event.Committed(var time, var height) ->
          json("committed", time, particulars("height", height));
      case Event.Refused(var time, var id, var refusal) ->
          json(
              "refused",
              time,
              particulars("id", id.toString())
                  .put("code", refusal.code().text())
                  .put("detail", refusal.detail()));
      case Event.InDoubt(var time, var id, var waitingFor, var reason) ->
          json(
              "in_doubt",
              time,
              particulars("id", id.toString())
                  .put("waiting_for", new JsonArray(waitingFor))
                  .put("reason", reason));
      case Event.PeerSilent(var time, var member) ->
          // As the interface has always called it; a lost member is something else.
          json("peer_lost", time, particulars("member", member));
      case Event.PeerHeard(var time, var member) ->
          json("peer_found", time, particulars("member", member));
      case Event.Accused(var time, var member, var reason) ->
          json("accused", time, particulars("member", member).put("reason", reason));
      case Event.CatchingUp(var time, var height, var target) ->
          json("catching_up", time, particulars("height", height).put("target", target));
      case Event.StateChanged(var time, var state, var reason) ->
          json("state", time, particulars("state", state.text()).put("reason", reason));
      case Event.Forked(var time, var member, var height, var root, var theirs) ->
          json(
              "fork",
              time,
              particulars("member", member)
                  .put("height", height)
                  .put("root", root.toString())
                  .put("theirs", theirs.toString()));
    };
  }

  static EventJson json(String kind, long time, JsonObject particulars) {
    return new EventJson(kind, time, particulars);
  }

  static JsonObject particulars(String name, Object value) {
    return new JsonObject().put(name, value);
  }
}
