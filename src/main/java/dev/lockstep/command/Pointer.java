package dev.lockstep.command;

import dev.lockstep.chain.Unseen;
import org.jline.utils.WCWidth;

/** A line with a caret under one of its characters, as text of two lines. */
public final class Pointer {
  private static final int AROUND = 60;
  private static final String INDENT = "  ";

  private Pointer() {}

  /**
   * @param column counted from 1; one more than the number of characters is the end of the line
   */
  public static String at(String line, int column) {
    int[] characters = line.codePoints().toArray();
    int place = Math.min(column - 1, characters.length);
    // A long line is shown around the place only.
    int from = Math.max(0, place - AROUND);
    int to = Math.min(characters.length, place + AROUND);
    var shown = new StringBuilder(INDENT).append(from > 0 ? "…" : "");
    var caret = new StringBuilder(INDENT).append(from > 0 ? " " : "");
    for (int i = from; i < to; i++) {
      int c = shown(characters[i]);
      shown.appendCodePoint(c);
      if (i < place) {
        caret.repeat(" ", Math.max(0, WCWidth.wcwidth(c)));
      }
    }
    return shown
        .append(to < characters.length ? "…" : "")
        .append('\n')
        .append(caret)
        .append('^')
        .toString();
  }

  /** What cannot be seen gets a sign, but for joiners, without which a text looks different. */
  private static int shown(int c) {
    if (c == '\t') {
      return ' ';
    }
    return Unseen.is(c) && !Unseen.isJoining(c) ? '\uFFFD' : c;
  }
}
