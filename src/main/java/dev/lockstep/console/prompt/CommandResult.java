package dev.lockstep.console.prompt;

import dev.lockstep.command.ExitCode;
import java.util.OptionalInt;

/**
 * The result of one line of the prompt.
 *
 * @param exitCode one of {@link ExitCode}
 * @param column the first character that was not understood, counted from 1
 * @param transfer which transfer of the line has failed, counted from 1
 */
record CommandResult(String text, int exitCode, OptionalInt column, OptionalInt transfer) {
  CommandResult(String text, int exitCode) {
    this(text, exitCode, OptionalInt.empty(), OptionalInt.empty());
  }
}
