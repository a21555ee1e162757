package dev.lockstep.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.lab.scenario.Play;
import dev.lockstep.lab.scenario.ScenarioReader;
import dev.lockstep.lab.scenario.ScenarioWriter;
import dev.lockstep.simulator.world.Fault;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A seed of the simulator in the lab")
class SeedTest {
  private static Lab opened(String protocol, long seed, EnumSet<Fault> faults) {
    var setup = Setup.DEFAULT.with(LabProtocol.named(protocol).orElseThrow()).seed(seed, faults);
    var lab = new Lab(setup);
    setup.seed().orElseThrow().actions().forEach(_ -> lab.perform(new Move.Simulated()));
    return lab;
  }

  @Test
  void that_violates_an_invariant_is_shortened_and_breaks_it_here_too() {
    var lab = opened("course-paxos", 1, EnumSet.of(Fault.LOSS));
    assertEquals(Optional.of("agreement"), lab.setup().seed().orElseThrow().violated());
    assertEquals(Optional.of("agreement"), lab.moment().broken().map(Moment.Broken::invariant));
    assertTrue(lab.at() < 100, lab.at() + " actions");
  }

  @Test
  void can_be_left_at_any_step_and_does_not_go_on_behind_another_move() {
    var lab = opened("lamport", 7, EnumSet.allOf(Fault.class));
    lab.back(30);
    lab.perform(new Move.HealAll());
    assertThrows(ImpossibleException.class, () -> lab.perform(new Move.Simulated()));
    lab.back(1);
    lab.perform(new Move.Simulated());
    assertEquals(Lab.MAIN, lab.branches().getFirst().name());
  }

  @Test
  void is_written_and_read_with_its_branches() {
    var lab = opened("lamport", 7, EnumSet.of(Fault.LOSS, Fault.CRASH));
    lab.back(5);
    lab.perform(new Move.HealAll());
    var lines = ScenarioWriter.write(lab);
    assertTrue(lines.containsAll(List.of("seed 7", "faults loss, crash", "simulated 5")));
    var again = Play.of(ScenarioReader.read(lines));
    assertEquals(Optional.empty(), again.failure());
    assertEquals(lines, ScenarioWriter.write(again.lab()));
    assertEquals(
        Stream.of("main", "main.2").toList(),
        again.lab().branches().stream().map(Branch::name).toList());
  }
}
