package dev.lockstep.chain;

import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/** The rules for a transfer that can be checked without the chain (design M1). */
public final class TransferRules {
  public static final int MEMO_MAX = 140;

  private static final String UUID_FORM = "hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh";

  private final Genesis genesis;

  public TransferRules(Genesis genesis) {
    this.genesis = genesis;
  }

  /** The result of reading what a client wrote: a transfer, or the first rule that it breaks. */
  public sealed interface Parsed {
    record Valid(Transfer transfer) implements Parsed {}

    record Invalid(Refusal refusal) implements Parsed {}
  }

  /** Reads what a client wrote. {@link #refusal} checks the accounts. */
  public static Parsed parse(String id, String from, String to, String amount, String memo) {
    if (!isUuid(id)) {
      return invalid(
          Refusal.Code.INVALID_ID,
          "The id "
              + quoted(id)
              + " is not a UUID; leave it out or write one like "
              + "018f4e7a-6b1c-7d3e-9a2b-5c4d3e2f1a0b.");
    }
    return parse(UUID.fromString(id), from, to, amount, memo);
  }

  /** The same for an id that is one. */
  public static Parsed parse(UUID id, String from, String to, String amount, String memo) {
    var units = Amount.parse(amount);
    if (units.isEmpty() || units.getAsLong() == 0) {
      return invalid(
          Refusal.Code.INVALID_AMOUNT,
          "The amount "
              + quoted(amount)
              + " is not above zero with at most two decimals and at "
              + "most "
              + Amount.format(Amount.MAX)
              + "; write it like \"4.00\".");
    }
    var memoProblem = memoProblem(memo).or(() -> unseen(memo));
    if (memoProblem.isPresent()) {
      return invalid(Refusal.Code.INVALID_MEMO, memoProblem.get());
    }
    return new Parsed.Valid(new Transfer(id, from, to, units.getAsLong(), memo));
  }

  /** The form of RFC 9562, section 4. Java reads more than that as a UUID. */
  private static boolean isUuid(String text) {
    if (text.length() != UUID_FORM.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (UUID_FORM.charAt(i) == '-' ? c != '-' : !HexFormat.isHexDigit(c)) {
        return false;
      }
    }
    return true;
  }

  /**
   * The first rule that the transfer breaks at this member, if any.
   *
   * @param member that is asked to accept it: it must own the account that pays
   */
  public Optional<Refusal> refusal(Transfer transfer, String member) {
    return content(transfer)
        .or(
            () ->
                genesis.ownerOf(transfer.from()).equals(member)
                    ? Optional.empty()
                    : refused(
                        Refusal.Code.NOT_OWNER,
                        "Account "
                            + transfer.from()
                            + " is owned by member "
                            + genesis.ownerOf(transfer.from())
                            + ", not by "
                            + member
                            + "; send the transfer to "
                            + genesis.ownerOf(transfer.from())
                            + "."));
  }

  /** The rules that hold at every member: amount, memo, accounts. */
  Optional<Refusal> content(Transfer transfer) {
    if (transfer.amount() <= 0 || transfer.amount() > Amount.MAX) {
      return refused(
          Refusal.Code.INVALID_AMOUNT,
          "The amount "
              + Amount.format(transfer.amount())
              + " is not above zero and at most "
              + Amount.format(Amount.MAX)
              + ".");
    }
    var memoProblem = memoProblem(transfer.memo());
    if (memoProblem.isPresent()) {
      return refused(Refusal.Code.INVALID_MEMO, memoProblem.get());
    }
    if (!genesis.hasAccount(transfer.from())) {
      return unknown(transfer.from());
    }
    if (!genesis.hasAccount(transfer.to())) {
      return unknown(transfer.to());
    }
    if (transfer.from().equals(transfer.to())) {
      return refused(
          Refusal.Code.SAME_ACCOUNT,
          "The transfer goes from " + transfer.from() + " to itself; name another account.");
    }
    return Optional.empty();
  }

  private Optional<Refusal> unknown(String account) {
    return refused(
        Refusal.Code.UNKNOWN_ACCOUNT,
        "There is no account "
            + quoted(account)
            + "; the accounts are "
            + genesis.someAccountNames()
            + ".");
  }

  private static Optional<String> memoProblem(String memo) {
    int characters = memo.codePointCount(0, memo.length());
    if (characters > MEMO_MAX) {
      return Optional.of(
          "The memo has " + characters + " characters; shorten it to " + MEMO_MAX + ".");
    }
    if (Surrogates.areHalved(memo)) {
      return Optional.of("The memo holds half of a surrogate pair; write whole characters.");
    }
    return Optional.empty();
  }

  /** For new transfers only. A block with such a memo is valid: older ledgers have some. */
  private static Optional<String> unseen(String memo) {
    var at = Unseen.inMemo(memo);
    return at.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "The memo is not taken because of its character "
                + (memo.codePointCount(0, at.getAsInt()) + 1)
                + ": "
                + Unseen.sentence(memo.codePointAt(at.getAsInt())));
  }

  private static Parsed invalid(Refusal.Code code, String detail) {
    return new Parsed.Invalid(new Refusal(code, detail));
  }

  private static Optional<Refusal> refused(Refusal.Code code, String detail) {
    return Optional.of(new Refusal(code, detail));
  }

  private static String quoted(String text) {
    return "\"" + Excerpt.of(text) + "\"";
  }
}
