package dev.lockstep.cli.trace;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Events in plain sentences, and in a word or two. The page says the same (trace-words.js). */
final class Words {
  /** Types of messages that are shown only where an entry rests on one. */
  static final Set<String> CHATTER = Set.of("heartbeat", "durable", "checkpoint", "signature");

  /** All types of messages. */
  static final List<String> TYPES =
      List.of(
          "request",
          "ack",
          "release",
          "append",
          "durable",
          "heartbeat",
          "prepare",
          "promise",
          "accept",
          "accepted",
          "rejected",
          "commit",
          "hello",
          "welcome",
          "join",
          "admit",
          "fetch",
          "blocks");

  /** All kinds of events. */
  static final List<String> KINDS =
      List.of(
          "sent",
          "received",
          "dropped",
          "requested",
          "answered",
          "claimed",
          "entered",
          "withdrawn",
          "left",
          "proposed",
          "promised",
          "accepted",
          "round_over",
          "executed",
          "block",
          "committed",
          "refused",
          "in_doubt",
          "peer_lost",
          "peer_found",
          "accused",
          "catching_up",
          "state",
          "fork",
          "timer",
          "fault");

  private static final Set<String> FAULTS =
      Set.of(
          "dropped",
          "refused",
          "in_doubt",
          "peer_lost",
          "accused",
          "fork",
          "unreachable",
          "gap",
          "withdrawn",
          "fault");

  private Words() {}

  static boolean isFault(Step step) {
    return FAULTS.contains(step.kind());
  }

  /** One sentence, on one line. */
  static String sentence(Step step) {
    var text = (step.member() + " " + predicate(step)).replaceAll("\\s+", " ");
    return text.matches(".*[.!?]$") ? text : text + ".";
  }

  /** A kind of a later version is told by its name. */
  private static String predicate(Step step) {
    return switch (step.kind()) {
      case "sent" -> "sends " + message(step) + " to " + step.text("to");
      case "received" -> "receives " + message(step) + " from " + step.text("from");
      case "dropped" ->
          "drops "
              + message(step)
              + " from "
              + step.text("from")
              + ": "
              + (step.has("reason") ? step.text("reason") : "no reason given");
      case "claimed" -> "requests the critical section with " + claim(step.get("claim"));
      case "entered" ->
          "enters the critical section with " + claim(step.get("claim")) + evidence(step);
      case "left" ->
          "leaves the critical section"
              + (step.has("claim") ? " of " + claim(step.get("claim")) : "");
      case "withdrawn" -> "withdraws its request " + claim(step.get("claim"));
      case "requested" -> "gets a client's request " + transfers(step);
      case "answered" ->
          "answers the client "
              + transfers(step)
              + ": "
              + step.text("outcome")
              + reason(step, ", ");
      case "proposed" ->
          "leads ballot " + ballot(step.get("ballot")) + " for block #" + step.text("height");
      case "promised" ->
          "promises ballot " + ballot(step.get("ballot")) + " for block #" + step.text("height");
      case "accepted" ->
          "votes for block #"
              + step.text("height")
              + " in ballot "
              + ballot(step.get("ballot"))
              + ", "
              + hash(step);
      case "round_over" ->
          "ends ballot "
              + ballot(step.get("ballot"))
              + " for block #"
              + step.text("height")
              + ": "
              + step.text("result");
      case "executed" ->
          "executes "
              + plural(step.get("transfers").asLong(), "transfer")
              + "; "
              + step.text("logged")
              + " on no block yet";
      case "block" ->
          "appends block #"
              + step.text("height")
              + " by "
              + step.text("proposer")
              + ", "
              + plural(step.get("transfers").asLong(), "transfer")
              + ", "
              + hash(step);
      case "committed" ->
          "knows blocks up to #" + step.text("height") + " to be on the disks of a majority";
      case "refused" ->
          "refuses transfer "
              + shortId(step.text("id"))
              + ": "
              + step.text(step.text("detail").isEmpty() ? "code" : "detail");
      case "in_doubt" ->
          "is in doubt about transfer " + shortId(step.text("id")) + ": " + step.text("reason");
      case "peer_lost" -> "has not heard " + step.text("member") + " for a while";
      case "peer_found" -> "hears " + step.text("member") + " again";
      case "accused" -> "accuses " + step.text("member") + ": " + step.text("reason");
      case "catching_up" ->
          "catches up: block #" + step.text("height") + " of #" + step.text("target");
      case "timer" -> "is woken by a timer: " + step.text("what");
      case "fault" ->
          (step.text("what").equals("lab") ? "in the lab: " : "has a fault, " + fault(step) + ": ")
              + step.text("detail");
      case "state" -> "is now " + step.text("state") + reason(step, ": ");
      case "fork" ->
          "sees that "
              + step.text("member")
              + " has signed another chain up to #"
              + step.text("height");
      case Step.GAP ->
          "has events "
              + step.text("seq")
              + " to "
              + step.text("to")
              + " that are not to be had any more";
      case Step.UNREACHABLE -> "sends no more events: it has stopped, or cannot be reached";
      case Step.LIVE -> "sends events again";
      default -> step.kind();
    };
  }

