package dev.lockstep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.cli.NodeLauncher.RunningNode;
import dev.lockstep.command.ExitCode;
import dev.lockstep.config.NodeOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The command line")
class MainTest {
  @TempDir Path folder;
  private Cli cli;

  @BeforeEach
  void aClusterThatDoesNotRun() throws IOException {
    cli = new Cli(folder).cluster(1, 2);
  }

  @Test
  void help_and_version_are_answered() {
    var help = cli.bare("", "--help");
    assertEquals(ExitCode.OK, help.code());
    for (var word : List.of("console", "submit", "verify", "--cluster", "--data", "130")) {
      assertTrue(help.out().contains(word), help.out());
    }
    assertFalse(help.out().contains("generate-completion"), help.out());
    assertEquals(ExitCode.OK, cli.bare("", "--version").code());
    assertTrue(cli.bare("", "help", "submit").out().contains("--parallel"));
    assertTrue(cli.bare("", "generate-completion").out().contains("complete "));
  }

  /** A command that is not asked for is not made, so each is asked for once. */
  @Test
  void every_command_is_in_the_help_and_has_a_help_of_its_own() {
    var help = cli.bare("", "--help");
    for (var name : Commands.names()) {
      if (!name.equals("test")) {
        assertTrue(help.out().contains("\n  " + name + " "), name + " in " + help.out());
        var own = cli.bare("", name, "--help");
        assertTrue(own.out().contains("Usage: run.sh " + name), own.toString());
      }
    }
  }

  @Test
  void a_usage_mistake_is_one_sentence_with_a_hint_at_help() {
    for (var arguments :
        List.of(
            List.of("--nonsense"),
            List.of("console"),
            List.of("console", "A", "B"),
            List.of("submit", "file", "--batch=0"),
            List.of("submit", "file", "--batch=x"),
            List.of("console", "A", "-o", "xml"),
            List.of("A", "--cluster"))) {
      var result = cli.bare("", arguments.toArray(String[]::new));
      assertEquals(ExitCode.USAGE, result.code(), arguments.toString());
      assertEquals(1, result.err().lines().count(), result.err());
      assertTrue(result.err().strip().endsWith(" --help."), result.err());
      assertEquals("", result.out());
    }
  }

  @Test
  void a_word_that_is_neither_member_nor_command_is_answered_with_both() {
    var result = cli.run("sumbit");

    assertEquals(ExitCode.USAGE, result.code());
    assertEquals(1, result.err().lines().count(), result.err());
    assertTrue(result.err().contains("(A, B)"), result.err());
    assertTrue(result.err().contains("submit"), result.err());
  }

  @Test
  void a_stranger_has_no_console() {
    var result = cli.run("console", "X");

    assertEquals(ExitCode.USAGE, result.code());
    assertTrue(result.err().contains("the members are A, B."), result.err());
  }

  @Test
  void a_mistake_in_the_configuration_is_its_sentence() throws IOException {
    Files.writeString(folder.resolve("cluster.yaml"), "ledger: test\nprotocl: lamport\n");

    for (var arguments : List.of(List.<String>of(), List.of("A"), List.of("verify", "A"))) {
      var result = cli.run(arguments.toArray(String[]::new));
      assertEquals(ExitCode.USAGE, result.code());
      assertEquals(1, result.err().lines().count(), result.err());
      assertTrue(result.err().contains("line 2: unknown key \"protocl\""), result.err());
    }
  }

  @Test
  void common_options_stand_before_or_after_the_command() {
    List<NodeOptions> started = new ArrayList<>();
    cli.launcher(
        options -> {
          started.add(options);
          throw new CliException(ExitCode.FAILURE, "Enough.");
        });
    var cluster = folder.resolve("cluster.yaml").toString();
    var data = folder.resolve("data").toString();

    assertEquals("Enough.\n", cli.bare("", "--cluster", cluster, "--data", data, "A").err());
    assertEquals("Enough.\n", cli.bare("", "B", "--rejoin", "--cluster", cluster).err());
    assertEquals("Enough.\n", cli.bare("", "--rejoin", "node", "B", "--cluster=" + cluster).err());

    assertEquals(List.of("A", "B", "B"), started.stream().map(NodeOptions::member).toList());
    assertEquals(List.of(false, true, true), started.stream().map(NodeOptions::rejoin).toList());
    assertEquals(folder.resolve("data/A"), started.getFirst().directory());
  }

  @Test
  void the_events_of_a_simulated_run_are_in_the_form_of_those_of_nodes() throws IOException {
    var file = folder.resolve("events.jsonl");
    var words = List.of("simulate", "--seed", "7", "--nodes", "2", "--out", folder.toString());
    var arguments = new ArrayList<>(words);
    arguments.addAll(List.of("--trace", file.toString()));
    assertEquals(ExitCode.OK, cli.bare("", arguments.toArray(String[]::new)).code());

    var json = new ObjectMapper();
    var kinds = new HashSet<String>();
    var numbers = new HashMap<String, Long>();
    for (var line : Files.readAllLines(file)) {
      var event = json.readTree(line);
      kinds.add(event.get("kind").asText());
      var member = event.get("member").asText();
      assertEquals(numbers.merge(member, 1L, Long::sum), event.get("seq").asLong(), line);
    }
    assertEquals(Set.of("A", "B"), numbers.keySet());
    assertTrue(kinds.containsAll(List.of("sent", "received", "entered", "block")), kinds::toString);

    var without = cli.bare("", "simulate", "--seeds", "1", "--trace", file.toString());
    assertEquals(ExitCode.USAGE, without.code());
    assertEquals("--trace writes one run; say which with --seed.\n", without.err());
  }

