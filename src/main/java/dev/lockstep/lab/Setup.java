package dev.lockstep.lab;

import dev.lockstep.simulator.world.Fault;
import dev.lockstep.simulator.world.Plan;
import dev.lockstep.simulator.world.Subject;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a life begins.
 *
 * @param members how many, 1 to {@link Plan#MEMBERS_MAX}
 * @param isJoined whether every member is up and takes part; else all are down
 * @param syncsAtOnce whether disks sync by themselves; else each sync is a step of its own
 * @param seed of the simulator, whose actions may happen; then all members are down at the
 *     beginning
 */
public record Setup(
    LabProtocol protocol, int members, boolean isJoined, boolean syncsAtOnce, Optional<Seed> seed) {
  public static final Setup DEFAULT =
      new Setup(LabProtocol.named("lamport").orElseThrow(), 3, true, false, Optional.empty());

  public Setup with(LabProtocol other) {
    return new Setup(other, members, isJoined, syncsAtOnce, seed);
  }

  public Setup with(int number) {
    return new Setup(protocol, number, isJoined, syncsAtOnce, seed);
  }

  public Setup joined(boolean joined) {
    return new Setup(protocol, members, joined, syncsAtOnce, seed);
  }

  public Setup syncing(boolean atOnce) {
    return new Setup(protocol, members, isJoined, atOnce, seed);
  }

  /** With the run of a seed of the simulator. */
  public Setup seed(long number, Set<Fault> faults) {
    return new Setup(protocol, members, false, false, Optional.of(Seed.of(this, number, faults)));
  }

  /** A, B, C and so on. */
  public List<String> memberNames() {
    return plan(new Recorder(false)).names();
  }

  /** The plan of the simulator that has these members, watched by one more. */
  Plan plan(Recorder recorder) {
    var subject = protocol.subject();
    return new Plan(
        protocol.ledger(),
        members,
        EnumSet.noneOf(Fault.class),
        new Subject(
            subject.orders(),
            (genesis, all) -> {
              List<dev.lockstep.simulator.invariant.Invariant> watched = new ArrayList<>();
              watched.add(recorder);
              watched.addAll(subject.invariants().of(genesis, all));
              return watched;
            }));
  }
}
