package dev.lockstep.simulator;

import dev.lockstep.simulator.PlantedBug.Edit;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The protocol of the course in the place of the repaired one, under the same simulator. */
final class CourseProtocol {
  /**
   * The invariants that remain are about the ledger: the others speak of votes, which it has not.
   */
  static final List<Edit> IN_ITS_PLACE =
      List.of(
          new Edit(
              "order/Orders.java",
              "new PaxosOrder(self, memory, incarnation, rejoin, limits)",
              "new dev.lockstep.simulator.course.CourseOrder(self, memory, incarnation, limits)"),
          new Edit(
              "simulator/Invariants.java",
              "if (genesis.protocol().equals(\"paxos\")) {",
              "if (genesis.protocol().equals(\"paxos\")) { return List.copyOf(all); }"
                  + " if (genesis.protocol().equals(\"paxos\")) {"));

  private CourseProtocol() {}

  /**
   * The first life in which two chains part: its seed, and how they do; nothing if there is none.
   * One that is looked for alone is made as short as possible and told step by step.
   *
   * @param faults by their names, with commas
   */
  record Fork(int members, String faults, int from, int seeds) implements Callable<List<String>> {
    @Override
    public List<String> call() {
      var plan = new Plan("paxos", members, faultsOf(faults));
      for (int seed = from; seed < from + seeds; seed++) {
        var life = Life.fromSeed(plan, seed);
        boolean isFork =
            life.violation().filter(v -> v.invariant().equals("agreement")).isPresent();
        if (isFork && !life.reachedCalm()) {
          return Stream.of(
                  Stream.of("seed " + seed),
                  seeds > 1 ? Stream.<String>empty() : shortened(plan, seed, life),
                  Stream.of(life.violation().get().getMessage()))
              .flatMap(lines -> lines)
              .toList();
        }
      }
      return List.of();
    }
  }

  private static Stream<String> shortened(Plan plan, int seed, Life life) {
    var failure = Failure.of(plan, seed, life);
    return Stream.concat(
        Stream.of(failure.actions() + " actions became " + failure.shortest()),
        failure.trace().lines().stream());
  }

  static Set<Fault> faultsOf(String names) {
    return Stream.of(names.split(","))
        .filter(name -> !name.isEmpty())
        .map(Fault::valueOf)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Fault.class)));
  }

  static List<?> fork(int members, String faults, int from, int seeds) throws Exception {
    var loader = new PatchedLoader(PatchedSources.compile(IN_ITS_PLACE));
    var search =
        loader
            .loadClass(Fork.class.getName())
            .getDeclaredConstructor(int.class, String.class, int.class, int.class);
    search.setAccessible(true);
    return (List<?>) ((Callable<?>) search.newInstance(members, faults, from, seeds)).call();
  }
}
