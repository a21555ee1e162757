package dev.lockstep.console;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** The result of a command as text for a person. */
final class CommandText {
  private static final int HASH_DIGITS = 12;

  private CommandText() {}

  /**
   * @param member whose answer it is
   */
  static String of(Command command, JsonObject result, String member) {
    return switch (command) {
      case Command.Transfer _ -> transfer(result, member);
      case Command.Balance _ -> balance(result);
      case Command.Balances _ -> balances(result.getJsonArray("accounts"));
      case Command.Chain _ -> chain(result.getJsonArray("blocks"));
      case Command.Block _ -> block(result);
      case Command.Log _ -> log(result.getJsonArray("transfers"));
      case Command.Status _ -> status(result);
      case Command.Peers _ -> peers(result);
      case Command.Verify _ -> verify(result);
      case Command.Help _ -> help(result.getJsonArray("commands"));
    };
  }

  private static String transfer(JsonObject result, String member) {
    if (result.getString("status").equals("executed")) {
      return "executed by " + member + "; on no block yet, id " + result.getString("id");
    }
    return result.getString("status")
        + " at height "
        + result.getLong("height")
        + ", position "
        + result.getInteger("position")
        + ", id "
        + result.getString("id");
  }

  private static String balance(JsonObject account) {
    return account.getString("name")
        + " "
        + account.getString("balance")
        + (isSpent(account) ? ", of " + account.getString("on_chain") + " on the chain" : "")
        + " at height "
        + account.getLong("height");
  }

  /** Whether the local log takes something off what is on the chain; never in Lamport mode. */
  private static boolean isSpent(JsonObject account) {
    return !account.getString("balance").equals(account.getString("on_chain"));
  }

  private static String balances(JsonArray accounts) {
    boolean isSpent = objects(accounts).stream().anyMatch(CommandText::isSpent);
    var table = new TextTable("account", "owner", ">balance", isSpent ? ">on chain" : "");
    for (var a : objects(accounts)) {
      table.row(
          a.getString("name"),
          a.getString("owner"),
          a.getString("balance"),
          isSpent ? a.getString("on_chain") : "");
    }
    var height = accounts.isEmpty() ? 0 : accounts.getJsonObject(0).getLong("height");
    return table + "at height " + height;
  }

  private static String chain(JsonArray blocks) {
    var table =
        new TextTable(">height", "hash", "previous", ">time", "proposer", ">transfers", "content");
    for (var block : objects(blocks).reversed()) {
      var transfers = block.getJsonArray("transfers");
      table.row(
          block.getLong("height"),
          hash(block.getString("hash")),
          hash(block.getString("previous_hash")),
          block.getLong("time"),
          block.getLong("height") == 0 ? "genesis" : block.getString("proposer"),
          transfers.size(),
          content(transfers));
    }
    return table.toString().stripTrailing();
  }

  private static String content(JsonArray transfers) {
    var shown =
        objects(transfers).stream()
            .limit(3)
            .map(
                t ->
                    "("
                        + t.getString("from")
                        + ", "
                        + t.getString("to")
                        + ", "
                        + t.getString("amount")
                        + ")")
            .collect(Collectors.joining(" "));
    return transfers.size() > 3 ? shown + " …" : shown;
  }

  private static String block(JsonObject block) {
    var facts = new TextTable("", "");
    facts.row("height", block.getLong("height"));
    facts.row("hash", block.getString("hash"));
    facts.row("previous", block.getString("previous_hash"));
    facts.row("root", block.getString("root"));
    facts.row("time", block.getLong("time"));
    facts.row("proposer", block.getLong("height") == 0 ? "genesis" : block.getString("proposer"));
    facts.row("transfers", block.getJsonArray("transfers").size());
    var transfers = block.getJsonArray("transfers");
    return (transfers.isEmpty() ? facts.toString() : facts + "\n" + transfers(transfers))
        .stripTrailing();
  }

  private static String transfers(JsonArray transfers) {
    var table = new TextTable(">position", "from", "to", ">amount", "memo", "id");
    objects(transfers)
        .forEach(
            t ->
                table.row(
                    t.getValue("position"),
                    t.getString("from"),
                    t.getString("to"),
                    t.getString("amount"),
                    t.getString("memo"),
                    t.getString("id")));
    return table.toString();
  }

  private static String log(JsonArray transfers) {
    if (transfers.isEmpty()) {
      return "the local log is empty";
    }
    var table = new TextTable("from", "to", ">amount", "memo", "id");
    objects(transfers)
        .forEach(
            t ->
                table.row(
                    t.getString("from"),
                    t.getString("to"),
                    t.getString("amount"),
                    t.getString("memo"),
                    t.getString("id")));
    return table.toString().stripTrailing();
  }

