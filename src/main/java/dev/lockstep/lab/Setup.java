package dev.lockstep.lab;

import dev.lockstep.chain.Genesis;
import dev.lockstep.order.OrderFactory;
import dev.lockstep.recording.RecordedOrder;
import dev.lockstep.simulator.world.Fault;
import dev.lockstep.simulator.world.Plan;
import dev.lockstep.simulator.world.Subject;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How a life begins.
 *
 * @param members how many, 1 to {@link Plan#MEMBERS_MAX}
 * @param isJoined whether every member is up and takes part; else all are down
 * @param syncsAtOnce whether disks sync by themselves; else each sync is a step of its own
 * @param seed of the simulator, whose actions may happen; then all members are down at the
 *     beginning
 * @param run of a real cluster, whose steps may happen; then all members are down at the beginning
 */
public record Setup(
    LabProtocol protocol,
    int members,
    boolean isJoined,
    boolean syncsAtOnce,
    Optional<Seed> seed,
    Optional<RecordedRun> run) {
  public static final Setup DEFAULT =
      new Setup(
          LabProtocol.named("lamport").orElseThrow(),
          3,
          true,
          false,
          Optional.empty(),
          Optional.empty());

  public Setup with(LabProtocol other) {
    return new Setup(other, members, isJoined, syncsAtOnce, seed, run);
  }

  public Setup with(int number) {
    return new Setup(protocol, number, isJoined, syncsAtOnce, seed, run);
  }

  public Setup joined(boolean joined) {
    return new Setup(protocol, members, joined, syncsAtOnce, seed, run);
  }

  public Setup syncing(boolean atOnce) {
    return new Setup(protocol, members, isJoined, atOnce, seed, run);
  }

  /** With the run of a seed of the simulator. */
  public Setup seed(long number, Set<Fault> faults) {
    return new Setup(
        protocol, members, false, false, Optional.of(Seed.of(this, number, faults)), run);
  }

  /**
   * With a recorded run.
   *
   * @throws ImpossibleException when its cluster is too large for the lab
   */
  public static Setup of(RecordedRun run) {
    var genesis = run.genesis();
    if (genesis.members().size() > Plan.MEMBERS_MAX) {
      throw new ImpossibleException(
          "the recorded run has "
              + genesis.members().size()
              + " members, and the lab has "
              + Plan.MEMBERS_MAX
              + " at most");
    }
    var protocol = LabProtocol.named(genesis.protocol().text()).orElseThrow();
    int members = genesis.members().size();
    return new Setup(protocol, members, false, false, Optional.empty(), Optional.of(run));
  }

  /** The accounts of the ledger, by name. */
  public List<String> accounts() {
    return run.map(RecordedRun::genesis)
        .map(genesis -> genesis.accounts().stream().map(Genesis.Account::name).toList())
        .orElseGet(
            () ->
                memberNames().stream().flatMap(name -> Stream.of(name, Plan.poor(name))).toList());
  }

  /** A, B, C and so on. */
  public List<String> memberNames() {
    return plan(new Recorder(false)).names();
  }

  /** The plan of the simulator that has these members, watched by one more. */
  Plan plan(Recorder recorder) {
    var subject = protocol.subject();
    // Of members that nobody has recorded it is not known what they did.
    boolean isJudged = run.map(RecordedRun::isWhole).orElse(true);
    return new Plan(
        protocol.ledger(),
        members,
        EnumSet.noneOf(Fault.class),
        new Subject(
            run.isPresent() ? digested(subject.orders(), recorder) : subject.orders(),
            (genesis, all) -> {
              List<dev.lockstep.simulator.invariant.Invariant> watched = new ArrayList<>();
              watched.add(recorder);
              if (isJudged) {
                watched.addAll(subject.invariants().of(genesis, all));
              }
              return watched;
            },
            isJudged),
        run.map(RecordedRun::genesis));
  }

  /** Orders that tell what followed from each of their steps. */
  private static OrderFactory digested(OrderFactory orders, Recorder recorder) {
    return (self, memory, incarnation, rejoin, limits) ->
        new RecordedOrder(
            orders.start(self, memory, incarnation, rejoin, limits),
            taken -> recorder.digested(self, taken.digest()));
  }
}
