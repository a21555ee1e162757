package dev.lockstep.bus;

import dev.lockstep.mutex.Timestamp;
import dev.lockstep.order.Event;
import dev.lockstep.paxos.Ballot;
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
      case Event.Claimed(var time, var claim) -> json("claimed", time, claim(claim));
      case Event.Entered(var time, var claim) -> json("entered", time, claim(claim));
      case Event.Left(var time, var claim) -> json("left", time, claim(claim));
      case Event.Executed(var time, var transfers, var logged) ->
          json("executed", time, particulars("transfers", transfers).put("logged", logged));
      case Event.Proposed(var time, var ballot, var height) ->
          json("proposed", time, ballot(ballot).put("height", height));
      case Event.Promised(var time, var ballot, var height) ->
          json("promised", time, ballot(ballot).put("height", height));
      case Event.Accepted(var time, var ballot, var height, var hash) ->
          json("accepted", time, ballot(ballot).put("height", height).put("hash", hash.toString()));
      case Event.RoundOver(var time, var ballot, var height, var result) ->
          json("round_over", time, ballot(ballot).put("height", height).put("result", result));
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
      case Event.PeerLost(var time, var member) ->
          json("peer_lost", time, particulars("member", member));
      case Event.PeerFound(var time, var member) ->
          json("peer_found", time, particulars("member", member));
      case Event.CatchingUp(var time, var height, var target) ->
          json("catching_up", time, particulars("height", height).put("target", target));
      case Event.StateChanged(var time, var state, var reason) ->
          json("state", time, particulars("state", state.text()).put("reason", reason));
    };
  }

  private static EventJson json(String kind, long time, JsonObject particulars) {
    return new EventJson(kind, time, particulars);
  }

  private static JsonObject claim(Timestamp claim) {
    return particulars(
        "claim", new JsonObject().put("time", claim.time()).put("member", claim.member()));
  }

  private static JsonObject ballot(Ballot ballot) {
    return particulars(
        "ballot", new JsonObject().put("round", ballot.round()).put("member", ballot.member()));
  }

  private static JsonObject particulars(String name, Object value) {
    return new JsonObject().put(name, value);
  }
}
