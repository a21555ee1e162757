package dev.lockstep.bus;

import static dev.lockstep.bus.EventJson.json;
import static dev.lockstep.bus.EventJson.particulars;

import dev.lockstep.order.PaxosEvent;
import dev.lockstep.paxos.Ballot;
import io.vertx.core.json.JsonObject;

/** Events of ballots and of the local log in the words of the stream. */
final class PaxosEventJson {
  private PaxosEventJson() {}

  static EventJson of(PaxosEvent event) {
    return switch (event) {
      case PaxosEvent.Executed(var time, var transfers, var logged) ->
          json("executed", time, particulars("transfers", transfers).put("logged", logged));
      case PaxosEvent.Proposed(var time, var ballot, var height) ->
          json("proposed", time, ballot(ballot).put("height", height));
      case PaxosEvent.Promised(var time, var ballot, var height) ->
          json("promised", time, ballot(ballot).put("height", height));
      case PaxosEvent.Accepted(var time, var ballot, var height, var hash) ->
          json("accepted", time, ballot(ballot).put("height", height).put("hash", hash.toString()));
      case PaxosEvent.RoundOver(var time, var ballot, var height, var result) ->
          json("round_over", time, ballot(ballot).put("height", height).put("result", result));
    };
  }

  private static JsonObject ballot(Ballot ballot) {
    return particulars("ballot", fields(ballot));
  }

  static JsonObject fields(Ballot ballot) {
    return new JsonObject().put("round", ballot.round()).put("member", ballot.member());
  }
}
