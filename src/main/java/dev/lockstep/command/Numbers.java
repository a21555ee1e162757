package dev.lockstep.command;

import dev.lockstep.chain.Excerpt;
import dev.lockstep.command.Token.Kind;

/** Whole numbers in digits. */
final class Numbers {
  private static final int DIGITS_MAX = 18;

  private Numbers() {}

  static boolean isDigits(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /**
   * Refuses what is no number, or not in the range.
   *
   * @param what is meant, for a sentence, such as {@code a height}
   */
  static long require(Token word, String what, long min, long max) {
    var text = word.text();
    boolean isNumber = word.is(Kind.WORD) && isDigits(text) && text.length() <= DIGITS_MAX;
    if (!isNumber || Long.parseLong(text) < min || Long.parseLong(text) > max) {
      throw new SyntaxException(
          word.start(),
          "\""
              + Excerpt.of(text)
              + "\" is not "
              + what
              + (max == Long.MAX_VALUE ? "" : " from " + min + " to " + max)
              + "; write it in digits.");
    }
    return Long.parseLong(text);
  }
}
