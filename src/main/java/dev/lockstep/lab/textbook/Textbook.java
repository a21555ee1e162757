package dev.lockstep.lab.textbook;

import dev.lockstep.order.AwakeTime;
import dev.lockstep.simulator.invariant.Invariants;
import dev.lockstep.simulator.world.Subject;
import java.util.List;

/** Protocols that fail, and what must hold of them beside the rules of every ledger. */
public final class Textbook {
  /**
   * The modified Paxos of the course: it has no invariants of its own, because those of Paxos speak
   * of votes, and it has none.
   */
  public static Subject course() {
    return new Subject(
        (self, memory, incarnation, _, limits) ->
            new AwakeTime(new CourseOrder(self, memory, incarnation, limits)),
        (_, _) -> List.of());
  }

  /** The five rules of the paper, on links that lose and reorder. */
  public static Subject paper() {
    return new Subject(
        (self, memory, incarnation, _, _) -> new PaperOrder(self, memory, incarnation),
        (_, _) -> Invariants.ofMutex());
  }

  /** Two-phase commit: safe, but one crash stops everybody. */
  public static Subject twoPhases() {
    return new Subject(
        (self, memory, incarnation, _, limits) ->
            new AwakeTime(new TwoPhaseOrder(self, memory, incarnation, limits)),
        (_, members) -> List.of(new Nonblocking(members)));
  }

  private Textbook() {}
}
