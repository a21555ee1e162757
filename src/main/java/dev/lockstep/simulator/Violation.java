package dev.lockstep.simulator;

/** Something happened that must never happen. */
public final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String invariant;

  Violation(String invariant, String detail) {
    super(detail);
    this.invariant = invariant;
  }

  Violation(String invariant, RuntimeException cause) {
    super(cause.toString(), cause);
    this.invariant = invariant;
  }

  /** Its name, as in design section 11 where it stands there. */
  public String invariant() {
    return invariant;
  }
}
