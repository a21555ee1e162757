package dev.lockstep.command;

/** Ends the reading of a line. It does not leave this package. */
final class SyntaxException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int offset;

  /**
   * @param offset of the place, in code units
   */
  SyntaxException(int offset, String sentence) {
    super(sentence, null, false, false);
    this.offset = offset;
  }

  int offset() {
    return offset;
  }
}
