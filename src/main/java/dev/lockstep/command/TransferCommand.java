package dev.lockstep.command;

import dev.lockstep.command.Token.Kind;
import java.util.List;
import java.util.Optional;

/** Transfers written in words: the command {@code transfer}, and three words alone. */
final class TransferCommand {
  private static final String NAME = "transfer";
  private static final String MEMO =
      "a memo follows the word for, as in: transfer B 4 for \"lunch\".";
  private static final String QUOTED_MEMO = "a memo must be in quotes, as in: A B 4 \"lunch\".";

  private final String line;
  private final Tokens tokens;

  TransferCommand(String line, Tokens tokens) {
    this.line = line;
    this.tokens = tokens;
  }

  /** transfer = "transfer" [ name ] name amount [ "for" memo ] */
  Command.Transfers command(Token name) {
    var first = word();
    var second = word();
    var third = tokens.peek();
    if (!third.is(Kind.WORD) || third.isWord("for") || Options.isOption(third)) {
      Amounts.require(second, line);
      return payment(name, Optional.empty(), first, second, memo(), MEMO);
    }
    if (Amounts.isNumberLike(second.text())) {
      throw new SyntaxException(third.start(), twoReadings(first, second, third));
    }
    Amounts.require(third, line);
    tokens.next();
    return payment(name, Optional.of(first), second, third, memo(), MEMO);
  }

  /** words = name name amount [ quoted ] */
  Command.Transfers words(Token first) {
    var second = tokens.next();
    var third = tokens.next();
    boolean isTransfer = third.is(Kind.WORD) && Amounts.isMeantAsAmount(third.text());
    // A misspelt command must not become the name of the payer.
    if (!isTransfer || Nearest.isNear(first.text(), NAME)) {
      throw Manual.noCommand(first);
    }
    Amounts.require(third, line);
    var memo = tokens.peek().is(Kind.QUOTED) ? tokens.next().text() : "";
    return payment(first, Optional.of(first), second, third, memo, QUOTED_MEMO);
  }

  private Command.Transfers payment(
      Token start, Optional<Token> from, Token to, Token amount, String memo, String memoRule) {
    var payment =
        new Payment(
            tokens.column(start.start()),
            from.map(Names::require),
            Names.require(to),
            amount.text(),
            memo);
    requireEnd(payment, memoRule);
    return new Command.Transfers(List.of(payment));
  }

  private Token word() {
    var token = tokens.peek();
    if (token.is(Kind.WORD) && !Options.isOption(token)) {
      return tokens.next();
    }
    throw new SyntaxException(
        token.start(),
        switch (token.kind()) {
          case END, WORD -> "transfer needs an account and an amount, as in: transfer B 4.";
          case OPEN -> "A transfer in parentheses needs no command; remove the word transfer.";
          case COMMA, CLOSE, SEMICOLON, QUOTED ->
              token.named() + " does not belong there; write transfer B 4, or (A, B, 4).";
        });
  }

  /** The second word could be the amount, or the name of the payee: this must not be guessed. */
  private String twoReadings(Token first, Token second, Token third) {
    if (!Amounts.isMeantAsAmount(third.text())) {
      return leftOver(third, MEMO);
    }
    return "This can be read as "
        + second.text()
        + " to "
        + first.text()
        + " with something left over, or as "
        + third.text()
        + " from "
        + first.text()
        + " to "
        + second.text()
        + "; write it as (FROM, TO, AMOUNT), which would be ("
        + first.text()
        + ", "
        + second.text()
        + ", "
        + third.text()
        + ")"
        + Amounts.joined(second.text(), third.text())
            .map(amount -> ", or write the amount " + amount + " without a space")
            .orElse("")
        + ".";
  }

  /** memo = quoted | unquoted */
  private String memo() {
    if (!tokens.peek().isWord("for")) {
      return "";
    }
    tokens.next();
    return tokens.memo();
  }

  private void requireEnd(Payment payment, String memoRule) {
    var left = tokens.peek();
    if (left.is(Kind.END) || Options.isOption(left)) {
      return;
    }
    throw new SyntaxException(
        left.start(),
        Amounts.joined(payment.amount(), left.text())
            .map(amount -> "A space ends an amount; write " + amount + ".")
            .orElseGet(() -> leftOver(left, memoRule)));
  }

  private static String leftOver(Token left, String memoRule) {
    return switch (left.kind()) {
      case WORD, QUOTED -> left.named() + " is left over; " + memoRule;
      case SEMICOLON, COMMA ->
          "Only transfers in parentheses may share a line, as in (A, B, 4); (B, C, 5).";
      case OPEN, CLOSE, END -> left.named() + " is left over; remove it.";
    };
  }
}
