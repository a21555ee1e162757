package dev.lockstep.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code run.sh} under what shells, login scripts and service managers leave to it. */
@Timeout(60)
@DisplayName("run.sh in odd environments")
class OddEnvironmentsIT {
  private static final String PATH = System.getenv("PATH");

  private record Ended(int code, String output) {}

  /** Runs a line of shell with nothing in its environment but PATH. */
  private static Ended shell(String line) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("env", "-i", "PATH=" + PATH, "bash", "-c", line));
    var process =
        new ProcessBuilder(command).directory(parent().toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output);
  }

  private static Path parent() {
    return RealCluster.ROOT.getParent();
  }

  private static String script() {
    return RealCluster.ROOT.getFileName() + "/run.sh";
  }

  @Test
  void an_exported_CDPATH_does_not_lead_elsewhere() throws Exception {
    var ended = shell("export CDPATH=/tmp:" + parent() + "; '" + script() + "' --version");
    assertEquals(0, ended.code(), ended::toString);
    assertTrue(ended.output().startsWith("Lockstep "), ended::toString);
  }

  @Test
  void an_exported_function_does_not_replace_a_command() throws Exception {
    var ended = shell("find() { echo found; }; export -f find; '" + script() + "' --version");
    assertTrue(ended.output().startsWith("Lockstep "), ended::toString);
  }

  @Test
  void a_closed_standard_input_is_an_empty_one() throws Exception {
    var ended = shell("'" + script() + "' submit - <&-");
    assertEquals(0, ended.code(), ended::toString);
  }

  @Test
  void closed_outputs_do_not_change_what_is_done() throws Exception {
    assertEquals(2, shell("'" + script() + "' nobody <&- >&- 2>&-").code());
  }

  @Test
  void names_that_are_not_ascii_work_without_a_locale() throws Exception {
    var ended = shell("'" + script() + "' verify A --data '/nowhere/Zahlungsbücher ✓'");
    assertEquals(1, ended.code(), ended::toString);
    assertTrue(
        ended.output().contains("no data directory /nowhere/Zahlungsbücher ✓/A"), ended::toString);
  }

  @Test
  void a_name_that_is_not_utf8_is_refused() throws Exception {
    var ended = shell("'" + script() + "' verify A --data $'/nowhere/\\xff'");
    assertEquals(2, ended.code(), ended::toString);
    assertTrue(ended.output().contains("is not UTF-8"), ended::toString);
  }

  @Test
  void an_output_that_cannot_be_written_is_a_failure() throws Exception {
    for (var command : List.of("--help", "--version", "submit -", "simulate --seeds 1")) {
      var ended = shell("'" + script() + "' " + command + " 2>&1 >/dev/full </dev/null");
      assertEquals(1, ended.code(), ended::toString);
      assertTrue(ended.output().startsWith("Standard output cannot be"), ended::toString);
    }
  }

  @Test
  void a_temporary_folder_that_is_missing_is_named() throws Exception {
    var ended = shell("export TMPDIR=/nowhere; '" + script() + "' submit - </dev/null");
    assertEquals(1, ended.code(), ended::toString);
    assertTrue(ended.output().contains("the temporary folder /nowhere"), ended::toString);
  }

  @Test
  void a_limit_of_open_files_that_is_too_low_is_named() throws Exception {
    var ended =
        shell(
            "cd \"$(mktemp -d)\" && ulimit -n 128 && '" + RealCluster.ROOT + "/run.sh' A --data .");
    assertEquals(1, ended.code(), ended::toString);
    assertEquals(1, ended.output().lines().count(), ended::toString);
    assertTrue(ended.output().contains("ulimit -n"), ended::toString);
  }

  /** What shares a code with the ledger's refusal would be taken for one. */
  @ParameterizedTest
  @CsvSource({"8m, A --data .", "6m, verify A --data .", "6m, submit file --data ."})
  void a_heap_that_is_used_up_ends_any_command_with_one_sentence(String heap, String command)
      throws Exception {
    var ended =
        shell(
            "cd \"$(mktemp -d)\" && mkdir -m 700 A && echo '(A, B, 1)' >file && LOCKSTEP_JAVA_OPTS=-Xmx"
                + heap
                + " '"
                + RealCluster.ROOT
                + "/run.sh' "
                + command);
    assertEquals(1, ended.code(), ended::toString);
    assertEquals(1, ended.output().lines().count(), ended::toString);
    assertTrue(ended.output().contains("because its heap"), ended::toString);
    assertTrue(ended.output().contains("LOCKSTEP_JAVA_OPTS=-Xmx1g"), ended::toString);
  }

  @Test
  void options_that_java_refuses_are_named_with_the_reason() throws Exception {
    var ended = shell("LOCKSTEP_JAVA_OPTS='-Xms64m -Xmx16m' '" + script() + "' --version");
    assertEquals(1, ended.code(), ended::toString);
    assertEquals(
        "Java cannot be started with LOCKSTEP_JAVA_OPTS='-Xms64m -Xmx16m': "
            + "Initial heap size set to a larger value than the maximum heap size.\n",
        ended.output());
  }
}
