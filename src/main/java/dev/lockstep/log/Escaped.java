package dev.lockstep.log;

/**
 * Text for one line of the log. Parts of it may come from others, who must neither begin a line nor
 * control the terminal of the reader.
 */
final class Escaped {
  private Escaped() {}

  /**
   * The text with each control character as its escape in Java, and with what invisibly changes the
   * order of characters likewise.
   *
   * @param max of its characters, after which it is cut
   */
  static String text(String text, int max) {
    var shown = new StringBuilder(Math.min(text.length(), max) + 16);
    for (int i = 0; i < text.length(); i++) {
      if (shown.length() >= max) {
        return shown.append("… (").append(text.length() - i).append(" characters more)").toString();
      }
      append(text.charAt(i), shown);
    }
    return shown.toString();
  }

  private static void append(char c, StringBuilder shown) {
    switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          shown.append(
              switch (c) {
                case '\n' -> "\\n";
                case '\r' -> "\\r";
                case '\t' -> "\\t";
                default -> "\\u%04x".formatted((int) c);
              });
      default -> shown.append(c);
    }
  }
}
