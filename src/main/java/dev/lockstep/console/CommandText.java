package dev.lockstep.console;

import dev.lockstep.chain.Amount;
import dev.lockstep.chain.Header;
import dev.lockstep.chain.Transfer;
import dev.lockstep.command.Page;
import dev.lockstep.store.BlockSummary;
import dev.lockstep.store.StoredBlock;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The result of a command as text for a person. Long tables are made line by line. */
final class CommandText {
  private static final int HASH_DIGITS = 12;

  /** So many of a block's transfers are shown in the table of a chain. */
  static final int GLANCE = 3;

  private CommandText() {}

  static String transfer(JsonObject result, String member) {
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

  static String balance(JsonObject account) {
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

  static Stream<String> balances(BalanceView.Snapshot balances, Page page) {
    var accounts = balances.accounts();
    boolean isSpent =
        IntStream.range(0, accounts.size())
            .anyMatch(i -> balances.balance(i) != balances.onChain(i));
    var table =
        TextTable.of(
            page.of(numbers(accounts.size())),
            number ->
                new Object[] {
                  accounts.get(number).name(),
                  accounts.get(number).owner(),
                  Amount.format(balances.balance(number)),
                  isSpent ? Amount.format(balances.onChain(number)) : ""
                },
            "account",
            "owner",
            ">balance",
            isSpent ? ">on chain" : "");
    return Stream.of(
            table.lines(), page.rest(accounts.size()), Stream.of("at height " + balances.height()))
        .flatMap(lines -> lines);
  }

  /** All numbers below another. */
  private static List<Integer> numbers(int end) {
    return new AbstractList<>() {
      @Override
      public Integer get(int index) {
        return index;
      }

      @Override
      public int size() {
        return end;
      }
    };
  }

  /**
   * @param blocks ascending
   */
  static Stream<String> chain(List<BlockSummary> blocks) {
    return TextTable.of(
            blocks.reversed(),
            block ->
                new Object[] {
                  block.height(),
                  hash(block.hash().toString()),
                  hash(block.header().previous().toString()),
                  block.header().time(),
                  proposer(block.header()),
                  block.header().transferCount(),
                  content(block)
                },
            ">height",
            "hash",
            "previous",
            ">time",
            "proposer",
            ">transfers",
            "content")
        .lines();
  }

  private static String proposer(Header header) {
    return header.height() == 0 ? "genesis" : header.proposer();
  }

  private static String content(BlockSummary block) {
    var shown =
        block.first().stream()
            .map(t -> "(" + t.from() + ", " + t.to() + ", " + Amount.format(t.amount()) + ")")
            .collect(Collectors.joining(" "));
    return block.header().transferCount() > block.first().size() ? shown + " …" : shown;
  }

  static Stream<String> block(StoredBlock block, Page page) {
    var facts = new TextTable("", "");
    facts.row("height", block.height());
    facts.row("hash", block.hash());
    facts.row("previous", block.header().previous());
    facts.row("root", block.header().root());
    facts.row("time", block.header().time());
    facts.row("proposer", proposer(block.header()));
    facts.row("transfers", block.transfers().size());
    return block.transfers().isEmpty()
        ? facts.lines()
        : Stream.of(facts.lines(), Stream.of(""), transfers(block, page)).flatMap(lines -> lines);
  }

  private static Stream<String> transfers(StoredBlock block, Page page) {
    var transfers = block.transfers();
    var table =
        TextTable.of(
            page.of(numbers(transfers.size())),
            position -> {
              var t = transfers.get(position);
              return new Object[] {
                position, t.from(), t.to(), Amount.format(t.amount()), t.memo(), t.id()
              };
            },
            ">position",
            "from",
            "to",
            ">amount",
            "memo",
            "id");
    return Stream.concat(table.lines(), page.rest(transfers.size()));
  }

  static Stream<String> log(List<Transfer> transfers, Page page) {
    if (transfers.isEmpty()) {
      return Stream.of("the local log is empty");
    }
    var table =
        TextTable.of(
            page.of(transfers),
            t -> new Object[] {t.from(), t.to(), Amount.format(t.amount()), t.memo(), t.id()},
            "from",
            "to",
            ">amount",
            "memo",
            "id");
    return Stream.concat(table.lines(), page.rest(transfers.size()));
  }

  static String status(JsonObject status) {
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

  static String peers(JsonObject status) {
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

  static String verify(JsonObject verdict) {
    return verdict.getBoolean("ok")
        ? "verified "
            + verdict.getLong("height")
            + " blocks with "
            + verdict.getLong("transfers")
            + " transfers: every hash, link and balance fits"
        : verdict.getString("problem");
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
