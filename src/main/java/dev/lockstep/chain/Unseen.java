package dev.lockstep.chain;

import java.util.Locale;
import java.util.OptionalInt;

/**
 * Characters that cannot be seen, or that look like others. No member accepts a memo with one,
 * because no reader of the memo would notice it. The rule does not apply to blocks: older ledgers
 * have such memos.
 */
public final class Unseen {
  private static final int REPLACEMENT = 0xFFFD;

  /**
   * Characters that show nothing although Unicode counts them as letters, marks or symbols, or has
   * not assigned them yet: pairs of first and last.
   */
  private static final int[][] BLANK = {
    {0x034F, 0x034F},
    {0x115F, 0x1160},
    {0x17B4, 0x17B5},
    {0x180B, 0x180F},
    {0x2065, 0x2065},
    {0x2800, 0x2800},
    {0x3164, 0x3164},
    {0xFE00, 0xFE0F},
    {0xFFA0, 0xFFA0},
    {0xFFF0, 0xFFF8},
    {0xE0000, 0xE0FFF}
  };

  private Unseen() {}

  /**
   * The offset, in code units, of the first character that a memo may not hold.
   *
   * @param memo or a text that holds it
   */
  public static OptionalInt inMemo(String memo) {
    int previous = ' ';
    int c;
    for (int at = 0; at < memo.length(); at += Character.charCount(c)) {
      c = memo.codePointAt(at);
      int behind = at + Character.charCount(c);
      int next = behind < memo.length() ? memo.codePointAt(behind) : ' ';
      boolean isAmidText = previous != ' ' && (next != ' ' || isVariation(c));
      if (is(c) && !(isJoining(c) && isAmidText)) {
        return OptionalInt.of(at);
      }
      previous = c;
    }
    return OptionalInt.empty();
  }

  public static boolean is(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      case Character.SPACE_SEPARATOR -> c != ' ';
      default -> c == REPLACEMENT || isBlank(c);
    };
  }

  /**
   * Whether the character has a meaning between others: a joiner, as scripts and emoji need it, the
   * choice of an emoji's form, or a space of another width. It is allowed in the middle of a memo.
   */
  public static boolean isJoining(int c) {
    return switch (c) {
      case 0x200C, 0x200D, 0x00A0, 0x202F, 0x3000 -> true;
      default -> isVariation(c);
    };
  }

  /** A joining character with which a text may end. */
  private static boolean isVariation(int c) {
    return c == 0xFE0E || c == 0xFE0F;
  }

  private static boolean isBlank(int c) {
    for (var range : BLANK) {
      if (c >= range[0] && c <= range[1]) {
        return true;
      }
    }
    return false;
  }

  /** A sentence that names the character and the remedy. */
  public static String sentence(int c) {
    if (c == REPLACEMENT) {
      return name(c) + " stands for a character that was lost in a wrong encoding; write it anew.";
    }
    return Character.getType(c) == Character.SPACE_SEPARATOR
        ? name(c) + " is no plain space; write one there, or nothing."
        : name(c) + " cannot be seen; take it out.";
  }

  /** {@code U+200B (ZERO WIDTH SPACE)}. */
  public static String name(int c) {
    var name = Character.getType(c) == Character.SURROGATE ? null : Character.getName(c);
    var number = String.format(Locale.ROOT, "U+%04X", c);
    return name == null ? number : number + " (" + name + ")";
  }
}
