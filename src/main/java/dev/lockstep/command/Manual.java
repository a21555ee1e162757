package dev.lockstep.command;

import java.util.List;
import java.util.Optional;

/** The commands: what help says about them, and what is completed. */
public final class Manual {
  /**
   * @param names how it is called; those of the course in any letter case
   * @param usage its words
   * @param summary one line
   * @param details what else there is to know, in sentences
   * @param examples lines that work as they stand, where A, B and C are accounts
   * @param takesAccounts whether its words are accounts
   */
  public record Entry(
      List<String> names,
      String usage,
      String summary,
      String details,
      List<String> examples,
      boolean takesAccounts) {}

  private static final String COURSE = "Print";
  private static final String PAGES =
      "A table is shown "
          + Page.ROWS
          + " rows at a time: --page 2 shows the next, and --all the whole table.";

  private static final List<Entry> ENTRIES =
      List.of(
          new Entry(
              List.of("transfer"),
              "transfer [FROM] TO AMOUNT [for MEMO]",
              "send money; also written (FROM, TO, AMOUNT)",
              "Without FROM this node's own account pays. A memo follows the word for, or is in"
                  + " quotes inside the parentheses; a memo with one of \" # ; ( ) always needs the"
                  + " quotes. An amount is digits, and a point before cents. Several transfers in"
                  + " parentheses may share a line, with nothing, a comma or a semicolon between them;"
                  + " the first that fails ends the line.",
              List.of(
                  "transfer B 4",
                  "transfer A B 4.50 for lunch",
                  "(A, B, 4)",
                  "(A, B, 4, \"invoice #12\")",
                  "(A, B, 1); (A, C, 2)"),
              true),
          new Entry(
              List.of("balance", "PrintBalance"),
              "balance [ACCOUNT]",
              "one balance; also PrintBalance",
              "Without ACCOUNT it is that of this node's own account.",
              List.of("balance", "balance B", "PrintBalance(B)"),
              true),
          new Entry(
              List.of("balances"),
              "balances",
              "all balances",
              "They are those at this node's newest block. " + PAGES,
              List.of("balances", "balances --page 2", "balances -o json"),
              false),
          new Entry(
              List.of("chain", "PrintBlockchain"),
              "chain [N]",
              "the newest N blocks; also PrintBlockchain",
              "N is 1 to " + Parser.CHAIN_MAX + ", and 10 when it is left out.",
              List.of("chain", "chain 3", "PrintBlockchain"),
              false),
          new Entry(
              List.of("block"),
              "block HEIGHT",
              "one block with its transfers",
              "Height 0 is the genesis block. " + PAGES,
              List.of("block 0"),
              false),
          new Entry(
              List.of("statement"),
              "statement [ACCOUNT [N]]",
              "the newest N transfers of an account",
              "Without ACCOUNT it is that of this node's own account. N is 1 to "
                  + Parser.STATEMENT_MAX
                  + ", and 20 when it is left out. Transfers that are on no block are in the log.",
              List.of("statement", "statement B", "statement A 100"),
              true),
          new Entry(
              List.of("find"),
              "find ID",
              "where a transfer is, by its id",
              "The answer is that of the transfer, however long ago it was. The events that moved it"
                  + " are shown by ./run.sh trace --transfer ID.",
              List.of("find 019aa5e0-7f3c-7d41-9d3e-0f6f2b8f6a10"),
              false),
          new Entry(
              List.of("log", "PrintLog"),
              "log",
              "the local log (Paxos mode); also PrintLog",
              "It holds what this node has executed that is on no block yet. A member may be named"
                  + " behind it: the log of another member is at its own prompt. "
                  + PAGES,
              List.of("log", "PrintLog"),
              false),
          new Entry(
              List.of("status"),
              "status",
              "this node: clock, head, and its claim or ballots",
              "It also names the members that this node waits for.",
              List.of("status", "status -o json"),
              false),
          new Entry(
              List.of("peers"),
              "peers",
              "the other nodes as this one sees them",
              "It shows since when a member is silent.",
              List.of("peers"),
              false),
          new Entry(
              List.of("verify"),
              "verify",
              "re-read and recompute everything on this node's disk",
              "It takes as long as the chain is long.",
              List.of("verify"),
              false),
          new Entry(
              List.of("help"),
              "help [COMMAND]",
              "this list, or more about one command",
              "",
              List.of("help", "help transfer"),
              false),
          new Entry(
              List.of("exit", "quit"),
              "exit",
              "leave the prompt; also quit",
              "From a pipe it ends the input.",
              List.of("exit"),
              false));

  private Manual() {}

  public static List<Entry> entries() {
    return ENTRIES;
  }

  /** All names of all commands. */
  public static List<String> names() {
    return ENTRIES.stream().flatMap(entry -> entry.names().stream()).toList();
  }

  /** The command of a name. */
  public static Optional<Entry> find(String name) {
    return ENTRIES.stream()
        .filter(entry -> entry.names().stream().anyMatch(known -> isCalled(known, name)))
        .findFirst();
  }

  /** The course's commands are known in any letter case, as its people write them. */
  private static boolean isCalled(String known, String name) {
    return known.startsWith(COURSE) ? known.equalsIgnoreCase(name) : known.equals(name);
  }

  static SyntaxException noCommand(Token word) {
    return new SyntaxException(
        word.start(),
        word.named()
            + " is no command"
            + didYouMean(word.text())
            + " Type help for the list, or write a transfer like (A, B, 4).");
  }

  /** The end of a sentence: whether another command was meant, if one is near. */
  static String didYouMean(String written) {
    return Nearest.to(written, names()).map(name -> "; did you mean " + name + "?").orElse(".");
  }
}
