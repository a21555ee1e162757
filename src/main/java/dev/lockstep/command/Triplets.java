package dev.lockstep.command;

import dev.lockstep.chain.Excerpt;
import dev.lockstep.command.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Transfers as the course writes them: elements with commas between them, in parentheses or alone.
 */
final class Triplets {
  private static final String EXAMPLE = "; write it like (A, B, 4).";

  private final String line;
  private final Tokens tokens;

  Triplets(String line, Tokens tokens) {
    this.line = line;
    this.tokens = tokens;
  }

  /** triplets = triplet { [ "," | ";" ] triplet } */
  Command.Transfers inBrackets() {
    List<Payment> payments = new ArrayList<>();
    payments.add(triplet());
    while (true) {
      var separator = tokens.peek();
      if (separator.is(Kind.COMMA) || separator.is(Kind.SEMICOLON)) {
        tokens.next();
        requireTriplet(separator);
      }
      if (!tokens.peek().is(Kind.OPEN)) {
        requireEnd();
        return new Command.Transfers(List.copyOf(payments));
      }
      payments.add(triplet());
    }
  }

  /** triplet = "(" elements ")" */
  private Payment triplet() {
    var payment = elements(tokens.next());
    var close = tokens.peek();
    if (!close.is(Kind.CLOSE)) {
      throw new SyntaxException(
          close.start(),
          close.is(Kind.END)
              ? "The closing parenthesis is missing" + EXAMPLE
              : behindElements(close, payment));
    }
    tokens.next();
    return payment;
  }

  /** The elements alone on their line. */
  Command.Transfers withoutBrackets() {
    var payment = elements(tokens.peek());
    var left = tokens.peek();
    if (!isEnd(left)) {
      throw new SyntaxException(
          left.start(),
          left.is(Kind.CLOSE)
              ? "The opening parenthesis is missing" + EXAMPLE
              : left.is(Kind.SEMICOLON) || left.is(Kind.COMMA)
                  ? "Only transfers in parentheses may share a line, as in (A, B, 4); (B, C, 5)."
                  : behindElements(left, payment));
    }
    return new Command.Transfers(List.of(payment));
  }

  /** elements = name "," name "," amount [ "," quoted ] */
  private Payment elements(Token first) {
    int column = tokens.column(first.start());
    var from = name();
    comma();
    var to = name();
    comma();
    var amount = amount();
    var memo = "";
    if (tokens.peek().is(Kind.COMMA)) {
      tokens.next();
      memo = memo(amount);
    }
    return new Payment(column, Optional.of(from), to, amount, memo);
  }

  private String name() {
    var token = tokens.peek();
    if (!token.is(Kind.WORD)) {
      throw new SyntaxException(token.start(), "The name of an account is missing here" + EXAMPLE);
    }
    return Names.require(tokens.next());
  }

  private void comma() {
    var token = tokens.peek();
    if (!token.is(Kind.COMMA)) {
      throw new SyntaxException(token.start(), "A comma is missing here" + EXAMPLE);
    }
    tokens.next();
  }

  private String amount() {
    var token = tokens.peek();
    if (!token.is(Kind.WORD)) {
      throw new SyntaxException(token.start(), "The amount is missing here" + EXAMPLE);
    }
    Amounts.require(token, line);
    return tokens.next().text();
  }

  private String memo(String amount) {
    var memo = tokens.peek();
    if (memo.is(Kind.QUOTED)) {
      return tokens.next().text();
    }
    throw new SyntaxException(
        memo.start(),
        Amounts.isMeantAsAmount(memo.text())
            ? "A comma ends the amount "
                + amount
                + "; write cents behind a point, as in 1.50, and a memo in quotes."
            : memo.is(Kind.WORD)
                ? "A memo must be in quotes; write \""
                    + Excerpt.of(upToBracket(memo.start()))
                    + "\"."
                : "After the comma, a memo in quotes is missing; write one, or remove the comma.");
  }

  /** What was most likely meant as the memo, without the quotes of a word processor. */
  private String upToBracket(int start) {
    int end = start;
    while (end < line.length() && "();#\"".indexOf(line.charAt(end)) < 0) {
      end++;
    }
    return line.substring(start, end)
        .strip()
        .replaceAll("[\u201C\u201D\u201E]|^['\u2018]|['\u2019]$", "");
  }

  private static String behindElements(Token left, Payment payment) {
    return Amounts.joined(payment.amount(), left.text())
        .map(amount -> "A space ends an amount; write " + amount + ".")
        .orElse(
            left.named()
                + " does not belong there; a transfer in parentheses is (FROM, TO, AMOUNT) or"
                + " (FROM, TO, AMOUNT, \"MEMO\").");
  }

  private void requireTriplet(Token separator) {
    var next = tokens.peek();
    if (next.is(Kind.END)) {
      throw new SyntaxException(
          separator.start(), "No transfer follows the " + separator.named() + "; remove it.");
    }
    if (!next.is(Kind.OPEN)) {
      throw new SyntaxException(
          next.start(),
          "After the "
              + separator.named()
              + " another transfer in parentheses must follow, or nothing; a memo is in quotes"
              + " inside the parentheses, as in (A, B, 4, \"lunch\").");
    }
  }

  private void requireEnd() {
    var left = tokens.peek();
    if (!isEnd(left)) {
      throw new SyntaxException(
          left.start(),
          left.is(Kind.WORD) || left.is(Kind.QUOTED)
              ? "A memo must be inside the parentheses, in quotes, as in (A, B, 4, \"lunch\"); nothing"
                  + " else may follow a transfer but another one in parentheses."
              : left.named() + " is left over after the transfer; remove it.");
    }
  }

  private static boolean isEnd(Token token) {
    return token.is(Kind.END) || Options.isOption(token);
  }
}
