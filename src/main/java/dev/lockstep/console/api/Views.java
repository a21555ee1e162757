package dev.lockstep.console.api;

import dev.lockstep.chain.Amount;
import dev.lockstep.chain.Block;
import dev.lockstep.chain.Location;
import dev.lockstep.chain.Transfer;
import dev.lockstep.console.delivery.Json;
import dev.lockstep.console.result.Problem;
import dev.lockstep.console.result.Problem.About;
import dev.lockstep.console.result.Receipt;
import dev.lockstep.console.result.TransferAnswer;
import dev.lockstep.mutex.Timestamp;
import dev.lockstep.order.Status;
import dev.lockstep.paxos.Ballot;
import dev.lockstep.store.BlockSummary;
import dev.lockstep.store.StoredBlock;
import dev.lockstep.store.Verdict;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The ledger's values as JSON ({@code docs/interfaces.md}): snake case, decimal strings,
 * hexadecimal hashes. A value that may be long is a lazy stream of parts.
 */
public final class Views {
  private Views() {}

  public static JsonObject receipt(Receipt receipt) {
    return switch (receipt) {
      case Receipt.Committed(var id, var location, var block, var existed) ->
          new JsonObject()
              .put("id", id.toString())
              .put("status", "committed")
              .put("height", location.height())
              .put("position", location.position())
              .put("hash", block.toString())
              .put("exists", existed);
      case Receipt.Executed(var id, var existed) ->
          new JsonObject()
              .put("id", id.toString())
              .put("status", "executed")
              .put("exists", existed);
    };
  }

  /** {@code code}, {@code detail} and whatever else the problem has. */
  public static JsonObject problem(Problem problem) {
    var json = new JsonObject().put("code", problem.code().text()).put("detail", problem.detail());
    return switch (problem.about()) {
      case About.Nothing() -> json;
      case About.Column(var column) -> json.put("column", column);
      case About.OfTransfer(var id) -> json.put("id", id);
      case About.Waiting(var id, var waitingFor) ->
          json.put("id", id.toString()).put("waiting_for", new JsonArray(waitingFor));
      case About.Doubt(var id, var waitingFor, var reason) ->
          json.put("id", id.toString())
              .put("waiting_for", new JsonArray(waitingFor))
              .put("reason", reason);
    };
  }

  /** A result for each transfer, in order. */
  public static Stream<Json> results(BatchAnswer batch) {
    return Json.object(
        new JsonObject(), "results", batch.answers().map(answer -> Json.of(answer(answer))));
  }

  /** The same as one object, for a few transfers. */
  public static JsonObject shortResults(BatchAnswer batch) {
    return new JsonObject().put("results", array(batch.answers().toList(), Views::answer));
  }

  private static JsonObject answer(TransferAnswer answer) {
    return switch (answer) {
      case Receipt receipt -> receipt(receipt);
      case Problem problem -> problem(problem);
    };
  }

  static JsonObject transfer(Transfer transfer) {
    return new JsonObject()
        .put("id", transfer.id().toString())
        .put("from", transfer.from())
        .put("to", transfer.to())
        .put("amount", Amount.format(transfer.amount()))
        .put("memo", transfer.memo());
  }

  static JsonObject transfer(Transfer transfer, Location location) {
    return transfer(transfer).put("height", location.height()).put("position", location.position());
  }

  public static Stream<Json> block(StoredBlock block) {
    return summary(block.summary(Block.TRANSFERS_MAX));
  }

  static Stream<Json> summary(BlockSummary block) {
    var header = block.header();
    var head =
        new JsonObject()
            .put("height", header.height())
            .put("hash", block.hash().toString())
            .put("previous_hash", header.previous().toString())
            .put("time", header.time())
            .put("proposer", header.proposer())
            .put("root", header.root().toString())
            .put("transfer_count", header.transferCount());
    var transfers =
        IntStream.range(0, block.first().size())
            .mapToObj(i -> transfer(block.first().get(i), new Location(block.height(), i)));
    return Json.object(head, "transfers", transfers.map(Json::of));
  }

  public static Stream<Json> blocks(List<StoredBlock> blocks) {
    return Json.object(new JsonObject(), "blocks", blocks.stream().flatMap(Views::block));
  }

