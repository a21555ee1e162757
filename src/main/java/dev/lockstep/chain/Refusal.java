package dev.lockstep.chain;

/**
 * Why a transfer was definitely not executed.
 *
 * @param detail one sentence that names the value and the remedy
 */
public record Refusal(Code code, String detail) {
  /** In the order of design M1: of several reasons the first is given. */
  public enum Code {
    INVALID_ID,
    INVALID_AMOUNT,
    INVALID_MEMO,
    UNKNOWN_ACCOUNT,
    SAME_ACCOUNT,
    NOT_OWNER,
    EXISTS_WITH_DIFFERENT_CONTENT,
    INSUFFICIENT_FUNDS;

    /** The code as every interface shows it, such as {@code insufficient_funds}. */
    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
