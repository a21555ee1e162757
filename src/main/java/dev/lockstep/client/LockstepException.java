package dev.lockstep.client;

/** Why a call got no answer: one sentence for a person, and a word for the program. */
public final class LockstepException extends RuntimeException {
  /** The ledger does not continue the one that was seen before, or nobody has signed it. */
  public static final String UNTRUSTED = "untrusted";

  /** Too much is under way; wait for some of it. */
  public static final String OVERLOADED = "overloaded";

  /** The node cannot be reached, or does not serve now. */
  public static final String UNAVAILABLE = "unavailable";

  private static final long serialVersionUID = 1;

  private final String code;

  /**
   * @param code one of the constants, or a code of {@code docs/interfaces.md}
   */
  public LockstepException(String code, String sentence) {
    // No stack trace: it tells what happened at the node, and not in this program.
    super(sentence, null, false, false);
    this.code = code;
  }

  /** One of the constants, or a code of {@code docs/interfaces.md}. */
  public String code() {
    return code;
  }
}
