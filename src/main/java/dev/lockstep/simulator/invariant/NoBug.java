package dev.lockstep.simulator.invariant;

/**
 * Nothing throws but what an execution wants to fail. Any other {@code Throwable} ends the
 * execution as a violation, so that it has a seed, wherever it shows.
 *
 * <p>Source: rule N3 of docs/design.md.
 */
public final class NoBug {
  private NoBug() {}

  /**
   * @throws OutOfMemoryError when it was one: that is a fault of this machine and not of the
   *     protocol
   */
  public static Violation violatedBy(Throwable thrown) {
    if (thrown instanceof OutOfMemoryError exhausted) {
      throw exhausted;
    }
    var at = thrown.getStackTrace().length == 0 ? "" : " at " + thrown.getStackTrace()[0];
    return new Violation(NoBug.class, thrown + at, thrown);
  }
}
