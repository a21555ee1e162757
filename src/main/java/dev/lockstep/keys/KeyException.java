package dev.lockstep.keys;

/** A key cannot be used. The message is one sentence for a person, with the remedy. */
public final class KeyException extends RuntimeException {
  private static final long serialVersionUID = 1;

  KeyException(String sentence) {
    super(sentence);
  }

  KeyException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
