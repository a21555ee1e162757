package dev.lockstep.lab;

import java.util.List;
import java.util.Locale;

/** One line of a scenario. */
public sealed interface Entry permits Move, Entry.Expect, Entry.Say, Entry.Ask {
  /** It must be so at this moment. */
  record Expect(Condition condition) implements Entry {}

  /** A sentence for those who watch. */
  record Say(String text) implements Entry {}

  /**
   * A question before a step. Upper and lower case do not matter in an answer.
   *
   * @param answers that are right; the first is shown
   * @param because why, in one sentence; may be empty
   */
  record Ask(String question, List<String> answers, String because) implements Entry {
    public Ask {
      answers = List.copyOf(answers);
    }

    /** Whether this is one of the right answers. */
    public boolean isRight(String given) {
      return answers.stream().anyMatch(answer -> plain(answer).equals(plain(given)));
    }

    /** In what form an answer is expected, in one sentence. */
    public String form() {
      var first = plain(answers.getFirst());
      if (first.equals("yes") || first.equals("no")) {
        return "Answer yes or no.";
      }
      if (first.matches("[0-9]+")) {
        return "Answer with a number.";
      }
      return first.matches("[a-i]")
          ? "Answer with the name of a member."
          : "Answer in a word or two.";
    }

    private static String plain(String text) {
      var plain =
          text.strip().replaceFirst("[.!]$", "").replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
      return switch (plain) {
        case "y" -> "yes";
        case "n" -> "no";
        default -> plain;
      };
    }
  }
}
