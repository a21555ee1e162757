package dev.lockstep.console.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.chain.Excerpt;
import dev.lockstep.chain.Refusal;
import dev.lockstep.chain.TransferRules;
import dev.lockstep.chain.TransferRules.Parsed;
import dev.lockstep.command.Payment;
import dev.lockstep.console.result.ApiException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads a transfer as REST, JSON-RPC and the prompt write it. */
public final class TransferInput {
  private static final List<String> FIELDS = List.of("id", "from", "to", "amount", "memo");

  private final Optional<String> defaultAccount;
  private final Supplier<String> newId;

  /**
   * @param defaultAccount the paying account when none is named
   * @param newId makes an id for a client that chose none
   */
  TransferInput(Optional<String> defaultAccount, Supplier<String> newId) {
    this.defaultAccount = defaultAccount;
    this.newId = newId;
  }

  /** What was read, with the id it goes by in the answer. */
  public record Read(String id, Parsed parsed) {}

  /**
   * @throws ApiException when it is no transfer at all
   */
  Read read(JsonNode node) {
    JsonInput.requireObject(node, FIELDS);
    var from = payer(JsonInput.text(node, "from"));
    var to = JsonInput.requiredText(node, "to");
    var id = field(node, "id").map(TransferInput::words).orElseGet(newId);
    var amount = field(node, "amount");
    if (amount.isEmpty()) {
      throw ApiException.invalidRequest("\"amount\" is missing.");
    }
    if (amount.filter(JsonNode::isTextual).isEmpty()) {
      return new Read(
          id,
          new Parsed.Invalid(
              new Refusal(
                  Refusal.Code.INVALID_AMOUNT,
                  "The amount is "
                      + JsonInput.kind(amount.get())
                      + "; write it as a string like \"4.00\".")));
    }
    var memo = field(node, "memo");
    if (memo.isPresent() && !memo.get().isTextual()) {
      return new Read(
          id,
          new Parsed.Invalid(
              new Refusal(
                  Refusal.Code.INVALID_MEMO,
                  "The memo is " + JsonInput.kind(memo.get()) + "; write it as a string.")));
    }
    return new Read(
        id,
        TransferRules.parse(
            id, from, to, amount.get().textValue(), memo.map(JsonNode::textValue).orElse("")));
  }

  /**
   * The same of texts; null for what is left out. Nothing when no account is named that pays, and
   * none is there by default.
   */
  Optional<Read> read(String id, String from, String to, String amount, String memo) {
    return Optional.ofNullable(from)
        .or(() -> defaultAccount)
        .map(
            payer -> {
              var name = id == null ? newId.get() : Excerpt.of(id);
              return new Read(
                  name, TransferRules.parse(name, payer, to, amount, memo == null ? "" : memo));
            });
  }

  /** A transfer as the line of a command has it. */
  Read read(Payment payment) {
    var id = newId.get();
    return new Read(
        id,
        TransferRules.parse(
            id, payer(payment.from()), payment.to(), payment.amount(), payment.memo()));
  }

  private String payer(Optional<String> named) {
    return named
        .or(() -> defaultAccount)
        .orElseThrow(
            () ->
                ApiException.invalidRequest("\"from\" is missing, and this node owns no account."));
  }

  private static Optional<JsonNode> field(JsonNode node, String name) {
    return Optional.ofNullable(node.get(name)).filter(value -> !value.isNull());
  }

  /** An id that is no string is no UUID either, nor is a long one: what it begins with is shown. */
  private static String words(JsonNode id) {
    return Excerpt.of(id.isTextual() ? id.textValue() : id.toString());
  }
}
