package dev.lockstep.lab.scenario;

/**
 * A piece of a line.
 *
 * @param column where it begins, from 1
 */
record Token(Kind kind, String text, int column) {
  enum Kind {
    WORD,
    QUOTED,
    /** {@code →}. */
    ARROW,
    /** {@code ↔}. */
    BOTH,
    COMMA,
    BAR,
    END
  }
}
