package dev.lockstep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.command.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("./run.sh trace")
class TraceCommandTest {
  private static final int NOBODY = 1;

  @TempDir Path folder;
  private final FakeConsole node = new FakeConsole("token-of-B");

  @BeforeEach
  void aNodeThatIsWatched() {
    say(
        """
        {"method":"watched_member","params":{"member":"B","state":"live","last":2}}""");
    say(
        """
        {"method":"watched","params":{"member":"B","last":2,"events":[
          {"seq":1,"kind":"sent","time":1,"to":"A","type":"request","message_time":1,"at":"2026-01-01T12:00:00Z"},
          {"seq":2,"kind":"state","time":1,"state":"waiting","reason":"Waiting for A.","at":"2026-01-01T12:00:01Z"}]}}""");
    say(
        """
        {"method":"watched_member","params":{"member":"A","state":"unreachable","since":"2026-01-01T12:00:00Z"}}""");
  }

  private void say(String notification) {
    node.watched.add(notification);
  }

  @AfterEach
  void end() {
    node.close();
  }

  private Cli cli() throws IOException {
    return new Cli(folder).cluster(NOBODY, node.port());
  }

  @Test
  void shows_a_column_for_each_member_from_the_first_node_that_answers() throws IOException {
    var result = cli().run("trace");

    assertEquals(ExitCode.OK, result.code(), result.err());
    var lines = result.out().lines().toList();
    assertTrue(lines.get(0).matches("time +clock  A +B"), result.out());
    assertTrue(lines.stream().anyMatch(line -> line.endsWith("request 1 → A")), result.out());
    assertTrue(lines.stream().anyMatch(line -> line.endsWith("waiting: Waiting for A.")));
    assertFalse(result.out().contains("\u001b"), "colours without a terminal");
    assertTrue(result.err().startsWith("A does not answer"), result.err());
    assertEquals(List.of("watch {\"last\":2000,\"from\":{}}"), node.lines);
  }

  @Test
  void is_for_other_programs_too() throws IOException {
    assertTrue(
        cli().run("trace", "-o", "shiviz").out().contains("\nB {\"B\":1}\nB sends request to A."));
    assertTrue(
        cli()
            .run("trace", "B", "-o", "mermaid")
            .out()
            .contains("m1-)m0: request 1 (not received)"));
    assertEquals(3, cli().run("trace", "-o", "json", "--last", "7").out().lines().count());
  }

  @Test
  void begins_at_the_numbers_that_are_given() throws IOException {
    assertEquals(ExitCode.OK, cli().run("trace", "--from", "B:2").code());

    assertEquals(List.of("watch {\"last\":2000,\"from\":{\"B\":2}}"), node.lines);
  }

  @Test
  void says_when_a_transfer_is_not_in_it() throws IOException {
    var result = cli().run("trace", "--transfer", "abc123");

    assertEquals(ExitCode.FAILURE, result.code());
    assertTrue(result.err().contains("No event names transfer abc123"), result.err());
  }

  @Test
  void says_in_one_sentence_what_is_wrong_with_its_options() throws IOException {
    for (var wrong :
        List.of(
            List.of("--from", "yesterday"),
            List.of("--from", "A:x"),
            List.of("--from", "X:1"),
            List.of("--last", "0"),
            List.of("--last", "many"),
            List.of("--transfer", "lunch"),
            List.of("--type", "acknowledgement"),
            List.of("--follow", "-o", "shiviz"),
            List.of("-o", "xml"),
            List.of("X"))) {
      var arguments = new ArrayList<>(List.of("trace"));
      arguments.addAll(wrong);
      var result = cli().run(arguments.toArray(String[]::new));

      assertEquals(ExitCode.USAGE, result.code(), wrong.toString());
      assertEquals(1, result.err().lines().count(), result.err());
      assertEquals("", result.out());
    }
  }

  @Test
  void without_any_node_and_any_disk_says_what_to_do() throws IOException {
    var result = new Cli(folder).cluster(NOBODY, NOBODY + 1).run("trace");

    assertEquals(ExitCode.UNAVAILABLE, result.code());
    assertTrue(result.err().contains("None of the nodes A, B answers"), result.err());
    assertTrue(result.err().contains("start a node with"), result.err());
    var following = new Cli(folder).cluster(NOBODY, NOBODY + 1).run("trace", "A", "--follow");
    assertEquals(ExitCode.UNAVAILABLE, following.code());
    assertEquals(1, following.err().lines().count(), following.err());
  }
}
