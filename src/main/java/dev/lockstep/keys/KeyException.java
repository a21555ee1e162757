package dev.lockstep.keys;

/** Why a key cannot be used: one sentence for the person, with the remedy. */
public final class KeyException extends RuntimeException {
  private static final long serialVersionUID = 1;

  KeyException(String sentence) {
    super(sentence);
  }

  KeyException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
