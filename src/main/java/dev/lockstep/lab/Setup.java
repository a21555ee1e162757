package dev.lockstep.lab;

import dev.lockstep.simulator.world.Fault;
import dev.lockstep.simulator.world.Plan;
import dev.lockstep.simulator.world.Subject;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * How a life begins.
 *
 * @param members how many, 1 to {@link Plan#MEMBERS_MAX}
 * @param isJoined whether every member is up and takes part; else all are down
 * @param syncsAtOnce whether disks sync by themselves; else each sync is a step of its own
 */
public record Setup(LabProtocol protocol, int members, boolean isJoined, boolean syncsAtOnce) {
  public static final Setup DEFAULT =
      new Setup(LabProtocol.named("lamport").orElseThrow(), 3, true, false);

  public Setup with(LabProtocol other) {
    return new Setup(other, members, isJoined, syncsAtOnce);
  }

  public Setup with(int number) {
    return new Setup(protocol, number, isJoined, syncsAtOnce);
  }

  public Setup joined(boolean joined) {
    return new Setup(protocol, members, joined, syncsAtOnce);
  }

  public Setup syncing(boolean atOnce) {
    return new Setup(protocol, members, isJoined, atOnce);
  }

  /** A, B, C and so on. */
  public List<String> memberNames() {
    return plan(new Recorder()).names();
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
