package dev.lockstep.chain;

/** The beginning of a text from outside, short enough to be shown in a sentence. */
public final class Excerpt {
  private static final int CHARACTERS_MAX = 60;
  private static final int REPLACEMENT = 0xFFFD;

  private Excerpt() {}

  /** The first characters. Half a surrogate pair is replaced: it has no UTF-8. */
  public static String of(String text) {
    if (text.length() <= CHARACTERS_MAX && !Surrogates.areHalved(text)) {
      return text;
    }
    var shown = new StringBuilder();
    text.codePoints()
        .limit(CHARACTERS_MAX)
        .map(c -> Surrogates.isHalf(c) ? REPLACEMENT : c)
        .forEach(shown::appendCodePoint);
    return shown.length() < text.length() ? shown.append('…').toString() : shown.toString();
  }
}