  /** The value of an option before the command is no command and no member. */
  @Test
  void options_of_a_command_stand_before_or_after_it() {
    var after = cli.bare("", "simulate", "--seeds", "1", "--nodes", "2", "--faults", "loss");
    assertEquals(ExitCode.OK, after.code(), after.err());
    var before = cli.bare("", "--seeds", "1", "--nodes", "2", "--faults", "loss", "simulate");
    assertEquals(ExitCode.OK, before.code(), before.err());
    var run = cli.bare("", "--run", "x", "submit");
    assertTrue(run.err().contains("FILE"), run.err());
  }

  @Test
  void a_bench_that_cannot_be_run_says_why() throws Exception {
    assertUsage("--protocol \"raft\"", "bench", "--protocol", "raft");
    assertUsage("--workload \"z\" is unknown; there are a-in,", "bench", "--workload", "a,z");
    assertUsage(
        "--workload a-in has its clients inside the nodes",
        "bench",
        "--running",
        "--workload",
        "a,a-in");
    assertUsage("--grow 0 is not between 1 and 100,000,000", "bench", "--grow", "0");
    assertUsage("--nodes 10 is not between 1 and 9", "bench", "--nodes", "3,10");
    var other = Files.writeString(folder.resolve("other.json"), "{}").toString();
    assertUsage(other + " is no result of a bench", "bench", "--against", other);
    var torn = Files.writeString(folder.resolve("torn.json"), "{").toString();
    assertUsage(torn + " is no JSON", "bench", "--against", torn);
  }

  private void assertUsage(String sentence, String... words) {
    var said = cli.bare("", words);
    assertEquals(ExitCode.USAGE, said.code(), said.err());
    assertTrue(said.err().contains(sentence), said.err());
  }

  @Test
  void a_node_without_input_serves_until_it_ends() {
    var ended = new CompletableFuture<Integer>();
    List<String> calls = new ArrayList<>();
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
                calls.add("stop");
              }

              @Override
              public CompletionStage<Integer> ended() {
                return new CompletableFuture<>() {
                  @Override
                  public Integer join() {
                    calls.add("serve");
                    return ended.join();
                  }
                };
              }
            });
    ended.complete(ExitCode.OK);

    var result = cli.runWith("# nothing to do\n\n", "A");

    assertEquals(ExitCode.OK, result.code());
    assertEquals(List.of("serve", "stop"), calls);
    assertEquals("", result.out());
    assertTrue(
        result.err().matches("(?s).*http://127\\.0\\.0\\.1:1/\\?token=[0-9a-f]{64}\n.*"),
        result.err());
    // What stays in a scrollback must not be the token itself.
    assertFalse(result.err().contains("token-of-A"), result.err());
  }

  @Test
  void verify_says_so_where_nothing_ever_was() {
    var cluster = "--cluster=" + folder.resolve("cluster.yaml");
    var result = cli.bare("", "verify", "A", "--data", "/nowhere", cluster);

    assertEquals(ExitCode.FAILURE, result.code());
    assertEquals(1, result.err().lines().count(), result.err());
    assertTrue(result.err().contains("A has no data directory /nowhere/A, "), result.err());
  }

  @Test
  void verify_finds_fault_with_a_directory_that_holds_no_journal() throws IOException {
    // The token of a node that is not there any more is all that is left.
    var result = cli.run("verify", "A");

    assertEquals(ExitCode.VERIFICATION_FAILED, result.code());
    assertEquals(1, result.err().lines().count(), result.err());
    assertTrue(result.err().contains("There is no journal at "), result.err());

    Files.writeString(folder.resolve("data/A/member"), "B\n");
    result = cli.run("verify", "A", "-o", "json");
    assertEquals(ExitCode.VERIFICATION_FAILED, result.code());
    assertTrue(result.out().contains("belongs to member B, not to A."), result.out());
  }

  @Test
  void a_data_directory_that_is_a_file_is_called_one() throws IOException {
    var stranger = folder.resolve("data/stranger");
    Files.writeString(stranger, "no directory");
    var cluster = "--cluster=" + folder.resolve("cluster.yaml");
    for (var command : List.of(List.of("A"), List.of("verify", "A"))) {
      List<String> words = new ArrayList<>(command);
      words.addAll(List.of("--data", stranger.toString(), cluster));
      var result = cli.bare("", words.toArray(String[]::new));
      assertEquals(ExitCode.FAILURE, result.code());
      assertEquals(1, result.err().lines().count(), result.err());
      assertTrue(result.err().contains(stranger.toString()), result.err());
    }
  }

  @Test
  void a_command_that_is_recommended_names_the_cluster_and_the_data() {
    var cluster = folder.resolve("cluster.yaml");
    var options = " --cluster " + cluster + " --data " + folder.resolve("data");

    assertTrue(cli.run("console", "A").err().contains("./run.sh" + options + " A."));
    var elsewhere = cli.bare("", "verify", "B", "--data=/nowhere/my data", "--cluster=" + cluster);
    assertTrue(
        elsewhere
            .err()
            .contains(
                "start it with ./run.sh --cluster " + cluster + " --data '/nowhere/my data' B, or"),
        elsewhere.err());
  }
}
