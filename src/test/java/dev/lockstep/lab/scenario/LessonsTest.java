package dev.lockstep.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.lab.Entry;
import dev.lockstep.lab.LabProtocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** By the same code as {@code ./run.sh lab --check lessons/*.lab}. */
@DisplayName("A lesson")
class LessonsTest {
  private static final Path FOLDER = Path.of("lessons");

  static List<Path> lessons() throws IOException {
    try (var files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".lab")).sorted().toList();
    }
  }

  private static Scenario read(Path file) throws IOException {
    return ScenarioReader.read(Files.readAllLines(file));
  }

  @Test
  void is_one_of_eight() throws IOException {
    assertEquals(8, lessons().size());
  }

  @ParameterizedTest
  @MethodSource("lessons")
  void comes_true_and_asks_something(Path file) throws IOException {
    var scenario = read(file);
    var play = Play.of(scenario);
    assertEquals(Optional.empty(), play.failure());
    assertTrue(play.expectations() > 2, () -> play.expectations() + " expectations");
    assertTrue(questions(scenario.nodes()).findAny().isPresent());
  }

  @ParameterizedTest
  @MethodSource("lessons")
  void is_the_same_when_the_lab_has_written_it(Path file) throws IOException {
    var lab = Play.of(read(file)).lab();
    var written = ScenarioWriter.write(lab);
    var again = Play.of(ScenarioReader.read(written));
    assertEquals(Optional.empty(), again.failure());
    assertEquals(written, ScenarioWriter.write(again.lab()));
  }

  /** A check that cannot fail would be worth nothing: the fork needs the protocol that forks. */
  @Test
  void about_the_fork_does_not_come_true_with_the_protocol_of_a_node() throws IOException {
    var file =
        lessons().stream().filter(each -> each.toString().contains("8-")).findFirst().orElseThrow();
    var scenario = read(file);
    var ours =
        new Scenario(
            scenario.setup().with(LabProtocol.named("paxos").orElseThrow()), scenario.nodes());
    assertTrue(Play.of(ours).failure().isPresent());
  }

  private static Stream<Entry> questions(List<Scenario.Node> nodes) {
    return nodes.stream()
        .flatMap(
            node ->
                switch (node) {
                  case Scenario.Line(var _, var entry) -> Stream.of(entry);
                  case Scenario.Fork(var _, var _, var inner) -> questions(inner);
                })
        .filter(Entry.Ask.class::isInstance);
  }
}
