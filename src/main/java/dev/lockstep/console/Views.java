package dev.lockstep.console;

import dev.lockstep.bus.EventJson;
import dev.lockstep.chain.Amount;
import dev.lockstep.chain.Block;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Location;
import dev.lockstep.chain.Transfer;
import dev.lockstep.mutex.Timestamp;
import dev.lockstep.order.Status;
import dev.lockstep.paxos.Ballot;
import dev.lockstep.store.BlockSummary;
import dev.lockstep.store.StoredBlock;
import dev.lockstep.store.StoredTransfer;
import dev.lockstep.store.TracedEvent;
import dev.lockstep.store.Verdict;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The ledger's values as JSON ({@code docs/interfaces.md}): snake case, decimal strings,
 * hexadecimal hashes. What may be long is a lazy stream of parts.
 */
final class Views {
  private Views() {}

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

  static Stream<Json> block(StoredBlock block) {
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

  static <T> Stream<Json> blocks(List<T> blocks, Function<T, Stream<Json>> view) {
    return Json.object(new JsonObject(), "blocks", blocks.stream().flatMap(view));
  }

  static Stream<Json> log(List<Transfer> transfers) {
    return Json.object(
        new JsonObject(), "transfers", transfers.stream().map(t -> Json.of(transfer(t))));
  }

  /**
   * @param limit that was asked for: when it is reached, there may be more
   */
  static Stream<Json> statement(List<StoredTransfer> found, int limit) {
    var tail = new JsonObject();
    if (found.size() == limit) {
      var last = found.getLast().location();
      tail.put("next", last.height() + "-" + last.position());
    }
    var transfers = found.stream().map(t -> Json.of(transfer(t.transfer(), t.location())));
    return Json.object(new JsonObject(), "transfers", transfers, tail);
  }

  static Stream<Json> accounts(BalanceView.Snapshot balances) {
    var accounts =
        IntStream.range(0, balances.accounts().size())
            .mapToObj(
                i ->
                    account(
                        balances.accounts().get(i),
                        balances.balance(i),
                        balances.onChain(i),
                        balances.height()));
    return Json.object(new JsonObject(), "accounts", accounts.map(Json::of));
  }

  static JsonObject verdict(Verdict verdict) {
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

  static JsonObject account(Genesis.Account account, BalanceView view) {
    var name = account.name();
    return account(account, view.balanceOf(name), view.onChain(name), view.height());
  }

  private static JsonObject account(
      Genesis.Account account, long balance, long onChain, long height) {
    return new JsonObject()
        .put("name", account.name())
        .put("owner", account.owner())
        .put("balance", Amount.format(balance))
        .put("on_chain", Amount.format(onChain))
        .put("height", height);
  }

  static JsonObject status(Status status, Genesis genesis, String member) {
    var json =
        new JsonObject()
            .put("ledger", genesis.ledger())
            .put("protocol", genesis.protocol().text())
            .put("member", member)
            .put("incarnation", status.incarnation())
            .put("time", status.time())
            .put("height", status.height())
            .put("hash", status.hash().toString())
            .put("durable", status.durable())
            .put("committed", status.committed())
            .put("target", status.target())
            .put("state", status.state().text())
            .put("reason", status.reason())
            .put("claim", status.claim().map(Views::timestamp).orElse(null))
            .put("inside", status.inside())
            .put("queue", array(status.queue(), Views::timestamp))
            .put("peers", array(status.peers(), Views::peer))
            .put("waiting_for", new JsonArray(status.waitingFor()))
            .put("pending", status.pending())
            .put("genesis", genesis.hash().toString());
    status.consensus().ifPresent(consensus -> json.mergeIn(consensus(consensus)));
    return json;
  }

  private static JsonObject consensus(Status.Consensus consensus) {
    var leader = consensus.promised().member();
    return new JsonObject()
        .put("promised", ballot(consensus.promised()))
        .put("accepted", consensus.accepted().map(Views::ballot).orElse(null))
        .put("leading", consensus.leading().map(Views::ballot).orElse(null))
        .put("leader", leader.isEmpty() ? null : leader)
        .put("log", consensus.logged())
        .put("fence", consensus.fence());
  }

  private static JsonObject ballot(Ballot ballot) {
    return new JsonObject().put("round", ballot.round()).put("member", ballot.member());
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

  /** The same for an event that has just happened and for one that was read back. */
  static JsonObject event(String node, long number, Instant at, EventJson event) {
    return new JsonObject()
        .put("kind", event.kind())
        .put("time", event.time())
        .mergeIn(event.particulars())
        .put("seq", number)
        .put("node", node)
        .put("at", at.toString());
  }

  static JsonObject event(String node, TracedEvent event) {
    return event(
        node,
        event.number(),
        event.at(),
        new EventJson(event.kind(), event.time(), new JsonObject(event.particulars())));
  }

  static JsonObject timestamp(Timestamp timestamp) {
    return new JsonObject().put("time", timestamp.time()).put("member", timestamp.member());
  }

  static <T> JsonArray array(Collection<T> values, Function<T, ?> view) {
    var array = new JsonArray();
    values.forEach(value -> array.add(view.apply(value)));
    return array;
  }
}
