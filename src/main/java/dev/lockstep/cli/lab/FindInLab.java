package dev.lockstep.cli.lab;

import dev.lockstep.cli.Stdio;
import dev.lockstep.command.ExitCode;
import dev.lockstep.lab.Search;
import dev.lockstep.lab.Setup;
import dev.lockstep.lab.scenario.ScenarioWriter;
import java.nio.file.Path;
import java.util.Optional;

/** Looks for the moves that break a protocol. */
public final class FindInLab {
  private final Stdio stdio;

  public FindInLab(Stdio stdio) {
    this.stdio = stdio;
  }

  /**
   * @param file to write the scenario to; without one it is shown
   * @return the exit code: 5 when a protocol that nodes run is broken
   */
  public int find(Setup setup, Optional<Path> file) {
    var result = Search.of(setup, Opening.ENOUGH);
    if (result.found().isEmpty()) {
      stdio
          .err()
          .println(
              result.lives()
                  + " random lives broke no invariant of "
                  + setup.protocol().name()
                  + ".");
      return setup.protocol().isTextbook() ? ExitCode.FAILURE : ExitCode.OK;
    }
    var found = result.found().get();
    show(setup, found, file);
    return setup.protocol().isTextbook() ? ExitCode.OK : ExitCode.VERIFICATION_FAILED;
  }

  private void show(Setup setup, Search.Found found, Optional<Path> file) {
    var lines = ScenarioWriter.write(Opening.life(setup, found));
    if (file.isPresent()) {
      ScenarioFile.write(lines, file.get().toString());
    } else {
      lines.forEach(stdio.out()::println);
    }
    stdio.out().flush();
    Opening.sentences(setup, found).forEach(stdio.err()::println);
  }
}
