package dev.lockstep.command;

import dev.lockstep.chain.Excerpt;
import dev.lockstep.command.Token.Kind;
import java.util.Optional;
import java.util.Set;

/** What may follow a command. */
final class Options {
  private static final String OUTPUT = "-o";
  private static final String ALL = "--all";
  private static final String PAGE = "--page";
  private static final Set<String> NAMES = Set.of(OUTPUT, ALL, PAGE);

  private Options() {}

  static boolean isOption(Token token) {
    return token.is(Kind.WORD) && NAMES.contains(token.text());
  }

  /** options = { "-o" ( "table" | "json" ) | "--all" | "--page" number }, each at most once */
  static Reading.Understood read(Tokens tokens, Command command) {
    var shown = command;
    var output = Optional.<Reading.Option>empty();
    boolean isPaged = false;
    while (isOption(tokens.peek())) {
      var option = tokens.next();
      if (option.isWord(OUTPUT)) {
        requireOnce(output.isEmpty(), option, OUTPUT + " stands once only.");
        output =
            Optional.of(new Reading.Option(output(tokens.next()), tokens.column(option.start())));
      } else {
        requireOnce(!isPaged, option, "Give either --all or --page, and only once.");
        isPaged = true;
        shown = shown(command, option.isWord(ALL) ? Page.ALL : page(tokens.next()), option);
      }
    }
    return new Reading.Understood(shown, output);
  }

  private static void requireOnce(boolean isFirst, Token option, String sentence) {
    if (!isFirst) {
      throw new SyntaxException(option.start(), sentence);
    }
  }

  private static Output output(Token format) {
    return Optional.of(format)
        .filter(word -> word.is(Kind.WORD))
        .flatMap(word -> Output.of(word.text()))
        .orElseThrow(
            () ->
                new SyntaxException(
                    format.start(),
                    "After -o write "
                        + Output.words()
                        + (format.is(Kind.END)
                            ? "."
                            : ", not \"" + Excerpt.of(format.text()) + "\".")));
  }

  private static Page page(Token number) {
    if (number.is(Kind.END)) {
      throw new SyntaxException(
          number.start(), "--page needs the number of a page, as in --page 2.");
    }
    return new Page(
        (int) Numbers.require(number, "the number of a page", 1, Page.NUMBER_MAX), Page.ROWS);
  }

  private static Command shown(Command command, Page page, Token option) {
    return switch (command) {
      case Command.Balances _ -> new Command.Balances(page);
      case Command.Block(var height, var _) -> new Command.Block(height, page);
      case Command.Log(var member, var _) -> new Command.Log(member, page);
      case Command.Nothing _,
          Command.Transfers _,
          Command.Balance _,
          Command.Chain _,
          Command.Statement _,
          Command.Find _,
          Command.Status _,
          Command.Peers _,
          Command.Verify _,
          Command.Help _,
          Command.Exit _ ->
          throw new SyntaxException(
              option.start(),
              option.text() + " is an option of balances, block and log only; remove it.");
    };
  }
}
