package dev.lockstep.chain;

/** What a stranger wrote, short enough and whole enough to be shown to him again. */
public final class Excerpt {
  private static final int CHARACTERS_MAX = 60;
  private static final int REPLACEMENT = 0xFFFD;

  private Excerpt() {}

  /** The first characters. Half a surrogate pair is replaced: it has no UTF-8. */
  public static String of(String text) {
    var shown = new StringBuilder();
    text.codePoints()
        .limit(CHARACTERS_MAX)
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? REPLACEMENT : c)
        .forEach(shown::appendCodePoint);
    return shown.length() < text.length() ? shown.append('…').toString() : shown.toString();
  }
}
