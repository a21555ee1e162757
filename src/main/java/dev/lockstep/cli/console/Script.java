package dev.lockstep.cli.console;

import dev.lockstep.cli.CliException;
import dev.lockstep.cli.Stdio;
import dev.lockstep.cli.TextLines;
import dev.lockstep.cli.TextLines.Line;
import dev.lockstep.command.Command;
import dev.lockstep.command.ExitCode;
import dev.lockstep.command.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Commands from a pipe, one a line. Standard output gets results and nothing else; what failed goes
 * to standard error with the number of its line.
 */
public final class Script {
  /** More would not fit into one message to the node. */
  private static final int LINE_MAX = 50_000;

  private final CommandChannel channel;
  private final Stdio stdio;
  private final boolean keepGoing;

  public Script(CommandChannel channel, Stdio stdio, boolean keepGoing) {
    this.channel = channel;
    this.stdio = stdio;
    this.keepGoing = keepGoing;
  }

  /**
   * @param commands how many lines held one
   * @param exitCode of the first failure
   */
  public record Outcome(int commands, int exitCode) {}

  /** Runs until the end of the input, {@code exit}, or the first failure. */
  public Outcome run() {
    int commands = 0;
    int exitCode = ExitCode.OK;
    try (var lines = stdio.lines()) {
      for (var line = next(lines); line.isPresent(); line = next(lines)) {
        if (isNothing(line.get())) {
          continue;
        }
        commands++;
        if (isExit(line.get())) {
          break;
        }
        int code = run(line.get());
        // No transfer is made whose answer could not be shown.
        stdio.requireWritten();
        if (code != ExitCode.OK) {
          exitCode = exitCode == ExitCode.OK ? code : exitCode;
          if (!keepGoing) {
            break;
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Outcome(commands, exitCode);
  }

  private static boolean isNothing(Line line) {
    return command(line).filter(Command.Nothing.class::isInstance).isPresent();
  }

  private static boolean isExit(Line line) {
    return command(line).filter(Command.Exit.class::isInstance).isPresent();
  }

  /** The command of a line; its mistakes are reported by the node. */
  private static Optional<Command> command(Line line) {
    return line instanceof Line.Text(var _, var text)
            && Reading.of(text) instanceof Reading.Understood(var command, var _)
        ? Optional.of(command)
        : Optional.empty();
  }

  private int run(Line line) {
    return switch (line) {
      case Line.Text(var number, var text) -> run(text, number);
      case Line.Garbled(var number, var begin) -> {
        int column = begin.codePointCount(0, begin.length()) + 1;
        complain(number, ", column " + column + ": the line is not UTF-8; write it anew in UTF-8.");
        yield ExitCode.USAGE;
      }
    };
  }

  private int run(String command, long number) {
    if (command.length() > LINE_MAX) {
      complain(
          number, ": the line has over " + LINE_MAX + " characters; write it as several lines.");
      return ExitCode.USAGE;
    }
    try {
      var printer = new LongText(stdio.out());
      var answer = channel.run(command, printer);
      printer.end();
      if (answer.isFailure()) {
        complain(number, (answer.namesItsPlace() ? ", " : ": ") + answer.text());
      } else if (!answer.text().isEmpty()) {
        stdio.out().println(answer.text());
      }
      return answer.exitCode();
    } catch (CliException e) {
      complain(number, ": " + e.getMessage());
      return e.exitCode();
    }
  }

  private void complain(long number, String text) {
    stdio.out().flush();
    stdio.err().println("line " + number + text);
  }

  private static Optional<Line> next(TextLines lines) {
    try {
      return lines.next();
    } catch (IOException e) {
      throw new CliException(
          ExitCode.FAILURE, "Standard input cannot be read: " + e.getMessage() + ".", e);
    }
  }
}
