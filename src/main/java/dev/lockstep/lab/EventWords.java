package dev.lockstep.lab;

import dev.lockstep.order.Event;
import dev.lockstep.order.LamportEvent;
import dev.lockstep.order.PaxosEvent;

/** Events in words: a sentence without its subject, or nothing where an effect says it already. */
final class EventWords {
  private EventWords() {}

  static String of(Event event) {
    return switch (event) {
      case Event.Received(var _, var from, var type, var at, var _, var _) ->
          "hears " + type + " of " + from + (at > 0 ? ", sent at " + at : "");
      case Event.Dropped(var _, var from, var type, var reason, var _) ->
          "drops " + type + " of " + from + ": " + reason;
      case LamportEvent.Claimed(var _, var claim) -> "requests the critical section with " + claim;
      case LamportEvent.Entered(var _, var claim, var _) ->
          "ENTERS the critical section with " + claim;
      case LamportEvent.Withdrawn(var _, var claim) -> "withdraws its request " + claim;
      case LamportEvent.Left(var _, var claim) -> "LEAVES the critical section of " + claim;
      case PaxosEvent.Executed(var _, var transfers, var logged) ->
          "executes " + transfers + " alone; its log has " + logged;
      case PaxosEvent.Proposed(var _, var ballot, var height) ->
          "leads ballot " + ballot + " for block " + height;
      case PaxosEvent.Promised(var _, var ballot, var height) ->
          "promises ballot " + ballot + " for block " + height;
      case PaxosEvent.Accepted(var _, var ballot, var height, var hash) ->
          "votes for block " + height + " " + hash.abbreviated() + " by ballot " + ballot;
      case PaxosEvent.RoundOver(var _, var ballot, var height, var result) ->
          "ends ballot " + ballot + " for block " + height + ": " + result;
      case Event.Appended(var _, var height, var hash, var proposer, var count) ->
          "appends block "
              + height
              + " "
              + hash.abbreviated()
              + " of "
              + proposer
              + " with "
              + count
              + (count == 1 ? " transfer" : " transfers");
      case Event.Committed(var _, var height) -> "knows that block " + height + " is committed";
      case Event.Refused(var _, var _, var refusal) -> "refuses: " + refusal.detail();
      case Event.PeerSilent(var _, var member) -> "notices that " + member + " is silent";
      case Event.PeerHeard(var _, var member) -> "hears " + member + " again";
      case Event.Accused(var _, var member, var reason) -> "accuses " + member + ": " + reason;
      case Event.CatchingUp(var _, var height, var target) ->
          "catches up: block " + height + " of " + target;
      case Event.StateChanged(var _, var state, var reason) ->
          "is " + state.text() + (reason.isEmpty() ? "" : ": " + reason);
      case Event.Forked(var _, var member, var height, var _, var _) ->
          "finds that " + member + " has signed another chain up to block " + height;
      case Event.Fault(var _, var what, var detail) -> "has a fault, " + what + ": " + detail;
      // Effects and actions say these.
      case Event.Timer _, Event.Sent _, Event.Requested _, Event.Answered _, Event.InDoubt _ -> "";
    };
  }
}
