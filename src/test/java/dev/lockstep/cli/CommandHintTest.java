package dev.lockstep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A command that a sentence recommends")
class CommandHintTest {
  private static final Path HOME = Path.of("/srv/lockstep");
  private static final CommandHint AT_HOME = new CommandHint(HOME, HOME, List.of());

  private static CommandHint from(String here) {
    return new CommandHint(Path.of(here), HOME, List.of());
  }

  @Test
  void run_sh_is_named_as_it_is_found_from_the_callers_folder() {
    assertEquals("./run.sh console A", AT_HOME.of("console", "A"));
    assertEquals("./lockstep/run.sh A", from("/srv").of("A"));
    assertEquals("/srv/lockstep/run.sh A", from("/srv/lockstep/docs").of("A"));
    assertEquals("/srv/lockstep/run.sh A", from("/home/me").of("A"));
  }

  @Test
  void paths_below_the_callers_folder_stay_short_and_others_are_absolute() {
    assertEquals(
        "./run.sh --cluster conf/paxos.yaml --data data-paxos B",
        AT_HOME
            .with("--cluster", Path.of("conf/paxos.yaml"))
            .with("--data", HOME.resolve("data-paxos"))
            .of("B"));
    assertEquals(
        "./run.sh --data /var/ledger B", AT_HOME.with("--data", Path.of("/var/ledger")).of("B"));
    assertEquals("./run.sh --data /srv/x B", AT_HOME.with("--data", Path.of("../x")).of("B"));
    assertEquals("./run.sh --data /srv/lockstep B", AT_HOME.with("--data", HOME).of("B"));
  }

  @Test
  void a_path_is_never_read_as_an_option_or_as_a_file_of_arguments() {
    assertEquals("./run.sh --data ./-x A", AT_HOME.with("--data", Path.of("-x")).of("A"));
    assertEquals("./run.sh --data ./@x A", AT_HOME.with("--data", Path.of("@x")).of("A"));
  }

  @Test
  void a_shell_reads_back_every_word_as_it_was_meant(@TempDir Path folder)
      throws IOException, InterruptedException {
    var script = folder.resolve("a 'b' $(c)/run.sh");
    Files.createDirectories(script.getParent());
    Files.writeString(script, "printf '<%s>' \"$@\"\n");
    for (var name :
        List.of("my data", "it's", "$HOME", "`x`", "a;b", "*", "~", "=x", "ü", "a\nb")) {
      var hint =
          new CommandHint(folder, script.getParent(), List.of()).with("--data", Path.of(name));
      var shell =
          new ProcessBuilder("sh", "-c", "sh " + hint.of("submit", name))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .start();
      var said = new String(shell.getInputStream().readAllBytes(), "UTF-8");
      assertEquals(0, shell.waitFor(), said);
      assertEquals("<--data><" + name + "><submit><" + name + ">", said);
    }
  }
}
