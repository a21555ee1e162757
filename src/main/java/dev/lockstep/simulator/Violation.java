package dev.lockstep.simulator;

/** Something happened that must never happen. */
public final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String invariant;

  Violation(String invariant, String detail) {
    super(detail);
    this.invariant = invariant;
  }

  private Violation(String invariant, String detail, Throwable cause) {
    super(detail, cause);
    this.invariant = invariant;
  }

  /** Something was thrown that nobody foresaw: whatever it is, it ends in the life of its seed. */
  static Violation bug(Throwable thrown) {
    if (thrown instanceof OutOfMemoryError exhausted) {
      // It tells of this machine and not of the protocol.
      throw exhausted;
    }
    var at = thrown.getStackTrace().length == 0 ? "" : " at " + thrown.getStackTrace()[0];
    return new Violation("no bug", thrown + at, thrown);
  }

  /** Its name, as in {@code docs/correctness.md}. */
  public String invariant() {
    return invariant;
  }
}
