package dev.lockstep.journal;

/** A problem with a data directory that a person has to solve. The message is one sentence. */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The kinds of problems that callers distinguish. */
  public enum Kind {
    /** Another process uses the directory. */
    LOCKED,
    /** The directory belongs to another member. */
    OTHER_MEMBER,
    /** The directory was made for another configuration. */
    OTHER_GENESIS,
    /** What the journal holds is not what was written; {@code --rejoin} is the remedy. */
    DAMAGED,
    /** The disk or its permissions do not allow what is needed. */
    DISK,
    /** The journal was closed. */
    CLOSED
  }

  private final Kind kind;

  public DataException(Kind kind, String sentence) {
    super(sentence);
    this.kind = kind;
  }

  public DataException(Kind kind, String sentence, Throwable cause) {
    super(sentence, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
