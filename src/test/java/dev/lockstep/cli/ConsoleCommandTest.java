package dev.lockstep.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.cli.NodeLauncher.RunningNode;
import dev.lockstep.command.ExitCode;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("./run.sh console")
class ConsoleCommandTest {
  @TempDir Path folder;
  private FakeConsole console;
  private Cli cli;

  @BeforeEach
  void start() throws IOException {
    console = new FakeConsole("token-of-A");
    cli = new Cli(folder).cluster(console.port());
  }

  @AfterEach
  void stop() {
    console.close();
  }

  @Test
  void results_go_to_standard_output_and_nothing_else_does() {
    var result =
        cli.runWith("\uFEFF# hello\r\n\r\n balance A \r\n(A, B, 4)\r\nexit\nlog\n", "console", "A");

    assertEquals(new Cli.Result(0, "table  balance A\ntable (A, B, 4)\n", ""), result);
    assertEquals(List.of("command  balance A ", "command (A, B, 4)"), console.lines);
  }

  @Test
  void the_output_format_is_passed_on() {
    assertEquals("json log\n", cli.runWith("log", "console", "A", "-o", "json").out());
  }

  @Test
  void the_first_failure_ends_a_script_with_its_line_and_its_code() {
    var result = cli.runWith("log\n# comment\nfail 3\nlog\n", "console", "A");

    assertEquals(new Cli.Result(3, "table log\n", "line 3: table fail 3\n"), result);
  }

  @Test
  void a_script_ends_at_the_first_answer_that_cannot_be_shown() {
    var result = cli.runUnwritable("log\n(A, B, 4)\n", "console", "A", "--keep-going");

    assertEquals(1, result.code());
    assertEquals(List.of("command log"), console.lines);
    assertEquals(1, result.err().lines().count(), result.err());
    assertTrue(result.err().startsWith("Standard output cannot be written"), result.err());
  }

  @Test
  void a_script_goes_on_when_told_to_and_still_fails_in_the_end() {
    var result = cli.runWith("fail 3\nfail 4\nerror\nlog\n", "console", "A", "--keep-going");

    assertEquals(3, result.code());
    assertEquals("table log\n", result.out());
    assertEquals("line 1: table fail 3\nline 2: table fail 4\nline 3: Node A: Oh.\n", result.err());
  }

  @Test
  void a_lost_connection_is_one_sentence_and_the_next_command_connects_anew() {
    var result = cli.runWith("hang up\nlog\n", "console", "A", "--keep-going");

    assertEquals(ExitCode.UNAVAILABLE, result.code());
    assertEquals("table log\n", result.out());
    assertEquals(1, result.err().lines().count(), result.err());
    assertTrue(result.err().startsWith("line 1: The connection to node A was lost"));
  }

  @Test
  void a_place_on_a_line_stands_beside_the_number_of_the_line() {
    var result = cli.runWith("log\nplace 3\n", "console", "A");

    assertEquals("line 2, column 3: table place 3\n", result.err());
  }

  @Test
  void bytes_that_are_not_utf8_are_no_command() {
    var garbled = cli.runWith("log\n(A, B, 4, \"caf\u00E9\")\n", ISO_8859_1, "console", "A");
    assertEquals(ExitCode.USAGE, garbled.code());
    assertTrue(garbled.err().startsWith("line 2, column 15: the line is not UTF-8"), garbled.err());

    var wide = cli.runWith("log\n", UTF_16, "console", "A");
    assertEquals(ExitCode.USAGE, wide.code());
    assertEquals("Standard input is in UTF-16 or UTF-32; save it as UTF-8.\n", wide.err());
    assertEquals(List.of("command log"), console.lines);
  }

  @Test
  void long_answers_arrive_whole() {
    assertEquals("x".repeat(60_000) + "\n", cli.runWith("long\n", "console", "A").out());
  }

  @Test
  void a_long_table_is_printed_as_if_it_had_come_at_once() {
    var result = cli.runWith("long table\nlog\n", "console", "A");
    var lines = "a\tline 🧀\n".repeat(1_000);
    assertEquals(new Cli.Result(0, lines + "the \"end\" \uFFFD\ntable log\n", ""), result);
  }

  @Test
  void a_long_table_is_printed_while_it_arrives() {
    var result = cli.runWith("long table cut off\n", "console", "A");
    assertEquals(ExitCode.UNAVAILABLE, result.code());
    assertTrue(result.out().startsWith("a\tline 🧀\n".repeat(999)), result.out());
    assertTrue(result.err().contains("was lost before it answered"), result.err());
  }

  @Test
  void what_others_wrote_cannot_command_the_terminal() {
    var result = cli.runWith("memo \u001B[2Jboo\u009B\n", "console", "A");

    assertEquals("table memo \uFFFD[2Jboo\uFFFD\n", result.out());
  }

  @Test
  void a_node_that_is_down_is_unavailable() {
    console.close();

    var result = cli.runWith("log\n", "console", "A");

    assertEquals(ExitCode.UNAVAILABLE, result.code());
    assertTrue(result.err().startsWith("Node A does not answer at 127.0.0.1:"), result.err());
    assertEquals(1, result.err().lines().count());
  }

  @Test
  void a_wrong_or_missing_token_is_said() throws IOException {
    Files.writeString(folder.resolve("data/A/token"), "wrong");
    var wrong = cli.runWith("log\n", "console", "A");
    Files.delete(folder.resolve("data/A/token"));
    var missing = cli.runWith("log\n", "console", "A");

    assertEquals(ExitCode.FAILURE, wrong.code());
    assertTrue(wrong.err().contains("does not accept the token"), wrong.err());
    assertEquals(ExitCode.UNAVAILABLE, missing.code());
    assertTrue(missing.err().contains("There is no token of node A"), missing.err());
  }

  @Test
  void a_node_reads_commands_from_its_pipe_and_stops_after_the_last() {
    var stops = new AtomicInteger();
    cli.launcher(
        _ ->
            new RunningNode() {
              @Override
              public void lab(String line) {}

              @Override
              public void supervised(
                  Function<String, CompletionStage<JsonObject>> supervisor,
                  Consumer<JsonObject> wire) {}

              @Override
              public void stop() {
                stops.incrementAndGet();
              }

              @Override
              public CompletionStage<Integer> ended() {
                return new CompletableFuture<>();
              }
            });

    var result = cli.runWith("log\nfail 3\n", "A");

    assertEquals(3, result.code());
    assertEquals("table log\n", result.out());
    assertTrue(result.err().endsWith("line 2: table fail 3\n"), result.err());
    assertEquals(1, stops.get());
  }
}
