package dev.lockstep.bench;

/** A node answered what it must not, or not at all; the message is one sentence. */
public final class BenchException extends RuntimeException {
  private static final long serialVersionUID = 1;

  BenchException(String sentence) {
    super(sentence);
  }

  BenchException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
