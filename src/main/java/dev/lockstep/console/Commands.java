package dev.lockstep.console;

import dev.lockstep.chain.Excerpt;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The grammar of the prompt: the same at the terminal and on the page. */
final class Commands {
  static final int CHAIN_MAX = 100;

  /** How a result may be asked for. */
  static final List<String> OUTPUTS = List.of("table", "json");

  private static final Pattern TRIPLET =
      Pattern.compile(
          "\\(\\s*([^,()\\s]+)\\s*,\\s*([^,()\\s]+)\\s*,\\s*([^,()\\s]+)\\s*\\)\\s*(.*)");

  /** As the course writes them: {@code PrintBalance(A)}. */
  private static final Pattern CALL =
      Pattern.compile("(?i)(Print[a-z]+)\\s*\\(\\s*([^()]*?)\\s*\\)(.*)");

  private static final Pattern UNOPENED = Pattern.compile("[^,()\\s]+\\s*,[^()]*\\).*");
  private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9.][0-9.,eE]*");

  private static final List<String> COURSE = List.of("PrintBalance", "PrintLog", "PrintBlockchain");

  private record Usage(String usage, String text) {}

  private static final List<Usage> USAGES =
      List.of(
          new Usage(
              "transfer [FROM] TO AMOUNT [MEMO]", "send money; also written (FROM, TO, AMOUNT)"),
          new Usage("balance [ACCOUNT]", "one balance; also PrintBalance"),
          new Usage("balances", "all balances"),
          new Usage("chain [N]", "the newest N blocks; also PrintBlockchain"),
          new Usage("block HEIGHT", "one block with its transfers"),
          new Usage("log", "the local log (Paxos mode); also PrintLog"),
          new Usage("status", "this node: clock, head, and its claim or ballots"),
          new Usage("peers", "the other nodes as this one sees them"),
          new Usage("verify", "re-read and recompute everything on this node's disk"),
          new Usage("help", "this list"),
          new Usage("exit", "leave the prompt"));

  private Commands() {}

  /** A command, whether JSON was asked for on its line, and which part of a long table. */
  record Parsed(Command command, Optional<String> output, Page page) {}

  static JsonObject help() {
    var commands = new JsonArray();
    USAGES.forEach(u -> commands.add(new JsonObject().put("usage", u.usage).put("text", u.text)));
    return new JsonObject().put("commands", commands);
  }

  /**
   * @throws ApiException with code {@code usage} when the line is no command
   */
  static Parsed parse(String line) {
    var call = CALL.matcher(line.strip());
    var plain =
        call.matches() ? String.join(" ", call.group(1), call.group(2), call.group(3)) : line;
    List<String> words = new ArrayList<>(Arrays.asList(plain.strip().split("\\s+")));
    var output = takeOutput(words);
    var triplet = TRIPLET.matcher(String.join(" ", words));
    if (triplet.matches()) {
      return new Parsed(
          new Command.Transfer(
              Optional.of(triplet.group(1)),
              triplet.group(2),
              triplet.group(3),
              triplet.group(4).strip()),
          output,
          Page.FIRST);
    }
    requireBrackets(words);
    // Nothing but "-o json" is no command either.
    var name = words.isEmpty() ? "" : words.removeFirst();
    return new Parsed(command(name, words), output, Page.FIRST);
  }

  /** A triplet with one of its brackets is meant as one. */
  private static void requireBrackets(List<String> words) {
    var line = String.join(" ", words);
    boolean isOpened = line.startsWith("(");
    if (isOpened && line.contains(")")) {
      throw usage("\"" + Excerpt.of(line) + "\" is no transfer; write it like (A, B, 4)");
    }
    if (isOpened || UNOPENED.matcher(line).matches()) {
      throw usage(
          "The "
              + (isOpened ? "closing" : "opening")
              + " bracket of \""
              + Excerpt.of(line)
              + "\" is missing; write it like (A, B, 4)");
    }
  }

  private static Command command(String name, List<String> words) {
    return switch (ofTheCourse(name)) {
      case "transfer" -> transfer(words);
      case "balance", "PrintBalance" -> new Command.Balance(atMostOne(name, words, "an account"));
      case "balances" -> alone(name, words, new Command.Balances());
      case "chain" ->
          new Command.Chain(
              atMostOne(name, words, "a number of blocks")
                  .flatMap(n -> JsonInput.number(n, "N", 1, CHAIN_MAX))
                  .orElse(10L)
                  .intValue());
      case "PrintBlockchain" -> alone(name, words, new Command.Chain(CHAIN_MAX));
      case "block" ->
          new Command.Block(
              atMostOne(name, words, "a height")
                  .flatMap(n -> JsonInput.number(n, "HEIGHT", 0, Long.MAX_VALUE))
                  .orElseThrow(() -> usage("block needs a height, as in: block 3")));
      case "log", "PrintLog" -> new Command.Log(atMostOne(name, words, "a member"));
      case "status" -> alone(name, words, new Command.Status());
      case "peers" -> alone(name, words, new Command.Peers());
      case "verify" -> alone(name, words, new Command.Verify());
      case "help" -> alone(name, words, new Command.Help());
      default -> throw usage("\"" + Excerpt.of(name) + "\" is no command; type help for the list");
    };
  }

  /**
   * The course's commands in any letter case, as its people write them; other words as they are.
   */
  private static String ofTheCourse(String name) {
    return COURSE.stream().filter(name::equalsIgnoreCase).findFirst().orElse(name);
  }

  /** {@code B 4 memo} pays from the own account, {@code A B 4 memo} names who pays. */
  private static Command transfer(List<String> words) {
    if (words.size() >= 2 && NUMBER.matcher(words.get(1)).matches()) {
      return new Command.Transfer(Optional.empty(), words.get(0), words.get(1), rest(words, 2));
    }
    if (words.size() >= 3) {
      return new Command.Transfer(
          Optional.of(words.get(0)), words.get(1), words.get(2), rest(words, 3));
    }
    if (words.size() == 2) {
      return new Command.Transfer(Optional.empty(), words.get(0), words.get(1), "");
    }
    throw usage("transfer needs an account and an amount, as in: transfer B 4");
  }

  private static Optional<String> takeOutput(List<String> words) {
    int at = words.indexOf("-o");
    if (at < 0 || at != words.size() - 2) {
      return Optional.empty();
    }
    var format = words.get(at + 1);
    if (!OUTPUTS.contains(format)) {
      throw usage("-o is \"" + Excerpt.of(format) + "\", not " + String.join(" or ", OUTPUTS));
    }
    words.subList(at, at + 2).clear();
    return Optional.of(format);
  }

  private static String rest(List<String> words, int from) {
    return String.join(" ", words.subList(from, words.size()));
  }

  private static Command alone(String name, List<String> words, Command command) {
    if (!words.isEmpty()) {
      throw usage(name + " takes nothing behind it, not \"" + Excerpt.of(rest(words, 0)) + "\"");
    }
    return command;
  }

  private static Optional<String> atMostOne(String name, List<String> words, String what) {
    if (words.size() > 1) {
      throw usage(name + " takes " + what + ", not \"" + Excerpt.of(rest(words, 0)) + "\"");
    }
    return words.stream().findFirst();
  }

  private static ApiException usage(String sentence) {
    return new ApiException(400, "usage", sentence + ".");
  }
}
