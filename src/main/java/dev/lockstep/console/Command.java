package dev.lockstep.console;

import java.util.Optional;

/** What can be typed at a prompt. */
sealed interface Command {
  record Transfer(Optional<String> from, String to, String amount, String memo)
      implements Command {}

  record Balance(Optional<String> account) implements Command {}

  record Balances() implements Command {}

  record Chain(int blocks) implements Command {}

  record Block(long height) implements Command {}

  /**
   * @param member whose log is meant; only the own one is here
   */
  record Log(Optional<String> member) implements Command {}

  record Status() implements Command {}

  record Peers() implements Command {}

  record Verify() implements Command {}

  record Help() implements Command {}
}
