package dev.lockstep.command;

import dev.lockstep.chain.Unseen;

/** Refuses characters that cannot be seen, comments included. */
final class Characters {
  private Characters() {}

  /** Tabs and joining characters are left to the next steps. */
  static void requireLine(String line) {
    int c;
    for (int at = 0; at < line.length(); at += Character.charCount(c)) {
      c = line.codePointAt(at);
      if (Unseen.is(c) && c != '\t' && !Unseen.isJoining(c)) {
        throw new SyntaxException(at, Unseen.sentence(c));
      }
    }
  }

  /**
   * @param start where the memo begins on the line
   * @param end where it ends
   */
  static void requireMemo(String line, int start, int end) {
    Unseen.inMemo(line.substring(start, end))
        .ifPresent(
            at -> {
              throw new SyntaxException(start + at, Unseen.sentence(line.codePointAt(start + at)));
            });
  }
}
