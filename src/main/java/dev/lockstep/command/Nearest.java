package dev.lockstep.command;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.jline.utils.Levenshtein;

/** The word that was most likely meant. */
public final class Nearest {
  private static final int WRITTEN_MAX = 40;

  private Nearest() {}

  /** The nearest of the words in any letter case, if it is near or begins with what was written. */
  public static Optional<String> to(String written, Collection<String> words) {
    return words.stream()
        .filter(word -> isNear(written, word) || isBeginOf(written, word))
        .min(Comparator.comparingInt(word -> distance(written, word)));
  }

  static boolean isNear(String written, String word) {
    return distance(written, word) <= (written.length() <= 4 ? 1 : 2);
  }

  private static boolean isBeginOf(String written, String word) {
    return written.length() >= 3 && lower(word).startsWith(lower(written));
  }

  /** How many letters to insert, delete, replace or swap with their neighbour. */
  private static int distance(String written, String word) {
    return written.length() > WRITTEN_MAX
        ? Integer.MAX_VALUE
        : Levenshtein.distance(lower(written), lower(word));
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
