package dev.lockstep.console;

import dev.lockstep.bus.EventJson;
import dev.lockstep.chain.Amount;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Location;
import dev.lockstep.chain.Transfer;
import dev.lockstep.mutex.Timestamp;
import dev.lockstep.order.Status;
import dev.lockstep.paxos.Ballot;
import dev.lockstep.store.BlockSummary;
import dev.lockstep.store.StoredBlock;
import dev.lockstep.store.TracedEvent;
import dev.lockstep.store.Verdict;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Function;

/**
 * The ledger's values as JSON (design section 9): snake case, decimal strings, hexadecimal hashes.
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

  static JsonObject block(StoredBlock block) {
    return summary(
        new BlockSummary(
            block.height(),
            block.hash(),
            block.previousHash(),
            block.time(),
            block.proposer(),
            block.root(),
            block.transfers().size(),
            block.transfers()));
  }

  static JsonObject summary(BlockSummary block) {
    var transfers = new JsonArray();
    for (int i = 0; i < block.first().size(); i++) {
      transfers.add(transfer(block.first().get(i), new Location(block.height(), i)));
    }
    return new JsonObject()
        .put("height", block.height())
        .put("hash", block.hash().toString())
        .put("previous_hash", block.previousHash().toString())
        .put("time", block.time())
        .put("proposer", block.proposer())
        .put("root", block.root().toString())
        .put("transfer_count", block.transferCount())
        .put("transfers", transfers);
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
    return new JsonObject()
        .put("name", account.name())
        .put("owner", account.owner())
        .put("balance", Amount.format(view.balanceOf(account.name())))
        .put("on_chain", Amount.format(view.onChain(account.name())))
        .put("height", view.height());
  }

  static JsonObject status(Status status, Genesis genesis, String member) {
    var json =
        new JsonObject()
            .put("ledger", genesis.ledger())
            .put("protocol", genesis.protocol())
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
