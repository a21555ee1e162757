package dev.lockstep.reader;

/** Why a node cannot be read: one sentence for the person. */
public final class ReaderException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean isMistake;

  private ReaderException(String sentence, boolean isMistake) {
    super(sentence);
    this.isMistake = isMistake;
  }

  /** The person has to give something else. */
  static ReaderException mistake(String sentence) {
    return new ReaderException(sentence, true);
  }

  /** The node lets this client in no more. */
  static ReaderException refused(String sentence) {
    return new ReaderException(sentence, false);
  }

  /** Whether the person has to give something else, such as another key. */
  public boolean isMistake() {
    return isMistake;
  }
}
