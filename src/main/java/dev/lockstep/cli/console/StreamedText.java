package dev.lockstep.cli.console;

import java.util.regex.Pattern;

/**
 * The text of a long answer, taken out of the JSON as it arrives: a parser would first have all of
 * it in memory. Used by one thread at a time.
 */
final class StreamedText {
  /** The beginning of a long answer; other answers are short, and parsed as a whole. */
  private static final Pattern BEGIN =
      Pattern.compile(
          "\\{\"jsonrpc\":\"2\\.0\",\"id\":([0-9]{1,18}),\"result\":\\{\"exit_code\":0,\"text\":\"");

  private static final int HEX_DIGITS = 4;

  /** Space at the end is shown only when something follows; and no line end is cut in two. */
  private final StringBuilder held = new StringBuilder();

  private final StringBuilder escape = new StringBuilder();
  private boolean isOver;

  private StreamedText() {}

  /**
   * @param id of the request that is answered
   * @param text the rest of its text
   * @param begin how many characters stand before the text
   */
  record Begun(long id, StreamedText text, int begin) {}

  /** Null when this is not how a long answer begins. */
  static Begun begin(CharSequence message) {
    var begin = BEGIN.matcher(message);
    return begin.lookingAt()
        ? new Begun(Long.parseLong(begin.group(1)), new StreamedText(), begin.end())
        : null;
  }

  /** The whole text is there; what follows closes the brackets. */
  boolean isOver() {
    return isOver;
  }

  /** What can be shown now that these characters have come. */
  String take(CharSequence json) {
    for (int i = 0; i < json.length() && !isOver; i++) {
      take(json.charAt(i));
    }
    int end = held.length();
    while (end > 0 && isHeldBack(held.charAt(end - 1))) {
      end--;
    }
    var shown = held.substring(0, end);
    held.delete(0, end);
    return Sanitized.harmless(shown);
  }

  private static boolean isHeldBack(char character) {
    return Character.isWhitespace(character) || Character.isHighSurrogate(character);
  }

  private void take(char character) {
    if (!escape.isEmpty()) {
      escape.append(character);
      unescape();
    } else if (character == '\\') {
      escape.append(character);
    } else if (character == '"') {
      isOver = true;
    } else {
      held.append(character);
    }
  }

  private void unescape() {
    char kind = escape.charAt(1);
    if (kind == 'u') {
      if (escape.length() < 2 + HEX_DIGITS) {
        return;
      }
      held.append((char) Integer.parseInt(escape, 2, 2 + HEX_DIGITS, 16));
    } else {
      held.append(
          switch (kind) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> kind;
          });
    }
    escape.setLength(0);
  }
}
