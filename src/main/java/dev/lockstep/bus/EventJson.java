package dev.lockstep.bus;

import dev.lockstep.order.Event;
import dev.lockstep.order.LamportEvent;
import dev.lockstep.order.PaxosEvent;
import dev.lockstep.order.Stamp;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An event in the words of the stream: what is sent to consoles, and what H2 keeps of it.
 *
 * @param time Lamport time at this member
 * @param particulars what this kind has beyond kind and time
 */
public record EventJson(String kind, long time, JsonObject particulars) {
  public static EventJson of(Local.Numbered numbered) {
    return of(numbered.event(), numbered.change());
  }

  /** With the change of the member's state, where it is known and not empty. */
  public static EventJson of(Event event, Optional<Local.Change> changed) {
    var json = of(event);
    changed
        .map(StateJson::of)
        .filter(change -> !change.isEmpty())
        .ifPresent(change -> json.particulars().put("now", change));
    return json;
  }

  public static EventJson of(Event event) {
    return switch (event) {
      case Event.Sent(var time, var to, var type, var at, var stamp, var block) ->
          json("sent", time, message("to", to, type, stamp).mergeIn(carried(at, block)));
      case Event.Received(var time, var from, var type, var at, var stamp, var block) ->
          json("received", time, message("from", from, type, stamp).mergeIn(carried(at, block)));
      case Event.Dropped(var time, var from, var type, var reason, var stamp) ->
          json("dropped", time, message("from", from, type, stamp).put("reason", reason));
      case Event.Requested(var time, var transfers, var count) ->
          json("requested", time, transfers(transfers, count));
      case Event.Answered(var time, var transfers, var count, var outcome, var reason) -> {
        var answered = transfers(transfers, count).put("outcome", outcome);
        yield json("answered", time, reason.isEmpty() ? answered : answered.put("reason", reason));
      }
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
      case Event.Timer(var time, var what) -> json("timer", time, particulars("what", what));
      case Event.Fault(var time, var what, var detail) ->
          json("fault", time, particulars("what", what).put("detail", detail));
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

  /**
   * @param peer the name of the field with the other member
   */
  private static JsonObject message(String peer, String member, String type, Stamp stamp) {
    var json = particulars(peer, member).put("type", type);
    if (stamp.isNumbered()) {
      json.put("message", stamp.id());
    }
    if (stamp.purpose().again()) {
      json.put("again", true);
    }
    stamp.purpose().claim().ifPresent(claim -> json.put("claim", LamportEventJson.fields(claim)));
    stamp.purpose().ballot().ifPresent(ballot -> json.put("ballot", PaxosEventJson.fields(ballot)));
    return json;
  }

  private static JsonObject carried(long messageTime, long block) {
    var json = particulars("message_time", messageTime);
    return block > 0 ? json.put("block", block) : json;
  }

  /** One transfer by its id; of several, the ids of the first ones, and how many there are. */
  private static JsonObject transfers(List<UUID> first, int count) {
    return count == 1
        ? particulars("id", first.getFirst().toString())
        : particulars("ids", new JsonArray(first.stream().map(UUID::toString).toList()))
            .put("transfers", count);
  }

  static EventJson json(String kind, long time, JsonObject particulars) {
    return new EventJson(kind, time, particulars);
  }

  static JsonObject particulars(String name, Object value) {
    return new JsonObject().put(name, value);
  }
}
