package dev.lockstep.command;

import dev.lockstep.chain.Excerpt;
import dev.lockstep.chain.Unseen;
import java.util.Arrays;
import java.util.Optional;

/** The form of an amount: digits, and at most one point, followed by one or two decimals. */
final class Amounts {
  private static final String EXAMPLE = "; write digits, and a point before cents, as in 1234.50.";

  private Amounts() {}

  static boolean isAmount(String text) {
    return text.matches("[0-9]+(\\.[0-9]{1,2})?");
  }

  /** Whether an account of this name could be taken for an amount, such as 2, -4, 1e3 or 1_000. */
  static boolean isNumberLike(String word) {
    return word.matches("-?[0-9][0-9_]*([eE][0-9]+)?");
  }

  /** Whether the word was meant as an amount: a digit is among its first two characters. */
  static boolean isMeantAsAmount(String word) {
    return word.codePoints().limit(2).anyMatch(Character::isDigit);
  }

  /**
   * Refuses what is no amount, and an amount that a comma cuts.
   *
   * @param token where an amount is due
   * @param line on which it stands
   */
  static void require(Token token, String line) {
    requireNoComma(token, line);
    var text = token.text();
    if (!isAmount(text)) {
      throw new SyntaxException(
          token.start(), "\"" + Excerpt.of(text) + "\" is no amount" + reason(text));
    }
  }

  /** The rest of {@code 1,000.00} or {@code 1,50} must not be taken for something else. */
  private static void requireNoComma(Token token, String line) {
    int end = token.start();
    int comma = -1;
    while (end < line.length() && "0123456789.,".indexOf(line.charAt(end)) >= 0) {
      boolean isBetweenDigits =
          line.charAt(end) == ','
              && end > token.start()
              && end + 1 < line.length()
              && Character.isDigit(line.charAt(end + 1));
      comma = comma < 0 && isBetweenDigits ? end : comma;
      end++;
    }
    if (comma >= 0) {
      var written = line.substring(token.start(), end);
      throw new SyntaxException(
          comma,
          "An amount has no comma, as \""
              + Excerpt.of(written)
              + "\" has"
              + plain(written).map(amount -> "; write " + amount + ".").orElse(EXAMPLE));
    }
  }

  /** What was most likely meant, without its commas; empty when that is not clear. */
  private static Optional<String> plain(String written) {
    int last = Math.max(written.lastIndexOf(','), written.lastIndexOf('.'));
    var end = written.substring(last + 1);
    // One or two digits after the last sign are cents; three are a group of thousands.
    boolean hasCents = end.length() <= 2;
    var whole = hasCents ? written.substring(0, last) : written;
    var groups = whole.split("[.,]", -1);
    boolean isGrouped =
        groups[0].length() <= 3
            && Arrays.stream(groups).skip(1).allMatch(group -> group.length() == 3);
    var plain = String.join("", groups) + (hasCents ? "." + end : "");
    return Optional.of(plain)
        .filter(amount -> (groups.length == 1 || isGrouped) && isAmount(amount));
  }

  /**
   * Whether a space cuts an amount, as in {@code 1 000.00}.
   *
   * @return the amount without the space
   */
  static Optional<String> joined(String first, String second) {
    boolean isGroup =
        Numbers.isDigits(first)
            && first.length() <= 3
            && isAmount(second)
            && (second + ".").indexOf('.') == 3;
    return isGroup ? Optional.of(first + second) : Optional.empty();
  }

  private static String reason(String text) {
    var strange = text.codePoints().filter(c -> c > 127).findFirst();
    if (strange.isPresent()) {
      return " because of " + Unseen.name(strange.getAsInt()) + EXAMPLE;
    }
    if (text.startsWith("+") || text.startsWith("-")) {
      return " because of its sign" + EXAMPLE;
    }
    if (text.chars().anyMatch(c -> "'_".indexOf(c) >= 0)) {
      return ", for its digits are not to be grouped" + EXAMPLE;
    }
    boolean isDotted = text.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9');
    return (isDotted ? ", which has at most one point, and one or two digits behind it" : "")
        + EXAMPLE;
  }
}
