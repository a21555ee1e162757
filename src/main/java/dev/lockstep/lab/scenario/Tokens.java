package dev.lockstep.lab.scenario;

import dev.lockstep.lab.scenario.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Cuts a line into tokens. */
final class Tokens {
  private final String line;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Tokens(String line) {
    this.line = line;
  }

  /** The tokens of a line without its comment; the last one is its end. */
  static List<Token> of(String line) {
    var reading = new Tokens(line);
    reading.readAll();
    return reading.tokens;
  }

  private void readAll() {
    while (at < line.length() && line.charAt(at) != '#') {
      if (Character.isWhitespace(line.charAt(at))) {
        at++;
      } else if (isQuote(line.charAt(at))) {
        quoted();
      } else if (!sign("<->", Kind.BOTH)
          && !sign("↔", Kind.BOTH)
          && !sign("->", Kind.ARROW)
          && !sign("→", Kind.ARROW)
          && !sign(",", Kind.COMMA)
          && !sign("|", Kind.BAR)) {
        word();
      }
    }
    tokens.add(new Token(Kind.END, "", at + 1));
  }

  private boolean sign(String sign, Kind kind) {
    if (!line.startsWith(sign, at)) {
      return false;
    }
    tokens.add(new Token(kind, sign, at + 1));
    at += sign.length();
    return true;
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '“' || c == '”';
  }

  private void quoted() {
    int begin = at++;
    var text = new StringBuilder();
    while (at < line.length() && !isQuote(line.charAt(at))) {
      text.append(line.charAt(at++));
    }
    if (at == line.length()) {
      throw new MistakeException(0, begin + 1, "The quotation has no end; close it with \".");
    }
    at++;
    tokens.add(new Token(Kind.QUOTED, text.toString(), begin + 1));
  }

  private void word() {
    int begin = at;
    while (at < line.length() && isOfWord()) {
      at++;
    }
    tokens.add(new Token(Kind.WORD, line.substring(begin, at), begin + 1));
  }

  private boolean isOfWord() {
    char c = line.charAt(at);
    return !Character.isWhitespace(c)
        && !isQuote(c)
        && "→↔,|#".indexOf(c) < 0
        && !line.startsWith("->", at)
        && !line.startsWith("<->", at);
  }
}