  public static Stream<Json> summaries(List<BlockSummary> blocks) {
    return Json.object(new JsonObject(), "blocks", blocks.stream().flatMap(Views::summary));
  }

  public static Stream<Json> log(List<Transfer> transfers) {
    return Json.object(
        new JsonObject(), "transfers", transfers.stream().map(t -> Json.of(transfer(t))));
  }

  public static Stream<Json> statement(Statement statement) {
    var tail = new JsonObject();
    statement.next().ifPresent(last -> tail.put("next", last.height() + "-" + last.position()));
    var transfers =
        statement.transfers().stream().map(t -> Json.of(transfer(t.transfer(), t.location())));
    return Json.object(new JsonObject(), "transfers", transfers, tail);
  }

  public static Stream<Json> accounts(BalanceView.Snapshot balances) {
    return Json.object(new JsonObject(), "accounts", balances.all().map(a -> Json.of(account(a))));
  }

  public static JsonObject verdict(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Sound sound ->
          new JsonObject()
              .put("ok", true)
              .put("height", sound.height())
              .put("transfers", sound.transfers())
              .put("hash", sound.head().toString());
      case Verdict.Broken(var height, var sentence) ->
          new JsonObject().put("ok", false).put("height", height).put("problem", sentence);
    };
  }

  public static JsonObject account(AccountBalance account) {
    return new JsonObject()
        .put("name", account.account().name())
        .put("owner", account.account().owner())
        .put("balance", Amount.format(account.balance()))
        .put("on_chain", Amount.format(account.onChain()))
        .put("height", account.height());
  }

  public static JsonObject status(NodeStatus node) {
    var genesis = node.genesis();
    var status = node.status();
    var json =
        new JsonObject()
            .put("ledger", genesis.ledger())
            .put("protocol", genesis.protocol().text())
            .put("member", node.member())
            .put("members", new JsonArray(node.members()))
            .put("incarnation", status.incarnation())
            .put("time", status.time())
            .put("height", status.height())
            .put("hash", status.hash().toString())
            .put("durable", status.durable())
            .put("committed", status.committed())
            .put("target", status.target())
            .put("state", node.state())
            .put("reason", node.reason())
            .put("claim", status.claim().map(Views::timestamp).orElse(null))
            .put("inside", status.inside())
            .put("queue", array(status.queue(), Views::timestamp))
            .put("peers", array(status.peers(), Views::peer))
            .put("waiting_for", new JsonArray(status.waitingFor()))
            .put("pending", status.pending())
            .put("accused", array(status.accused(), Views::accusation))
            .put("genesis", genesis.hash().toString());
    status.consensus().ifPresent(consensus -> json.mergeIn(consensus(consensus)));
    return node.isLab() ? json.put("lab", true) : json;
  }

  private static JsonObject consensus(Status.Consensus consensus) {
    var leader = consensus.promised().member();
    return new JsonObject()
        .put("promised", ballot(consensus.promised()))
        .put("accepted", consensus.accepted().map(Views::ballot).orElse(null))
        .put("leading", consensus.leading().map(Views::ballot).orElse(null))
        .put("leader", leader.isEmpty() ? null : leader)
        .put("log", consensus.logged())
        .put("fence", consensus.recoveryHeight());
  }

  private static JsonObject ballot(Ballot ballot) {
    return new JsonObject().put("round", ballot.round()).put("member", ballot.member());
  }

  private static JsonObject accusation(Status.Accusation accusation) {
    return new JsonObject()
        .put("member", accusation.member())
        .put("reason", accusation.reason())
        .put("messages", accusation.messages());
  }

  private static JsonObject peer(Status.PeerStatus peer) {
    return new JsonObject()
        .put("member", peer.member())
        .put("state", peer.presence().text())
        .put("incarnation", peer.incarnation())
        .put("last_heard_ms", peer.lastHeardMillis() < 0 ? null : peer.lastHeardMillis())
        .put("height", peer.height())
        .put("durable", peer.durable())
        .put("claim", peer.claim().map(Views::timestamp).orElse(null));
  }

  static JsonObject timestamp(Timestamp timestamp) {
    return new JsonObject().put("time", timestamp.time()).put("member", timestamp.member());
  }

  public static <T> JsonArray array(Collection<T> values, Function<T, ?> view) {
    var array = new JsonArray();
    values.forEach(value -> array.add(view.apply(value)));
    return array;
  }
}
