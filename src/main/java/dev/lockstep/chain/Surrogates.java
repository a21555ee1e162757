package dev.lockstep.chain;

/** Half a surrogate pair has no UTF-8, so two texts that differ by it would have the same bytes. */
public final class Surrogates {
  private Surrogates() {}

  /** Whether a text holds a surrogate without the other one of its pair. */
  public static boolean areHalved(String text) {
    int c;
    for (int at = 0; at < text.length(); at += Character.charCount(c)) {
      c = text.codePointAt(at);
      if (isHalf(c)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a code point is a surrogate: a whole pair is one code point above them. */
  static boolean isHalf(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
