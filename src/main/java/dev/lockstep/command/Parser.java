package dev.lockstep.command;

import dev.lockstep.chain.Excerpt;
import dev.lockstep.command.Token.Kind;
import java.util.Optional;

/**
 * Reads one line by recursive descent: a line is a command, its options, and nothing else. What is
 * left over is a mistake, wherever it stands.
 */
final class Parser {
  static final int CHAIN_MAX = 100;

  private static final int CHAIN_DEFAULT = 10;

  static final int STATEMENT_MAX = 1_000;

  private static final int STATEMENT_DEFAULT = 20;

  private final String line;
  private final Tokens tokens;

  Parser(String line) {
    Characters.requireLine(line);
    this.line = line;
    this.tokens = new Tokens(line);
  }

  /** line = [ command options ] [ comment ] */
  Reading.Understood line() {
    if (tokens.peek().is(Kind.END)) {
      return new Reading.Understood(new Command.Nothing(), Optional.empty());
    }
    var command = command();
    var understood = Options.read(tokens, command);
    requireEnd();
    return understood;
  }

  private Command command() {
    var first = tokens.peek();
    if (first.is(Kind.OPEN)) {
      return new Triplets(line, tokens).inBrackets();
    }
    if (Options.isOption(first)) {
      throw new SyntaxException(
          first.start(), first.text() + " stands behind a command, as in: balances -o json.");
    }
    if (!first.is(Kind.WORD)) {
      throw new SyntaxException(
          first.start(),
          "A line does not begin with \""
              + line.charAt(first.start())
              + "\"; type help for the commands, or write a transfer like (A, B, 4).");
    }
    var entry = Manual.find(first.text());
    return entry.isPresent() ? known(entry.get()) : bare();
  }

  private Command known(Manual.Entry entry) {
    var name = tokens.next();
    return switch (entry.names().getFirst()) {
      case "transfer" -> new TransferCommand(line, tokens).command(name);
      case "balance" -> new Command.Balance(argument(name).map(Names::require));
      case "balances" -> new Command.Balances(Page.FIRST);
      case "chain" -> chain(name);
      case "block" -> block(name);
      case "log" -> new Command.Log(argument(name).map(Names::require), Page.FIRST);
      case "statement" -> statement(name);
      case "find" -> find(name);
      case "status" -> new Command.Status();
      case "peers" -> new Command.Peers();
      case "verify" -> new Command.Verify();
      case "help" -> new Command.Help(argument(name).map(Parser::topic));
      case "exit" -> new Command.Exit();
      default -> throw new IllegalStateException("no grammar for " + entry.names());
    };
  }

  /** bare = elements | words */
  private Command bare() {
    var first = tokens.next();
    return switch (tokens.peek().kind()) {
      case COMMA -> {
        tokens.seek(first.start());
        yield new Triplets(line, tokens).withoutBrackets();
      }
      case WORD -> new TransferCommand(line, tokens).words(first);
      case QUOTED, OPEN, CLOSE, SEMICOLON, END -> throw Manual.noCommand(first);
    };
  }

  private Command chain(Token name) {
    if (isOfTheCourse(name)) {
      requireNoArgument(name);
      return new Command.Chain(CHAIN_MAX);
    }
    return new Command.Chain(
        argument(name)
            .map(word -> (int) Numbers.require(word, "a number of blocks", 1, CHAIN_MAX))
            .orElse(CHAIN_DEFAULT));
  }

  private Command block(Token name) {
    var height =
        argument(name)
            .orElseThrow(
                () ->
                    new SyntaxException(
                        tokens.peek().start(), "block needs a height, as in: block 3."));
    return new Command.Block(Numbers.require(height, "a height", 0, Long.MAX_VALUE), Page.FIRST);
  }

  /** statement = [ name [ number ] ] */
  private Command statement(Token name) {
    var account = argument(name).map(Names::require);
    int transfers =
        account
            .flatMap(_ -> argument(name))
            .map(word -> (int) Numbers.require(word, "a number of transfers", 1, STATEMENT_MAX))
            .orElse(STATEMENT_DEFAULT);
    return new Command.Statement(account, transfers);
  }

  private Command find(Token name) {
    return argument(name)
        .map(word -> new Command.Find(word.text()))
        .orElseThrow(
            () ->
                new SyntaxException(
                    tokens.peek().start(),
                    "find needs the id of a transfer, as the answer to transfer has it."));
  }

  private static Manual.Entry topic(Token word) {
    return Manual.find(word.text())
        .orElseThrow(
            () ->
                new SyntaxException(
                    word.start(),
                    "There is no help about \""
                        + Excerpt.of(word.text())
                        + "\", which is no command"
                        + Manual.didYouMean(word.text())
                        + " Type help for the list."));
  }

  private static boolean isOfTheCourse(Token name) {
    return name.text().regionMatches(true, 0, "Print", 0, "Print".length());
  }

  /** argument = [ word ], and for the commands of the course also "(" [ word ] ")" */
  private Optional<Token> argument(Token name) {
    if (isOfTheCourse(name) && tokens.peek().is(Kind.OPEN)) {
      tokens.next();
      var word = tokens.peek().is(Kind.WORD) ? Optional.of(tokens.next()) : Optional.<Token>empty();
      if (!tokens.peek().is(Kind.CLOSE)) {
        throw new SyntaxException(
            tokens.peek().start(), "The closing bracket of " + name.text() + "( is missing here.");
      }
      tokens.next();
      return word;
    }
    var word = tokens.peek();
    if (!word.is(Kind.WORD) || Options.isOption(word)) {
      return Optional.empty();
    }
    return Optional.of(tokens.next());
  }

  private void requireNoArgument(Token name) {
    argument(name)
        .ifPresent(
            word -> {
              throw new SyntaxException(word.start(), name.text() + " takes nothing behind it.");
            });
  }

  private void requireEnd() {
    var left = tokens.peek();
    if (!left.is(Kind.END)) {
      throw new SyntaxException(
          left.start(),
          "\"" + Excerpt.of(line.substring(left.start())) + "\" is left over; remove it.");
    }
  }
}
