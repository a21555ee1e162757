package dev.lockstep.command;

import dev.lockstep.chain.Unseen;
import dev.lockstep.command.Token.Kind;

/** Cuts a line into tokens, one at a time. */
final class Tokens {
  private static final String ENDS_A_WORD = " \t(),;\"";
  private static final String NEEDS_QUOTES = "\"#;()";

  private final String line;
  private int at;
  private Token ahead;
  private int counted;
  private int characters;

  Tokens(String line) {
    this.line = line;
  }

  /** The next token, which stays the next one. */
  Token peek() {
    if (ahead == null) {
      ahead = read();
    }
    return ahead;
  }

  /** Takes the next token. The end of the line can be taken any number of times. */
  Token next() {
    var token = peek();
    if (!token.is(Kind.END)) {
      ahead = null;
      at = token.end();
    }
    return token;
  }

  /**
   * The number of a character on the line, counted from 1. Counting goes on from the last one, so
   * that a line of many transfers is not counted from its beginning for each.
   */
  int column(int offset) {
    if (offset < counted) {
      counted = 0;
      characters = 0;
    }
    characters += line.codePointCount(counted, offset);
    counted = offset;
    return characters + 1;
  }

  /** Continues to read tokens at this place. */
  void seek(int offset) {
    at = offset;
    ahead = null;
  }

  /**
   * A memo after the word {@code for}: in quotes, or else all words up to an option, a comment or
   * the end. One without quotes holds none of the signs that could begin something else, so that
   * neither a comment nor a second transfer becomes part of it.
   */
  String memo() {
    int start = skipSpaces(at);
    if (line.startsWith("\"", start)) {
      return next().text();
    }
    if (start == at && start < line.length()) {
      throw new SyntaxException(start, "A space is missing here, after the word for.");
    }
    int end = start;
    for (int from = start; from < line.length(); from = skipSpaces(end)) {
      var word = new Token(Kind.WORD, upToSpace(from), from, from + upToSpace(from).length());
      if (Options.isOption(word) || word.isWord("#")) {
        break;
      }
      requirePlain(word);
      end = word.end();
    }
    if (end == start) {
      throw new SyntaxException(
          start, "The memo after the word for is missing; write one, or remove the word.");
    }
    Characters.requireMemo(line, start, end);
    seek(end);
    return line.substring(start, end);
  }

  private static void requirePlain(Token word) {
    for (int i = 0; i < word.text().length(); i++) {
      char c = word.text().charAt(i);
      if (NEEDS_QUOTES.indexOf(c) >= 0) {
        throw new SyntaxException(
            word.start() + i,
            "A memo that holds "
                + c
                + " must be in quotes, as in: transfer B 4 for \"invoice #12\"."
                + (c == '#' ? " A comment begins with a # and a space." : ""));
      }
    }
  }

  private String upToSpace(int start) {
    int end = start;
    while (end < line.length() && !isSpace(line.charAt(end))) {
      end++;
    }
    return line.substring(start, end);
  }

  private int skipSpaces(int offset) {
    int end = offset;
    while (end < line.length() && isSpace(line.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t';
  }

  private Token read() {
    int start = skipSpaces(at);
    // A # inside a word is part of the word, which is then no name and no amount.
    if (start == line.length() || line.charAt(start) == '#') {
      return new Token(Kind.END, "", start, start);
    }
    return switch (line.charAt(start)) {
      case '(' -> sign(Kind.OPEN, start);
      case ')' -> sign(Kind.CLOSE, start);
      case ',' -> sign(Kind.COMMA, start);
      case ';' -> sign(Kind.SEMICOLON, start);
      case '"' -> quoted(start);
      default -> word(start);
    };
  }

  private Token sign(Kind kind, int start) {
    return new Token(kind, line.substring(start, start + 1), start, start + 1);
  }

  private Token word(int start) {
    int end = start;
    while (end < line.length() && ENDS_A_WORD.indexOf(line.charAt(end)) < 0) {
      // In a memo a joiner has its place, in a word it has none.
      if (Unseen.isJoining(line.charAt(end))) {
        throw new SyntaxException(end, Unseen.sentence(line.charAt(end)));
      }
      end++;
    }
    return new Token(Kind.WORD, line.substring(start, end), start, end);
  }

  private Token quoted(int start) {
    var text = new StringBuilder();
    for (int i = start + 1; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        Characters.requireMemo(line, start + 1, i);
        return new Token(Kind.QUOTED, text.toString(), start, i + 1);
      }
      if (c == '\\') {
        i++;
        if (i == line.length() || line.charAt(i) != '"' && line.charAt(i) != '\\') {
          throw new SyntaxException(
              i - 1, "In quotes, a \\ may only precede \" or \\; write \\\\ for a \\ itself.");
        }
        c = line.charAt(i);
      }
      text.append(c);
    }
    throw new SyntaxException(
        start, "The quote that begins here is not closed; write another \" after the memo.");
  }
}
