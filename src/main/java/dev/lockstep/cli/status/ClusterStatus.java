package dev.lockstep.cli.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.cli.console.Sanitized;
import dev.lockstep.command.ExitCode;
import dev.lockstep.console.prompt.TextTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;

/**
 * All members of a cluster as they see themselves, and what follows from it.
 *
 * @param replicas in the order of the configuration
 */
public record ClusterStatus(List<Replica> replicas, Equality equality) {
  private static final int HASH_DIGITS = 12;

  public ClusterStatus {
    replicas = List.copyOf(replicas);
  }

  /** What is wrong with the chains comes before what is wrong with a connection. */
  public int exitCode() {
    return switch (equality) {
      case Equality.Different _ -> ExitCode.VERIFICATION_FAILED;
      case Equality.Equal _, Equality.Unknown _ ->
          silent().isEmpty() ? ExitCode.OK : ExitCode.UNAVAILABLE;
    };
  }

  private List<Replica.Answered> answered() {
    return replicas.stream()
        .filter(Replica.Answered.class::isInstance)
        .map(Replica.Answered.class::cast)
        .toList();
  }

  private List<Replica.Silent> silent() {
    return replicas.stream()
        .filter(Replica.Silent.class::isInstance)
        .map(Replica.Silent.class::cast)
        .toList();
  }

  // --- for a person -----------------------------------------------------------------------------

  /** A table, and below it a sentence for each thing to know. */
  public List<String> lines() {
    boolean isPaxos = answered().stream().anyMatch(each -> each.status().has("promised"));
    var table =
        new TextTable(
            "member",
            "address",
            "state",
            ">height",
            "head",
            ">durable",
            ">committed",
            ">clock",
            isPaxos ? "leading" : "claim",
            ">pending",
            "waiting for");
    for (var replica : replicas) {
      switch (replica) {
        case Replica.Answered it -> table.row(cells(it, isPaxos));
        case Replica.Silent it -> table.row(cells(it));
      }
    }
    List<String> lines = new ArrayList<>(Arrays.asList(table.toString().split("\n")));
    lines.add("");
    lines.add(equality.sentence());
    silent().forEach(each -> lines.add(sentence(each)));
    answered().stream()
        .filter(each -> !each.text("reason").isEmpty())
        .forEach(
            each ->
                lines.add(
                    each.member() + " is " + each.text("state") + ": " + each.text("reason")));
    answered().forEach(each -> lines.addAll(accusations(each)));
    return lines.stream().map(Sanitized::text).toList();
  }

  private static Object[] cells(Replica.Answered it, boolean isPaxos) {
    return new Object[] {
      it.member(),
      it.address(),
      it.text("state"),
      it.height(),
      shortened(it.text("hash")),
      it.text("durable"),
      it.text("committed"),
      it.text("time"),
      isPaxos ? ballot(it.status().path("leading")) : claim(it.status()),
      it.text("pending"),
      waitingFor(it)
    };
  }

  private static Object[] cells(Replica.Silent it) {
    return new Object[] {
      it.member(), it.address(), "UNREACHABLE", "-", "-", "-", "-", "-", "-", "-", "-"
    };
  }

  private static String claim(JsonNode status) {
    var claim = status.path("claim");
    return claim.isObject()
        ? "("
            + claim.path("time").asText()
            + ", "
            + claim.path("member").asText()
            + ")"
            + (status.path("inside").asBoolean() ? " inside" : "")
        : "none";
  }

  private static String ballot(JsonNode ballot) {
    return ballot.isObject()
        ? "(" + ballot.path("round").asText() + ", " + ballot.path("member").asText() + ")"
        : "none";
  }

  private static String waitingFor(Replica.Answered it) {
    var names =
        StreamSupport.stream(it.status().path("waiting_for").spliterator(), false)
            .map(JsonNode::asText)
            .toList();
    return names.isEmpty() ? "nobody" : String.join(", ", names);
  }

  private static String shortened(String hash) {
    return hash.length() > HASH_DIGITS ? hash.substring(0, HASH_DIGITS) + "…" : hash;
  }

  private String sentence(Replica.Silent silent) {
    var heard = heardMillis(silent.member());
    return heard.isPresent()
        ? "%s The others heard %s %.1f s ago."
            .formatted(silent.problem(), silent.member(), heard.getAsLong() / 1000.0)
        : silent.problem();
  }

  /** How long ago some member has heard this one. */
  private OptionalLong heardMillis(String member) {
    return answered().stream()
        .flatMap(each -> StreamSupport.stream(each.status().path("peers").spliterator(), false))
        .filter(peer -> peer.path("member").asText().equals(member))
        .map(peer -> peer.path("last_heard_ms"))
        .filter(JsonNode::isNumber)
        .mapToLong(JsonNode::asLong)
        .min();
  }

  private static List<String> accusations(Replica.Answered it) {
    return StreamSupport.stream(it.status().path("accused").spliterator(), false)
        .map(
            each ->
                "%s accuses %s: %s"
                    .formatted(
                        it.member(), each.path("member").asText(), each.path("reason").asText()))
        .toList();
  }

  // --- for a program ----------------------------------------------------------------------------

  public ObjectNode json() {
    var json = JsonNodeFactory.instance.objectNode();
    var members = json.putArray("members");
    for (var replica : replicas) {
      var each =
          members.addObject().put("member", replica.member()).put("address", replica.address());
      switch (replica) {
        case Replica.Answered(var _, var _, var status) ->
            each.put("reachable", true).set("status", status);
        case Replica.Silent(var _, var _, var problem) ->
            each.put("reachable", false).put("problem", problem);
      }
    }
    json.set("replicas", equality.json());
    return json;
  }
}