  private static String status(JsonObject status) {
    var facts = new TextTable("", "");
    facts.row(
        "node",
        status.getString("member")
            + " of "
            + status.getString("ledger")
            + " ("
            + status.getString("protocol")
            + "), incarnation "
            + status.getLong("incarnation"));
    facts.row(
        "state",
        status.getString("state")
            + (status.getString("reason").isEmpty() ? "" : ": " + status.getString("reason")));
    facts.row("clock", status.getLong("time"));
    facts.row("head", status.getLong("height") + " " + hash(status.getString("hash")));
    facts.row("durable", status.getLong("durable"));
    facts.row("committed", status.getLong("committed"));
    if (isPaxos(status)) {
      ballots(facts, status);
    } else {
      turn(facts, status);
    }
    facts.row("pending", status.getInteger("pending") + " transfers");
    facts.row("waiting for", names(status.getJsonArray("waiting_for")));
    return facts.toString().stripTrailing();
  }

  private static boolean isPaxos(JsonObject status) {
    return status.containsKey("promised");
  }

  private static void turn(TextTable facts, JsonObject status) {
    facts.row(
        "claim",
        timestamp(status.getJsonObject("claim"))
            + (status.getBoolean("inside") ? ", inside the critical section" : ""));
    facts.row(
        "queue",
        status.getJsonArray("queue").isEmpty()
            ? "empty"
            : objects(status.getJsonArray("queue")).stream()
                .map(CommandText::timestamp)
                .collect(Collectors.joining(" ")));
  }

  private static void ballots(TextTable facts, JsonObject status) {
    facts.row("leader", Objects.requireNonNullElse(status.getString("leader"), "nobody"));
    facts.row("promised", ballot(status.getJsonObject("promised")));
    facts.row("accepted", ballot(status.getJsonObject("accepted")));
    facts.row("leading", ballot(status.getJsonObject("leading")));
    facts.row("log", status.getInteger("log") + " transfers on no block");
    if (status.getLong("fence") > status.getLong("height")) {
      facts.row("fence", "executes nothing below block " + status.getLong("fence"));
    }
  }

  private static String peers(JsonObject status) {
    var peers = status.getJsonArray("peers");
    if (peers.isEmpty()) {
      return "this node has no peers";
    }
    if (isPaxos(status)) {
      return peersOfPaxos(peers);
    }
    var table =
        new TextTable("member", "state", ">heard", ">height", ">durable", "claim", ">incarnation");
    for (var peer : objects(peers)) {
      table.row(
          peer.getString("member"),
          peer.getString("state"),
          heard(peer),
          peer.getLong("height"),
          peer.getLong("durable"),
          timestamp(peer.getJsonObject("claim")),
          peer.getLong("incarnation"));
    }
    return table.toString().stripTrailing();
  }

  private static String peersOfPaxos(JsonArray peers) {
    var table = new TextTable("member", "state", ">heard", ">height", ">durable", ">incarnation");
    for (var peer : objects(peers)) {
      table.row(
          peer.getString("member"),
          peer.getString("state"),
          heard(peer),
          peer.getLong("height"),
          peer.getLong("durable"),
          peer.getLong("incarnation"));
    }
    return table.toString().stripTrailing();
  }

  private static String heard(JsonObject peer) {
    var heard = peer.getLong("last_heard_ms");
    return heard == null ? "never" : heard / 100 / 10.0 + " s";
  }

  private static String verify(JsonObject verdict) {
    return verdict.getBoolean("ok")
        ? "verified "
            + verdict.getLong("height")
            + " blocks with "
            + verdict.getLong("transfers")
            + " transfers: every hash, link and balance fits"
        : verdict.getString("problem");
  }

  private static String help(JsonArray commands) {
    var table = new TextTable("", "");
    objects(commands).forEach(c -> table.row(c.getString("usage"), c.getString("text")));
    return table + "\nAdd -o json to any of them for JSON.";
  }

  private static String names(JsonArray names) {
    return names.isEmpty()
        ? "nobody"
        : names.stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  private static String timestamp(JsonObject timestamp) {
    return timestamp == null
        ? "none"
        : "(" + timestamp.getLong("time") + "," + timestamp.getString("member") + ")";
  }

  private static String ballot(JsonObject ballot) {
    return ballot == null || ballot.getLong("round") == 0
        ? "none"
        : "(" + ballot.getLong("round") + "," + ballot.getString("member") + ")";
  }

  private static String hash(String hash) {
    return hash.substring(0, HASH_DIGITS) + "…";
  }

  private static List<JsonObject> objects(JsonArray array) {
    List<JsonObject> objects = new ArrayList<>(array.size());
    array.forEach(value -> objects.add((JsonObject) value));
    return objects;
  }
}
