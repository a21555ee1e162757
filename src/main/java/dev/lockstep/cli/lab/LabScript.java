package dev.lockstep.cli.lab;

import dev.lockstep.cli.CliException;
import dev.lockstep.cli.Stdio;
import dev.lockstep.cli.TextLines.Line;
import dev.lockstep.command.ExitCode;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/** The lab with commands from a pipe, one a line; the first that fails ends the run. */
public final class LabScript {
  private final Session session;
  private final Stdio stdio;

  public LabScript(Session session, Stdio stdio) {
    this.session = session;
    this.stdio = stdio;
  }

  /** Returns the exit code of the first failure. */
  public int run() {
    try (var lines = stdio.lines()) {
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        var result = run(line.get());
        if (result.isPresent()) {
          return result.getAsInt();
        }
      }
      return ExitCode.OK;
    } catch (IOException e) {
      throw new CliException(
          ExitCode.FAILURE, "Standard input cannot be read: " + e.getMessage() + ".", e);
    }
  }

  /** The exit code, if the run ends here. */
  private OptionalInt run(Line line) {
    return switch (line) {
      case Line.Garbled(var number, var _) -> {
        stdio.err().println("line " + number + ": the line is not UTF-8; write it anew in UTF-8.");
        yield OptionalInt.of(ExitCode.USAGE);
      }
      case Line.Text(var number, var text) ->
          switch (session.run(text)) {
            case Session.Reply.Leave() -> OptionalInt.of(ExitCode.OK);
            case Session.Reply.Text(var lines, var code) -> show(number, lines, code);
          };
    };
  }

  private OptionalInt show(long number, List<String> lines, int code) {
    if (code == ExitCode.OK) {
      lines.forEach(stdio.out()::println);
      stdio.requireWritten();
      return OptionalInt.empty();
    }
    stdio.out().flush();
    stdio.err().println("line " + number + ": " + String.join(" ", lines));
    return OptionalInt.of(code);
  }
}
