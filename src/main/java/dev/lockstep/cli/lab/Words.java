package dev.lockstep.cli.lab;

import dev.lockstep.cli.CliException;
import dev.lockstep.command.ExitCode;
import java.util.List;

/** What the words of a command say, and what is said about those that say nothing. */
final class Words {
  private Words() {}

  /**
   * {@code back 3}: how many steps; one without a number.
   *
   * @throws CliException for another word, with what to write
   */
  static int count(List<String> words) {
    if (words.size() == 1) {
      return 1;
    }
    requireAtMost(2, words, words.getFirst() + " 3");
    if (!isNumber(words.get(1))) {
      throw usage(
          "\"" + words.get(1) + "\" is no number of steps; write " + words.getFirst() + " 3");
    }
    return Integer.parseInt(words.get(1));
  }

  /**
   * @param remedy completes "write …"
   */
  static void requireAtMost(int most, List<String> words, String remedy) {
    if (words.size() > most) {
      throw usage("\"" + words.get(most) + "\" is one word too many; write " + remedy);
    }
  }

  /** Whether it is the number of a step, or of steps. */
  static boolean isNumber(String word) {
    return word.matches("[1-9][0-9]{0,5}");
  }

  static CliException usage(String clause) {
    return new CliException(ExitCode.USAGE, clause);
  }
}
