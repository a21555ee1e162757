package dev.lockstep.simulator.invariant;

import dev.lockstep.chain.Transfer;
import dev.lockstep.order.Outcome;

/**
 * In the healing phase every member comes back, every answer becomes definite, and all chains
 * become equal.
 *
 * <p>Source: rule A2 of docs/design.md.
 */
public final class Progress {
  private Progress() {}

  /**
   * @param what is to happen, as the end of "until …"
   */
  public static Violation stuck(String what) {
    return new Violation(Progress.class, "without any fault, it took over a minute until " + what);
  }

  public static Violation indefinite(Transfer transfer, Outcome outcome) {
    return new Violation(
        Progress.class, "without any fault, " + transfer.id() + " is answered with " + outcome);
  }
}
