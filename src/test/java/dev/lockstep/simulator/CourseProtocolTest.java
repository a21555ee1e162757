package dev.lockstep.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Why the course's protocol is not enough (docs/correctness.md): two chains part, and those of the
 * repaired protocol do not, under the same faults.
 */
class CourseProtocolTest {
  @ParameterizedTest
  @CsvSource({"'CRASH,LOSS', 500", "'LOSS', 500"})
  void the_protocol_of_the_course_forks_and_the_repaired_one_does_not(String faults, int seeds)
      throws Exception {
    var fork = CourseProtocol.fork(3, faults, 0, seeds);
    assertFalse(fork.isEmpty(), "no two chains parted in " + seeds + " lives");
    System.out.println(
        "The protocol of the course, faults %s: seed %s, %s actions of %s"
            .formatted(faults, fork.get(0), fork.get(2), fork.get(1)));
    assertTrue(fork.getLast().toString().matches("block \\d+ on the disk of [ABC] is .*"));

    var plan = new Plan("paxos", 3, CourseProtocol.faultsOf(faults));
    assertEquals(
        Optional.empty(),
        Simulation.ofSeeds(plan, 0, seeds, done -> {}).failure().map(Failure::violation));
  }
}
