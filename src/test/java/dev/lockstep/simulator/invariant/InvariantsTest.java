package dev.lockstep.simulator.invariant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Protocol;
import dev.lockstep.simulator.report.Trace;
import dev.lockstep.simulator.world.Plan;
import dev.lockstep.simulator.world.Subject;
import dev.lockstep.simulator.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Invariants")
class InvariantsTest {
  private static final Path SOURCES = Path.of("src/main/java/dev/lockstep/simulator/invariant");

  static List<Class<?>> all() {
    var observers =
        Stream.of(Protocol.values())
            .map(protocol -> new Plan(protocol, 3, Set.of()))
            .map(plan -> new World(plan, Trace.OFF))
            .flatMap(
                world ->
                    Subject.of(world.genesis().protocol())
                        .allInvariants(world.genesis(), world.members())
                        .stream())
            .<Class<?>>map(Invariant::getClass)
            .distinct();
    return Stream.concat(observers, Stream.of(NoBug.class, Progress.class)).toList();
  }

  @ParameterizedTest
  @MethodSource("all")
  void each_names_its_source_and_stands_in_the_documentation(Class<?> invariant)
      throws IOException {
    var text = Files.readString(SOURCES.resolve(invariant.getSimpleName() + ".java"));
    assertTrue(text.contains("<p>Source: "), "its comment names no source");
    var row = "| " + Violation.nameOf(invariant) + " |";
    assertTrue(
        Files.readString(Path.of("docs/correctness.md")).contains(row),
        () -> "docs/correctness.md has no row " + row);
  }

  @Test
  void the_name_is_that_of_the_file_in_words() {
    assertEquals("persisted first", Violation.nameOf(PersistedFirst.class));
  }
}
