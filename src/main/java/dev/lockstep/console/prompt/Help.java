package dev.lockstep.console.prompt;

import dev.lockstep.command.Manual;
import java.util.List;
import java.util.Optional;

/**
 * What {@code help} answers.
 *
 * @param entries the command that was asked about, or all
 */
record Help(List<Manual.Entry> entries) {
  /** One command with all there is to know, or a list of all. */
  static Help of(Optional<Manual.Entry> topic) {
    return new Help(topic.map(List::of).orElseGet(Manual::entries));
  }
}
