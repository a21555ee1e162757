package dev.lockstep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.command.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("./run.sh lab")
class LabCommandTest {
  @TempDir Path folder;
  private Cli cli;

  @BeforeEach
  void noClusterIsNeeded() {
    cli = new Cli(folder);
  }

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("x.lab"), text).toString();
  }

  @Test
  void from_a_pipe_it_does_what_the_lines_say() {
    var result =
        cli.bare(
            "A transfers 4 to B\ndrop request A→C\ndeliver 1\nwhy A\nback 2\nbranches\nexit\ntick\n",
            "lab",
            "--no-browser");
    assertEquals(ExitCode.OK, result.code(), result.err());
    assertTrue(result.out().contains("B hears request of A"), result.out());
    assertTrue(result.out().contains("main, 3 steps, looked at after step 1"), result.out());
  }

  @Test
  void a_line_that_fails_ends_a_pipe_with_its_number() {
    var result = cli.bare("tick\ndeliver ack A→B\n", "lab", "--no-browser");
    assertEquals(ExitCode.VERIFICATION_FAILED, result.code());
    assertEquals("line 2: There is no ack A→B in flight; nothing is in flight.\n", result.err());
    assertEquals(ExitCode.USAGE, cli.bare("fly\n", "lab", "--no-browser").code());
    assertEquals(
        ExitCode.VERIFICATION_FAILED, cli.bare("expect A inside\n", "lab", "--no-browser").code());
  }

  @Test
  void a_question_takes_the_next_line_for_its_answer() throws IOException {
    var scenario = file("ask \"Who?\" answer \"A\" because \"It is first.\"\ntick\n");
    var right = cli.bare("step\na\nstep\n", "lab", "--no-browser", scenario);
    assertTrue(right.out().contains("Right.\n   It is first.\n2  tick"), right.out());
    assertTrue(
        cli.bare("step\nB\n", "lab", "--no-browser", scenario)
            .out()
            .contains("Wrong; the answer is \"A\"."));
  }

  @Test
  void who_is_asked_may_look_around_first() throws IOException {
    var scenario = file("ask \"May A enter?\" answer \"no\"\n");
    var result = cli.bare("step\nflight\nwhy A\n\nn\n", "lab", "--no-browser", scenario);
    assertTrue(result.out().contains("Answer yes or no."), result.out());
    assertTrue(result.out().endsWith("Right.\n"), result.out());
    assertEquals(2, result.out().split("May A enter").length - 1, result.out());
  }

  @Test
  void what_was_done_is_saved_and_holds_again() throws IOException {
    var saved = folder.resolve("saved.lab");
    var result =
        cli.bare(
            "A transfers 4 to B\ndeliver all\nexpect transfer 1 is committed\nback 2\ndrop all\nsave "
                + saved
                + "\n",
            "lab",
            "--no-browser");
    assertEquals(ExitCode.OK, result.code(), result.err());
    var check = cli.bare("", "lab", "--check", saved.toString());
    assertEquals(ExitCode.OK, check.code(), check.err());
    assertTrue(Files.readString(saved).contains("branch main.2\n  drop all\n"));
  }

  @Test
  void one_workload_is_compared_in_both_modes() {
    var result = cli.bare("", "lab", "--compare", "lessons/workloads/a-member-fails.lab");
    assertEquals(ExitCode.OK, result.code(), result.err());
    assertTrue(
        result.out().matches("(?s).*after crash C +nobody could go on +A, B could go on.*"),
        result.out());
    assertEquals(ExitCode.USAGE, cli.bare("", "lab", "--compare").code());
  }

  @Test
  void a_check_that_fails_names_file_line_and_what_is_so() throws IOException {
    var scenario = file("A transfers 4 to B\nexpect A inside\n");
    var result = cli.bare("", "lab", "--check", scenario);
    assertEquals(ExitCode.VERIFICATION_FAILED, result.code());
    assertEquals(
        scenario + ", line 2: expect A inside: A is ready and waits for B and C.\n", result.err());
  }

  @Test
  void a_file_that_cannot_be_read_is_a_usage_mistake() throws IOException {
    assertEquals(ExitCode.USAGE, cli.bare("", "lab", "--check", folder + "/none.lab").code());
    assertEquals(ExitCode.USAGE, cli.bare("", "lab", "--check", folder.toString()).code());
    assertEquals(ExitCode.USAGE, cli.bare("", "lab", "--check").code());
    var scenario = file("tick\ndelivr request A→B\n");
    var result = cli.bare("", "lab", "--check", scenario);
    assertEquals(ExitCode.USAGE, result.code());
    assertEquals(
        scenario
            + ", line 2, column 1: \"delivr\" is no action and no member; did you mean"
            + " \"deliver\"?\n",
        result.err());
    Files.write(folder.resolve("x.lab"), "say \"\u00e4\"".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(ExitCode.USAGE, cli.bare("", "lab", "--no-browser", scenario).code());
  }

  @Test
  void answers_are_kept_for_a_teacher() throws IOException {
    var scenario = file("ask \"Who?\" answer \"A\"\nask \"And then?\" answer \"B\"\n");
    var results = folder.resolve("results.jsonl");
    cli.bare(
        "step\nA\nstep\nC\n", "lab", "--no-browser", "--results", results.toString(), scenario);
    var lines = Files.readAllLines(results);
    assertEquals(2, lines.size());
    assertTrue(lines.getFirst().endsWith("\"question\":\"Who?\",\"answer\":\"A\",\"right\":true}"));
    assertTrue(lines.getLast().endsWith("\"answer\":\"C\",\"right\":false}"));
  }
}
