package dev.lockstep.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Why the course's protocol is not enough (docs/correctness.md): two chains part, and those of the
 * repaired protocol do not, in as many lives with the same faults.
 */
class CourseProtocolTest {
  /** In the last row there are no faults at all: two members are short of money at one time. */
  @ParameterizedTest
  @CsvSource({"'CRASH,LOSS', 100", "LOSS, 100", "'', 160"})
  void the_protocol_of_the_course_forks_and_the_repaired_one_does_not(String faults, int seeds)
      throws Exception {
    var fork = CourseProtocol.fork(3, faults, 0, seeds);
    assertFalse(fork.isEmpty(), "no two chains parted in " + seeds + " lives");
    System.out.println("The protocol of the course, with the faults [" + faults + "]: " + fork);

    var plan = new Plan("paxos", 3, CourseProtocol.faultsOf(faults));
    assertEquals(
        Optional.empty(),
        Simulation.ofSeeds(plan, 0, seeds, done -> {}).failure().map(Failure::violation));
  }

  /** The trace that the page tells. */
  @Test
  void the_shortest_fork_is_the_one_that_is_written_down() throws Exception {
    List<?> fork = CourseProtocol.fork(3, "CRASH,LOSS", 950, 1);
    assertEquals("40 actions became 24", fork.get(1));
    assertTrue(
        fork.stream()
            .anyMatch(line -> line.toString().contains("B  a accepted of A arrives; appends")));
    assertTrue(
        fork.stream()
            .anyMatch(line -> line.toString().contains("C  a accepted of A arrives; appends")));
  }
}
