package dev.lockstep.cli.lab;

import dev.lockstep.cli.CliException;
import dev.lockstep.cli.Stdio;
import dev.lockstep.cli.TextLines;
import dev.lockstep.cli.TextLines.Line;
import dev.lockstep.cli.incident.Incident;
import dev.lockstep.command.ExitCode;
import dev.lockstep.lab.ImpossibleException;
import dev.lockstep.lab.Lab;
import dev.lockstep.lab.RecordedRun;
import dev.lockstep.lab.scenario.MistakeException;
import dev.lockstep.lab.scenario.Play;
import dev.lockstep.lab.scenario.Scenario;
import dev.lockstep.lab.scenario.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A scenario on a disk.
 *
 * @param file as it was named
 */
public record ScenarioFile(Path file) {
  /**
   * @throws CliException when it cannot be written
   */
  static void write(List<String> lines, String file) {
    try {
      Files.write(Path.of(file), lines);
    } catch (IOException | InvalidPathException e) {
      throw new CliException(
          ExitCode.FAILURE, "The file " + file + " cannot be written: " + e.getMessage() + ".", e);
    }
  }

  /** Runs it; returns the exit code. */
  public int check(Stdio stdio) {
    Scenario scenario;
    try {
      scenario = read();
    } catch (CliException unreadable) {
      stdio.err().println(unreadable.getMessage());
      return unreadable.exitCode();
    }
    var play = Play.of(scenario);
    if (play.failure().isPresent()) {
      stdio.out().flush();
      stdio.err().println(text(play.failure().get()));
      return ExitCode.VERIFICATION_FAILED;
    }
    stdio
        .out()
        .printf(
            "%s: %d steps, %d expectations hold, no other invariant is broken.%n",
            file, play.steps(), play.expectations());
    return ExitCode.OK;
  }

  /** Has it happen; what cannot happen is reported, and the life ends before it. */
  public Lab open(Stdio stdio) {
    var play = Play.of(read());
    play.failure()
        .ifPresent(
            failure -> {
              stdio.err().println(text(failure));
              stdio.err().println("What comes before that line is shown.");
              stdio.err().flush();
            });
    return play.lab();
  }

  private String text(Play.Failure failure) {
    return file
        + ", line "
        + failure.line()
        + ": "
        + failure.text()
        + ": "
        + failure.reason()
        + ".";
  }

  /**
   * @throws CliException with exit code 2 when it cannot be read, or is no scenario
   */
  Scenario read() {
    try {
      return ScenarioReader.read(lines(), this::record);
    } catch (MistakeException mistake) {
      throw new CliException(
          ExitCode.USAGE,
          file
              + ", line "
              + mistake.line()
              + ", column "
              + mistake.column()
              + ": "
              + mistake.getMessage());
    }
  }

  /** A record lies beside the scenario that leaves it. */
  private RecordedRun record(String name) {
    var path = file.resolveSibling(name);
    if (!Files.isRegularFile(path)) {
      throw new ImpossibleException(
          "there is no record " + path + "; put it beside this file, under this name");
    }
    try {
      return Incident.read(path)
          .run()
          .orElseThrow(() -> new ImpossibleException(path + " has no recorded inputs"));
    } catch (CliException unreadable) {
      throw new ImpossibleException(unreadable.getMessage().replaceFirst("\\.$", ""));
    }
  }

  private List<String> lines() {
    if (Files.isDirectory(file)) {
      throw new CliException(ExitCode.USAGE, file + " is a folder; name a scenario file in it.");
    }
    List<String> lines = new ArrayList<>();
    try (var in = new TextLines(Files.newInputStream(file), file.toString())) {
      for (var line = in.next(); line.isPresent(); line = in.next()) {
        switch (line.get()) {
          case Line.Text(var _, var text) -> lines.add(text);
          case Line.Garbled(var number, var _) ->
              throw new CliException(
                  ExitCode.USAGE,
                  file + ", line " + number + ": the line is not UTF-8; write it anew in UTF-8.");
        }
      }
    } catch (NoSuchFileException e) {
      throw new CliException(
          ExitCode.USAGE, "There is no file " + file + "; look at its name and folder.", e);
    } catch (IOException e) {
      throw new CliException(
          ExitCode.USAGE, "The file " + file + " cannot be read: " + e.getMessage() + ".", e);
    }
    return lines;
  }
}
