package dev.lockstep.simulator;

import dev.lockstep.chain.Protocol;
import dev.lockstep.lab.textbook.Textbook;
import dev.lockstep.simulator.invariant.Violation;
import dev.lockstep.simulator.world.Fault;
import dev.lockstep.simulator.world.Plan;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The course's protocol under the simulator: an implementation of the seam {@code Order} that no
 * node can reach.
 */
final class CourseProtocol {
  private CourseProtocol() {}

  /** Its records and messages are those of Paxos mode, and so is its genesis. */
  static Plan plan(int members, Set<Fault> faults) {
    return new Plan(Protocol.PAXOS, members, faults, Textbook.course());
  }

  /** An execution in which two chains part while the faults last. */
  record Fork(long seed, Execution execution) {
    Violation violation() {
      return execution.violation().orElseThrow();
    }
  }

  /** The first fork among these seeds. */
  static Optional<Fork> fork(Plan plan, long first, long seeds) {
    return LongStream.range(first, first + seeds)
        .mapToObj(seed -> new Fork(seed, Execution.fromSeed(plan, seed)))
        .filter(found -> isFork(found.execution))
        .findFirst();
  }

  /** Whether two chains parted before the faults stopped. */
  static boolean isFork(Execution execution) {
    return !execution.reachedHealing()
        && execution.violation().filter(v -> v.invariant().equals("agreement")).isPresent();
  }

  /**
   * @param names of faults, with commas between them; an empty text names none
   */
  static Set<Fault> faultsOf(String names) {
    return Stream.of(names.split(","))
        .filter(name -> !name.isEmpty())
        .map(Fault::valueOf)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Fault.class)));
  }
}
