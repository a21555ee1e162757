package dev.lockstep.console.api;

import dev.lockstep.bus.Local;
import dev.lockstep.chain.Amount;
import dev.lockstep.chain.Hash;
import dev.lockstep.proof.Receipt;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Proofs as JSON ({@code docs/format.md}). */
public final class ProofViews {
  private ProofViews() {}

  public static JsonObject receipt(Receipt receipt) {
    var transfer = receipt.transfer();
    var header = receipt.header();
    return new JsonObject()
        .put(
            "transfer",
            new JsonObject()
                .put("id", transfer.id().toString())
                .put("from", transfer.from())
                .put("to", transfer.to())
                .put("amount", Amount.format(transfer.amount()))
                .put("memo", transfer.memo()))
        .put("position", receipt.position())
        .put(
            "header",
            new JsonObject()
                .put("height", header.height())
                .put("previous_hash", header.previous().toString())
                .put("time", header.time())
                .put("proposer", header.proposer())
                .put("transfer_count", header.transferCount())
                .put("root", header.root().toString()))
        .put("transfer_path", path(receipt.transferPath()))
        .put("block_path", path(receipt.blockPath()))
        .put("checkpoint", receipt.note().format());
  }

  public static JsonObject consistency(long from, long to, Local.Consistency proof) {
    return new JsonObject().put("from", from).put("to", to).put("path", path(proof.path()));
  }

  /** A member whose key is not known yet has no {@code key}. */
  public static JsonObject keys(Local.Keys keys) {
    var members = new JsonArray();
    for (var each : keys.members()) {
      var member = new JsonObject().put("member", each.member());
      each.key().ifPresent(key -> member.put("key", key.line()));
      members.add(member);
    }
    return new JsonObject().put("origin", keys.origin()).put("members", members);
  }

  private static JsonArray path(List<Hash> path) {
    return new JsonArray(path.stream().map(Hash::toString).toList());
  }
}
