package dev.lockstep.lab.scenario;

/** What is wrong with a line. The message is a sentence with the word and the remedy. */
public final class MistakeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int line;
  private final int column;

  /**
   * @param line from 1; 0 for a line that stands alone
   * @param column from 1
   */
  MistakeException(int line, int column, String sentence) {
    super(sentence);
    this.line = line;
    this.column = column;
  }

  MistakeException onLine(int number) {
    return new MistakeException(number, column, getMessage());
  }

  public int line() {
    return line;
  }

  public int column() {
    return column;
  }
}
