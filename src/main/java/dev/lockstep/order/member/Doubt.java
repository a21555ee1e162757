package dev.lockstep.order.member;

import dev.lockstep.order.Outcome.InDoubt;
import java.util.List;

/**
 * Why an outcome is in doubt: a sentence for each cause, and the members that can end the doubt. An
 * answer is in doubt once the transfer may be on a disk or on its way to other members, because
 * nobody can withdraw it from there (design M5).
 */
public final class Doubt {
  private Doubt() {}

  /** The time is up, and the disk of this member has not confirmed what it was given. */
  public static InDoubt notSynced(String self) {
    return new InDoubt(
        List.of(self),
        "The transfer is on its way to the disk of " + self + ", which has not confirmed it yet.");
  }

  /**
   * The time is up, and the block is on too few disks.
   *
   * @param missing the members that have not reported the block as durable
   */
  public static InDoubt onNoMajority(long height, String self, List<String> missing) {
    return new InDoubt(
        missing,
        "Block "
            + height
            + " with the transfer is on the disk of "
            + self
            + ", and a majority has not confirmed it yet: waiting for "
            + String.join(", ", missing)
            + ".");
  }

  /**
   * This member has stopped, and will not learn the outcome any more.
   *
   * @param reason why it has stopped, one sentence
   */
  static InDoubt failStopped(String self, String reason) {
    return new InDoubt(List.of(self), reason);
  }

  /**
   * The transfer is known, and too many wait already until its outcome is certain. Not
   * "overloaded", which would say that it was not executed.
   */
  public static InDoubt overload(List<String> waitingFor, int waiting) {
    return new InDoubt(
        waitingFor,
        waiting
            + " requests wait already until the outcome of a known transfer is certain"
            + (waitingFor.isEmpty() ? "" : ": waiting for " + String.join(", ", waitingFor))
            + ".");
  }
}
