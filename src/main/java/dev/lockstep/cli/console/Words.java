package dev.lockstep.cli.console;

import java.util.List;
import java.util.Set;

/** The little of the grammar that this side has to know: what to complete, and when to leave. */
final class Words {
  static final List<String> COMMANDS =
      List.of(
          "transfer",
          "balance",
          "balances",
          "chain",
          "block",
          "log",
          "status",
          "peers",
          "verify",
          "help",
          "exit",
          "PrintBalance",
          "PrintLog",
          "PrintBlockchain");

  /** The commands whose words are accounts; that of the course is known in any letter case. */
  private static final Set<String> TAKE_ACCOUNTS = Set.of("transfer", "balance");

  private Words() {}

  static boolean takesAccounts(String command) {
    return TAKE_ACCOUNTS.contains(command) || command.equalsIgnoreCase("PrintBalance");
  }

  static boolean leaves(String command) {
    return command.equals("exit") || command.equals("quit");
  }
}
