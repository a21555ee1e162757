package dev.lockstep.cli.console;

import dev.lockstep.cli.CliException;
import dev.lockstep.cli.ExitCode;
import dev.lockstep.cli.Stdio;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Commands from a pipe, one a line. Standard output gets results and nothing else; what failed goes
 * to standard error with the number of its line.
 */
public final class Script {
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
    int number = 0;
    int commands = 0;
    int exitCode = ExitCode.OK;
    try (var reader = stdio.reader()) {
      for (var line = next(reader); line != null; line = next(reader)) {
        number++;
        var command = cleaned(line);
        if (command.isEmpty() || command.startsWith("#")) {
          continue;
        }
        commands++;
        if (Words.leaves(command)) {
          break;
        }
        int code = run(command, number);
        // Transfers whose answers nobody would see are not made.
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

  private int run(String command, int number) {
    try {
      var answer = channel.run(command);
      if (answer.isFailure()) {
        complain(number, answer.text());
      } else if (!answer.text().isEmpty()) {
        stdio.out().println(answer.text());
      }
      return answer.exitCode();
    } catch (CliException e) {
      complain(number, e.getMessage());
      return e.exitCode();
    }
  }

  private void complain(int number, String text) {
    stdio.out().flush();
    stdio.err().println("line " + number + ": " + text);
  }

  private static String next(BufferedReader reader) {
    try {
      return reader.readLine();
    } catch (IOException e) {
      throw new CliException(
          ExitCode.FAILURE, "Standard input cannot be read: " + e.getMessage() + ".", e);
    }
  }

  /** Files from other systems begin with a byte order mark and end their lines in CR. */
  private static String cleaned(String line) {
    return line.replace("\uFEFF", "").strip();
  }
}
