package dev.lockstep.command;

import dev.lockstep.chain.Excerpt;

/**
 * A piece of a line.
 *
 * @param text a word as it stands; a quoted text without its quotes and escapes
 * @param start the offset of its first code unit
 * @param end the offset after its last code unit
 */
record Token(Kind kind, String text, int start, int end) {
  enum Kind {
    WORD,
    QUOTED,
    OPEN,
    CLOSE,
    COMMA,
    SEMICOLON,
    /** The end of the line, or a comment. */
    END
  }

  boolean is(Kind other) {
    return kind == other;
  }

  /** For a sentence. */
  String named() {
    return '"' + Excerpt.of(text) + '"';
  }

  boolean isWord(String word) {
    return kind == Kind.WORD && text.equals(word);
  }
}
