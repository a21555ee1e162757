package dev.lockstep.command;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The form of an answer. */
public enum Output {
  TABLE("table"),
  JSON("json");

  private final String word;

  Output(String word) {
    this.word = word;
  }

  /** The word for it after {@code -o}. */
  public static Optional<Output> of(String word) {
    return Arrays.stream(values()).filter(output -> output.word.equals(word)).findFirst();
  }

  /** For a sentence: {@code table or json}. */
  public static String words() {
    return Arrays.stream(values()).map(Output::word).collect(Collectors.joining(" or "));
  }

  public String word() {
    return word;
  }
}
