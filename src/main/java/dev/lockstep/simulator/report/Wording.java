package dev.lockstep.simulator.report;

import dev.lockstep.order.Effect;
import dev.lockstep.order.Event;
import dev.lockstep.order.Input;
import dev.lockstep.order.LamportEvent;
import dev.lockstep.order.Outcome;
import dev.lockstep.order.PaxosEvent;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Steps in words, for a person who reads a trace. */
final class Wording {
  private Wording() {}

  static String of(Input input, List<Effect> effects) {
    return Stream.concat(Stream.of(of(input)), effects.stream().map(Wording::of))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("; "));
  }

  private static String of(Input input) {
    return switch (input) {
      case Input.Start _ -> "starts";
      case Input.Submit(var _, var transfers) ->
          "is asked for "
              + transfers.stream().map(RecordWording::of).collect(Collectors.joining(", "));
      case Input.Find(var _, var id) -> "is asked where " + RecordWording.of(id) + " is";
      case Input.Received(var message, var _) ->
          message.type() + " of " + message.from() + " arrives";
      case Input.Misbehaved(var from, var what, var _) ->
          "no correct member sends the " + what + " of " + from;
      case Input.Persisted(var sequence) -> "record " + sequence + " is synced";
      case Input.WriteFailed(var reason) -> "the disk fails: " + reason;
      case Input.BlocksRead(var to, var blocks) -> blocks.size() + " blocks are read for " + to;
      case Input.Signed(var block) -> "block " + block.height() + " is signed";
      case Input.LogSigned(var height, var log) ->
          "its log of " + log.transfers().size() + " is signed for block " + height;
      case Input.Verified(var from, var proven, var unproven) ->
          proven.size()
              + " blocks from "
              + from
              + " are proven"
              + (unproven.isEmpty() ? "" : ", block " + unproven.getFirst().height() + " is not");
      case Input.Tick() -> "";
    };
  }

  private static String of(Effect effect) {
    return switch (effect) {
      case Effect.Persist(var sequence, var entry) ->
          "journals " + RecordWording.of(entry) + " as record " + sequence;
      case Effect.Answer(var _, var outcomes) ->
          "answers " + outcomes.stream().map(Wording::of).collect(Collectors.joining(", "));
      case Effect.ReadBlocks(var to, var from, var _) -> "reads from block " + from + " for " + to;
      case Effect.Note(var event, var _) -> of(event);
      case Effect.Halt(var reason) -> "stops: " + reason;
      // What is sent is noted too, with its time.
      case Effect.Send _, Effect.Stored _, Effect.Executed _ -> "";
      // The answer is shown.
      case Effect.Sign _, Effect.SignLog _, Effect.Verify _, Effect.Compare _ -> "";
    };
  }

  private static String of(Event event) {
    return switch (event) {
      case Event.Sent(var _, var to, var type, var at, var _, var _) ->
          "sends " + type + (at > 0 ? " at " + at : "") + " to " + to;
      case Event.Received(var time, var _, var _, var at, var _, var _) ->
          at > 0 ? "it was sent at " + at + ", the clock here is " + time : "";
      case Event.Dropped(var _, var _, var _, var reason, var _) -> "drops it: " + reason;
      case LamportEvent.Claimed(var _, var claim) -> "requests with " + claim;
      case LamportEvent.Entered(var _, var claim, var _) -> "ENTERS with " + claim;
      case LamportEvent.Withdrawn(var _, var claim) -> "withdraws " + claim;
      case LamportEvent.Left(var _, var claim) -> "LEAVES with " + claim;
      case PaxosEvent.Executed(var _, var transfers, var logged) ->
          "executes " + transfers + ", its log has " + logged;
      case PaxosEvent.Proposed(var _, var ballot, var height) ->
          "LEADS ballot " + ballot + " for block " + height;
      case PaxosEvent.Promised(var _, var ballot, var height) ->
          "promises ballot " + ballot + " for block " + height;
      case PaxosEvent.Accepted(var _, var ballot, var height, var hash) ->
          "accepts block " + height + " " + hash.abbreviated() + " by ballot " + ballot;
      case PaxosEvent.RoundOver(var _, var ballot, var height, var result) ->
          "ballot " + ballot + " for block " + height + " is over: " + result;
      case Event.Appended(var _, var height, var hash, var proposer, var _) ->
          "appends block " + height + " " + hash.abbreviated() + " of " + proposer;
      case Event.Committed(var _, var height) -> "commits up to block " + height;
      case Event.Refused(var _, var id, var refusal) ->
          "refuses " + RecordWording.of(id) + ": " + refusal.code().text();
      case Event.InDoubt(var _, var id, var waitingFor, var _) ->
          "leaves " + RecordWording.of(id) + " in doubt, waiting for " + waitingFor;
      case Event.Requested(var _, var transfers, var count) ->
          "is asked for "
              + count
              + " transfers, "
              + RecordWording.of(transfers.getFirst())
              + " the first";
      case Event.Answered(var _, var transfers, var count, var outcome, var _) ->
          "answers "
              + count
              + " as "
              + outcome
              + ", "
              + RecordWording.of(transfers.getFirst())
              + " the first";
      case Event.PeerSilent(var _, var member) -> member + " is silent";
      case Event.PeerHeard(var _, var member) -> member + " is there";
      case Event.Accused(var _, var member, var reason) -> "accuses " + member + ": " + reason;
      case Event.CatchingUp(var _, var height, var target) ->
          "has block " + height + " of " + target;
      case Event.StateChanged(var _, var state, var _) -> "is " + state.text();
      // The trace shows whose step it is, and what it has brought about.
      case Event.Timer _ -> "";
      case Event.Fault(var _, var what, var detail) -> what + ": " + detail;
      case Event.Forked(var _, var member, var height, var _, var _) ->
          "finds that " + member + " has signed another chain up to block " + height;
    };
  }

  private static String of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Committed(var location, var _, var existed) ->
          (existed ? "exists at " : "committed at ")
              + location.height()
              + "/"
              + location.position();
      case Outcome.Executed(var existed) -> existed ? "was executed" : "executed";
      case Outcome.Refused(var refusal) -> refusal.code().text();
      case Outcome.Unavailable(var waitingFor, var _) -> "unavailable for want of " + waitingFor;
      case Outcome.Overloaded _ -> "overloaded";
      case Outcome.InDoubt _ -> "in doubt";
      case Outcome.NotFound _ -> "not found";
    };
  }
}
