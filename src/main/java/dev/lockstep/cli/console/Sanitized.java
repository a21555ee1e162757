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
    return CONTROL.matcher(text.replace("\r\n", "\n")).replaceAll("\uFFFD").stripTrailing();
  }
}
