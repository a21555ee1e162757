package dev.lockstep.cli.console;

import java.util.regex.Pattern;

/**
 * Makes text of a node safe to print: a memo may hold control sequences of a terminal, and its
 * author must not control the reader's screen.
 */
public final class Sanitized {
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\x80-\\x9F&&[^\\n\\t]]");

  private Sanitized() {}

  public static String text(String text) {
    return harmless(text).stripTrailing();
  }

  /** The same for a part of a text, which does not end in the middle of a line end. */
  static String harmless(String text) {
    return CONTROL.matcher(text.replace("\r\n", "\n")).replaceAll("\uFFFD");
  }
}
