package dev.lockstep.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Protocol;
import dev.lockstep.simulator.world.Fault;
import dev.lockstep.simulator.world.Plan;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A failing execution is made short enough to be read. */
@DisplayName("Shrinking a failing execution")
class ShrinkerTest {
  /** Loaded with the bug; returns the invariant, and how many actions there were and are left. */
  record Shrunk(int members) implements Callable<List<String>> {
    @Override
    public List<String> call() {
      var plan = new Plan(Protocol.LAMPORT, members, EnumSet.allOf(Fault.class));
      var failure = Simulation.ofSeeds(plan, 0, 500, done -> {}).failure().orElseThrow();
      var again = Simulation.ofSeeds(plan, failure.seed(), 1, done -> {}).failure().orElseThrow();
      return List.of(
          failure.violation().invariant(),
          Integer.toString(failure.actions()),
          Integer.toString(failure.shortest()),
          Boolean.toString(failure.trace().lines().equals(again.trace().lines())));
    }
  }

  @Test
  void the_shortest_execution_violates_the_same_invariant_and_is_the_same_each_time()
      throws Exception {
    var bug =
        LamportBugs.ALL.stream()
            .filter(b -> b.name().contains("minority's disks"))
            .findFirst()
            .orElseThrow();
    var loader = new PatchedLoader(PatchedSources.compile(bug.edits()));
    var constructor = loader.loadClass(Shrunk.class.getName()).getDeclaredConstructor(int.class);
    constructor.setAccessible(true);
    var told = (List<?>) ((Callable<?>) constructor.newInstance(3)).call();
    assertEquals("durable", told.get(0));
    int before = Integer.parseInt((String) told.get(1));
    int after = Integer.parseInt((String) told.get(2));
    assertTrue(after < 40 && after < before, before + " actions became " + after);
    assertEquals("true", told.get(3));
  }
}
