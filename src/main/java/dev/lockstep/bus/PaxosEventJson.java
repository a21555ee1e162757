package dev.lockstep.bus;

import dev.lockstep.order.PaxosEvent;
import dev.lockstep.paxos.Ballot;

/** Events of ballots and of the local log in the words of the stream. */
final class PaxosEventJson {
  private PaxosEventJson() {}

  /** Writes the particulars, and returns the kind. */
  static String write(PaxosEvent event, JsonFields fields) {
    return switch (event) {
      case PaxosEvent.Executed(var _, var transfers, var logged) -> {
        fields.put("transfers", transfers).put("logged", logged);
        yield "executed";
      }
      case PaxosEvent.Proposed(var _, var ballot, var height) -> {
        write("ballot", ballot, fields);
        fields.put("height", height);
        yield "proposed";
      }
      case PaxosEvent.Promised(var _, var ballot, var height) -> {
        write("ballot", ballot, fields);
        fields.put("height", height);
        yield "promised";
      }
      case PaxosEvent.Accepted(var _, var ballot, var height, var hash) -> {
        write("ballot", ballot, fields);
        fields.put("height", height).put("hash", hash.toString());
        yield "accepted";
      }
      case PaxosEvent.RoundOver(var _, var ballot, var height, var result) -> {
        write("ballot", ballot, fields);
        fields.put("height", height).put("result", result);
        yield "round_over";
      }
    };
  }

  static void write(String name, Ballot ballot, JsonFields fields) {
    fields.begin(name).put("round", ballot.round()).put("member", ballot.member()).end();
  }
}
