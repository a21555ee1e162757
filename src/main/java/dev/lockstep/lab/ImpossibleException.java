package dev.lockstep.lab;

/** An action that cannot happen at this moment. The message is one sentence with the remedy. */
public final class ImpossibleException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ImpossibleException(String sentence) {
    super(sentence);
  }
}
