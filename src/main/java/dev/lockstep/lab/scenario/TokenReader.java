package dev.lockstep.lab.scenario;

import dev.lockstep.command.Nearest;
import dev.lockstep.lab.scenario.Token.Kind;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The tokens of a line, read from left to right. */
final class TokenReader {
  private final List<Token> tokens;
  private int at;

  TokenReader(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token peek() {
    return tokens.get(at);
  }

  boolean isAtEnd() {
    return peek().kind() == Kind.END;
  }

  Token next() {
    var token = peek();
    at = Math.min(at + 1, tokens.size() - 1);
    return token;
  }

  /** Goes past this word, if it is next. */
  boolean skip(String word) {
    boolean isNext = is(word);
    at += isNext ? 1 : 0;
    return isNext;
  }

  boolean is(String word) {
    return peek().kind() == Kind.WORD && peek().text().equalsIgnoreCase(word);
  }

  /** Whether one of these names is next, as it is written. */
  boolean isOneOf(Collection<String> names) {
    return peek().kind() == Kind.WORD && names.contains(peek().text());
  }

  boolean skip(Kind kind) {
    boolean isNext = peek().kind() == kind;
    at += isNext ? 1 : 0;
    return isNext;
  }

  /**
   * @param remedy completes "write …"
   */
  void require(String word, String remedy) {
    if (!skip(word)) {
      throw wrong("\"" + word + "\" is expected here", remedy);
    }
  }

  void requireEnd(String remedy) {
    if (!isAtEnd()) {
      throw wrong("the line should end before this", remedy);
    }
  }

  String quoted(String what, String remedy) {
    if (peek().kind() != Kind.QUOTED) {
      throw wrong(what + " in quotation marks is expected here", remedy);
    }
    return next().text();
  }

  int number(int least, String what) {
    var token = peek();
    if (token.kind() == Kind.WORD && token.text().matches("[0-9]{1,9}")) {
      int number = Integer.parseInt(next().text());
      if (number >= least) {
        return number;
      }
    }
    throw new MistakeException(
        0,
        token.column(),
        shown(token) + " is no " + what + "; write a whole number, " + least + " or more.");
  }

  /** A place such as 2nd, if one is next. */
  Optional<Integer> ordinal() {
    var token = peek();
    if (token.kind() == Kind.WORD && token.text().matches("(?i)[0-9]{1,6}(st|nd|rd|th)")) {
      int number = Integer.parseInt(next().text().replaceAll("[^0-9]", ""));
      if (number == 0) {
        throw new MistakeException(0, token.column(), "There is no 0th one; the first is 1st.");
      }
      return Optional.of(number);
    }
    return Optional.empty();
  }

  MistakeException wrong(String what, String remedy) {
    return new MistakeException(
        0, peek().column(), shown(peek()) + ": " + what + "; write " + remedy + ".");
  }

  /** A word that is none of these. */
  MistakeException unknown(Token token, String what, Collection<String> known) {
    return new MistakeException(
        0,
        token.column(),
        shown(token)
            + " is no "
            + what
            + "; "
            + Nearest.to(token.text(), known)
                .map(word -> "did you mean \"" + word + "\"?")
                .orElse("there are " + String.join(", ", known) + "."));
  }

  private static String shown(Token token) {
    return token.kind() == Kind.END ? "The end of the line" : "\"" + token.text() + "\"";
  }
}
