package dev.lockstep.client;

import dev.lockstep.chain.Refusal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The answers of a node, as {@code docs/interfaces.md} has them, as values. */
final class Answers {
  /** The rules of money: they say the same of every attempt. */
  private static final Set<String> DECIDED =
      Arrays.stream(Refusal.Code.values()).map(Refusal.Code::text).collect(Collectors.toSet());

  private Answers() {}

  /**
   * Whether the ledger has refused a transfer: then no earlier attempt with the same id has been
   * executed either. A node looks for the id before it looks at the funds, and a transfer that
   * breaks another rule breaks it each time.
   */
  static boolean isDecided(String code) {
    return DECIDED.contains(code);
  }

  /** The outcome of a transfer in a batch. */
  static TransferOutcome outcome(UUID id, JsonObject result) {
    var code = result.getString("code", "");
    return code.isEmpty()
        ? receipt(id, result)
        : code.equals("in_doubt")
            ? doubt(id, result)
            : new TransferOutcome.Refused(id, code, result.getString("detail", ""));
  }

  static TransferOutcome receipt(UUID id, JsonObject receipt) {
    boolean existed = receipt.getBoolean("exists", false);
    return switch (receipt.getString("status", "")) {
      case "committed" ->
          new TransferOutcome.Committed(
              id,
              receipt.getLong("height"),
              receipt.getInteger("position"),
              receipt.getString("hash"),
              existed);
      case "executed" -> new TransferOutcome.Executed(id, existed);
      default ->
          new TransferOutcome.InDoubt(
              id, "The node answered what this client does not understand.", List.of());
    };
  }

  private static TransferOutcome doubt(UUID id, JsonObject result) {
    var reason = result.getString("reason", "");
    return new TransferOutcome.InDoubt(
        id,
        reason.isEmpty() ? result.getString("detail", "") : reason,
        texts(result.getJsonArray("waiting_for")));
  }

  static Balance balance(JsonObject account) {
    return new Balance(
        account.getString("name"),
        account.getString("owner"),
        new BigDecimal(account.getString("balance")),
        new BigDecimal(account.getString("on_chain")),
        account.getLong("height"));
  }

  static NodeStatus status(JsonObject status) {
    return new NodeStatus(
        status.getString("member"),
        status.getString("state"),
        status.getString("reason", ""),
        status.getLong("height"),
        texts(status.getJsonArray("waiting_for")),
        status);
  }

  private static List<String> texts(JsonArray array) {
    return array == null ? List.of() : array.stream().map(String::valueOf).toList();
  }
}
