package dev.lockstep.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Protocol;
import dev.lockstep.simulator.report.Trace;
import dev.lockstep.simulator.world.Fault;
import dev.lockstep.simulator.world.Plan;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Executions of the real protocols; {@code ./run.sh simulate} runs any number of others. */
@DisplayName("Simulated executions")
class SimulationTest {
  private static final int ENOUGH_FOR_EVERY_FAULT = 300;

  private static Plan plan(int members, Set<Fault> faults) {
    return new Plan(Protocol.LAMPORT, members, faults);
  }

  private static Plan faulty(Protocol protocol, int members) {
    return new Plan(protocol, members, Fault.of(protocol));
  }

  @ParameterizedTest
  @CsvSource({
    "LAMPORT, 1, 50",
    "LAMPORT, 2, 100",
    "LAMPORT, 3, 300",
    "LAMPORT, 4, 50",
    "LAMPORT, 5, 100",
    "LAMPORT, 7, 20",
    "LAMPORT, 9, 10",
    "PAXOS, 1, 50",
    "PAXOS, 2, 100",
    "PAXOS, 3, 300",
    "PAXOS, 4, 50",
    "PAXOS, 5, 100",
    "PAXOS, 7, 20",
    "PAXOS, 9, 10"
  })
  void every_fault_takes_place_and_no_invariant_is_violated(
      Protocol protocol, int members, int seeds) {
    assertSound(faulty(protocol, members), seeds);
  }

  @ParameterizedTest
  @CsvSource({"LAMPORT, 3", "LAMPORT, 5", "PAXOS, 3", "PAXOS, 5"})
  @Tag("long")
  void no_invariant_is_violated_in_many_executions(Protocol protocol, int members) {
    assertSound(faulty(protocol, members), 5_000);
  }

  @ParameterizedTest
  @EnumSource
  void a_member_lies_and_no_invariant_is_violated(Protocol protocol) {
    assertSound(new Plan(protocol, 3, Fault.namedFor(protocol)), ENOUGH_FOR_EVERY_FAULT);
  }

  private static void assertSound(Plan plan, int seeds) {
    var report = Simulation.ofSeeds(plan, 0, seeds, n -> {});
    report
        .failure()
        .ifPresent(
            failure -> {
              throw new AssertionError(
                  "%s, seed %d with %d members: %s%n%s"
                      .formatted(
                          plan.protocol(),
                          failure.seed(),
                          plan.members(),
                          failure.violation().invariant(),
                          String.join("\n", failure.trace().lines())),
                  failure.violation());
            });
    assertEquals(seeds, report.executions());
    assertTrue(report.blocks() > seeds, "only " + report.blocks() + " blocks in all");
    if (seeds >= ENOUGH_FOR_EVERY_FAULT) {
      assertEquals(plan.faults(), report.coverage().keySet());
    }
  }

  @Test
  void faults_that_are_not_wanted_do_not_take_place() {
    var wanted = EnumSet.of(Fault.LOSS, Fault.CRASH);
    var report = Simulation.ofSeeds(plan(3, wanted), 0, 50, n -> {});
    assertEquals(wanted, report.coverage().keySet());
  }

  @ParameterizedTest
  @EnumSource
  void a_seed_gives_the_same_execution_again_and_another_seed_another(Protocol protocol) {
    var plan = faulty(protocol, 3);
    var execution = Execution.fromSeed(plan, 11);
    assertEquals(execution.actions(), Execution.fromSeed(plan, 11).actions());
    assertNotEquals(execution.actions(), Execution.fromSeed(plan, 12).actions());
  }

  @ParameterizedTest
  @EnumSource
  void an_execution_can_be_replayed_from_its_actions_alone(Protocol protocol) {
    var plan = faulty(protocol, 3);
    var execution = Execution.fromSeed(plan, 11);
    var again = Execution.replay(plan, execution.actions(), Trace.OFF);
    assertEquals(execution.steps(), again.steps());
    assertEquals(execution.blocks(), again.blocks());
  }

  /**
   * What Java salts anew in each process (hash codes, the order of sets) must not reach a member.
   */
  @Test
  void a_seed_gives_the_same_execution_in_another_process() throws Exception {
    var process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Fingerprint.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var theirs = new String(process.getInputStream().readAllBytes()).strip();
    assertEquals(0, process.waitFor());
    assertEquals(Fingerprint.ofSomeExecutions(), theirs);
  }

  @Test
  void a_trace_tells_every_step_and_who_could_know_of_what() {
    var trace = Simulation.replay(plan(2, Set.of()), 3);
    assertTrue(trace.lines().stream().anyMatch(line -> line.contains("ENTERS")));
    var clocks = trace.shiviz().stream().filter(e -> e.startsWith("B {\"A\": ")).toList();
    assertTrue(!clocks.isEmpty(), "B never knew of A");
    assertTrue(
        List.copyOf(trace.shiviz()).stream()
            .allMatch(e -> e.matches("(?s)[AB] \\{(\"[AB]\": \\d+(, )?)+\\}\\n.+")));
  }
}
