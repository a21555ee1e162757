package dev.lockstep.cli.console;

import java.util.regex.Pattern;

/**
 * Text that came from afar, made harmless: a memo may hold the control sequences of a terminal, and
 * whoever wrote it must not paint on the reader's screen.
 */
final class Sanitized {
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\x80-\\x9F&&[^\\n\\t]]");

  private Sanitized() {}

  static String text(String text) {
    return harmless(text).stripTrailing();
  }

  /** The same for a part of a text, which does not end in the middle of a line end. */
  static String harmless(String text) {
    return CONTROL.matcher(text.replace("\r\n", "\n")).replaceAll("\uFFFD");
  }
}