  private static String message(Step step) {
    var type = step.has("type") ? step.text("type") : "message";
    var serves =
        step.has("claim")
            ? " for " + claim(step.get("claim"))
            : step.get("ballot").path("round").asLong() > 0
                ? " for ballot " + ballot(step.get("ballot"))
                : "";
    return type
        + serves
        + (step.get("block").asLong() > 0 ? " with block #" + step.text("block") : "")
        + (step.get("again").asBoolean() ? ", sent again" : "");
  }

  private static String evidence(Step step) {
    List<String> heard = new ArrayList<>();
    for (var each : step.get("evidence")) {
      heard.add(
          each.path("type").asText()
              + " "
              + each.path("time").asText()
              + " from "
              + each.path("member").asText());
    }
    return heard.isEmpty() ? "" : ", because it heard " + String.join(" and ", heard);
  }

  private static String reason(Step step, String before) {
    return step.text("reason").isEmpty() ? "" : before + step.text("reason");
  }

  private static String transfers(Step step) {
    return step.has("ids")
        ? "of "
            + plural(
                step.has("transfers") ? step.get("transfers").asLong() : step.get("ids").size(),
                "transfer")
        : "of transfer " + shortId(step.text("id"));
  }

  /** In a word or two, what is no message. */
  static String label(Step step) {
    return switch (step.kind()) {
      case "claimed" -> "wants " + claim(step.get("claim"));
      case "entered" -> "enters";
      case "left" -> "leaves";
      case "withdrawn" -> "withdraws";
      case "requested" -> "client asks";
      case "answered" -> "client: " + step.text("outcome");
      case "proposed" -> "leads " + ballot(step.get("ballot"));
      case "promised" -> "promises " + ballot(step.get("ballot"));
      case "accepted" -> "votes for #" + step.text("height");
      case "round_over" -> "ballot over: " + step.text("result");
      case "executed" -> "executes " + step.get("transfers").asLong();
      case "block" -> "#" + step.text("height");
      case "committed" -> "committed #" + step.text("height");
      case "in_doubt" -> "in doubt";
      case "peer_lost" -> step.text("member") + " silent";
      case "peer_found" -> step.text("member") + " heard";
      case "accused" -> "accuses " + step.text("member");
      case "catching_up" -> "fetches #" + step.text("height");
      case "timer" -> "timer: " + step.text("what");
      case "fault" -> step.text("what").equals("lab") ? labDeed(step) : "fault: " + fault(step);
      case "state" -> step.text("state");
      case Step.GAP -> "events missing";
      case Step.LIVE -> "back";
      default -> step.kind();
    };
  }

  /** For people. */
  private static String fault(Step step) {
    return step.text("what").replace('_', ' ');
  }

  /** What stands at an arrow. */
  static String arrow(Step step) {
    return step.text("type")
        + (step.has("message_time") ? " " + step.text("message_time") : "")
        + (step.get("block").asLong() > 0 ? " +#" + step.text("block") : "")
        + (step.get("again").asBoolean() ? " again" : "");
  }

  /** As in the paper: (7, A). */
  static String claim(JsonNode claim) {
    return claim.isObject()
        ? "(" + claim.path("time").asText() + ", " + claim.path("member").asText() + ")"
        : "";
  }

  static String ballot(JsonNode ballot) {
    return ballot.path("round").asLong() > 0
        ? ballot.path("round").asText() + " · " + ballot.path("member").asText()
        : "none";
  }

  /** The end tells ids of one minute apart. */
  static String shortId(String id) {
    return "…" + id.substring(Math.max(0, id.length() - 6));
  }

  private static String hash(Step step) {
    var hash = step.text("hash");
    return hash.substring(0, Math.min(8, hash.length()));
  }

  static String plural(long count, String one) {
    return count + " " + one + (count == 1 ? "" : "s");
  }

  /** What somebody has done in the lab, without the member in whose column it stands. */
  private static String labDeed(Step step) {
    var detail = step.text("detail").replaceFirst("\\.$", "");
    var own = step.member() + " ";
    return detail.startsWith(own) ? detail.substring(own.length()) : detail;
  }
}
