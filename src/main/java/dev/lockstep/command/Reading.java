package dev.lockstep.command;

import java.util.Optional;

/** The result of reading a line. */
public sealed interface Reading {
  /**
   * The whole line is this command.
   *
   * @param option what the line says about its output, if anything
   */
  record Understood(Command command, Optional<Option> option) implements Reading {}

  /**
   * The line is no command, and nothing of it may be carried out.
   *
   * @param column of the first character that does not fit, counted from 1
   * @param sentence names what is wrong, and the remedy
   */
  record Mistake(int column, String sentence) implements Reading {}

  /**
   * {@code -o FORMAT}.
   *
   * @param column where it begins, counted from 1
   */
  record Option(Output output, int column) {}

  /**
   * Reads one line.
   *
   * @param line without its line end
   */
  static Reading of(String line) {
    try {
      return new Parser(line).line();
    } catch (SyntaxException e) {
      return new Mistake(line.codePointCount(0, e.offset()) + 1, e.getMessage());
    }
  }
}
