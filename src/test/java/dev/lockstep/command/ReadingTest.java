package dev.lockstep.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The grammar of a line, as docs/interfaces.md states it. */
@DisplayName("The grammar of a line")
class ReadingTest {
  static Command read(String line) {
    return assertInstanceOf(Reading.Understood.class, Reading.of(line), line).command();
  }

  /** The transfers of a line, each as {@code FROM>TO AMOUNT MEMO}; nobody is named by ?. */
  static List<String> paid(String line) {
    return assertInstanceOf(Command.Transfers.class, read(line), line).payments().stream()
        .map(p -> p.from().orElse("?") + ">" + p.to() + " " + p.amount() + " " + p.memo())
        .map(String::strip)
        .toList();
  }

  private static Reading.Mistake mistake(String line) {
    var mistake = assertInstanceOf(Reading.Mistake.class, Reading.of(line), line);
    assertTrue(mistake.sentence().endsWith("."), mistake::sentence);
    assertTrue(mistake.sentence().length() < 400, mistake::sentence);
    assertTrue(mistake.column() >= 1);
    assertTrue(mistake.column() <= line.codePointCount(0, line.length()) + 1, line);
    return mistake;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "(A, B, 4)                      | A>B 4",
        "  (A,\tB ,4 )                  | A>B 4",
        "(A, B, 4.5) # lunch            | A>B 4.5",
        "(A, B, 4)# lunch               | A>B 4",
        "(A, B, 4, \"lunch\")           | A>B 4 lunch",
        "(A, B, 4, \"\")                | A>B 4",
        "(A, B, 4, \"say \\\"hi\\\" \\\\\") | A>B 4 say \"hi\" \\",
        "(A, B, 4, \"#1 (a, b); c -o json\") | A>B 4 #1 (a, b); c -o json",
        "(1, 2, 3)                      | 1>2 3",
        "(for, -o, 3)                   | for>-o 3",
        "A, B, 4                        | A>B 4",
        "A,B,4,\"lunch\"                | A>B 4 lunch",
        "A B 4                          | A>B 4",
        "A B 4 \"lunch\"                | A>B 4 lunch",
        "1 2 3                          | 1>2 3",
        "transfer B 4                   | ?>B 4",
        "transfer B 4.50 # lunch        | ?>B 4.50",
        "transfer A B 4                 | A>B 4",
        "transfer 1 2                   | ?>1 2",
        "transfer 1 B 3                 | 1>B 3",
        "transfer 1 x2 3                | 1>x2 3",
        "transfer A 2024-01 3           | A>2024-01 3",
        "Peter B 3                      | Peter>B 3",
        "logs help 3                    | logs>help 3",
        "transfer 1 2 for 3             | ?>1 2 3",
        "transfer A for 4               | A>for 4",
        "transfer for 4 for x           | ?>for 4 x",
        "transfer B 4 for lunch         | ?>B 4 lunch",
        "transfer A B 4 for a  b, c     | A>B 4 a  b, c",
        "transfer B 4 for x -o json     | ?>B 4 x",
        "transfer B 4 for \"x -o json\" | ?>B 4 x -o json",
        "transfer B 4 for \"#12\" # c   | ?>B 4 #12",
        "transfer B 4 for \\            | ?>B 4 \\",
        "transfer B 4 for lunch # c     | ?>B 4 lunch",
        "transfer B 4 for for           | ?>B 4 for",
        "transfer B 4 for Käse 🍕       | ?>B 4 Käse 🍕",
      })
  void one_transfer(String line, String paid) {
    assertEquals(List.of(paid), paid(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(A, B, 1)(B, C, 2)",
        "(A, B, 1) (B, C, 2)",
        "(A,B,1),(B,C,2)",
        "(A, B, 1), (B, C, 2) # two",
        "(A, B, 1); (B, C, 2)",
        "(A, B, 1) ;(B, C, 2) -o json",
      })
  void several_triplets_are_several_transfers(String line) {
    assertEquals(List.of("A>B 1", "B>C 2"), paid(line));
  }

  /** The examples of what was paid although nobody had written it, and their like. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "(A, B, 1,000.00)           | 9  | write 1000.00.",
        "A,B,2,000                  | 6  | write 2000.",
        "transfer A B 1 000.00      | 16 | write 1000.00.",
        "(A, B, 1,50)               | 9  | write 1.50.",
        "(A, B, 1.000,50)           | 13 | write 1000.50.",
        "(A, B, 1,2,3)              | 9  | An amount has no comma",
        "(A, B, 1, 50)              | 11 | A comma ends the amount 1",
        "(A, B, 1 000)              | 10 | write 1000.",
        "A B 1,50                   | 6  | write 1.50.",
        "A B 1 000                  | 7  | write 1000.",
        "transfer B 1,50            | 13 | write 1.50.",
        "transfer A B 1,000.00      | 15 | write 1000.00.",
        "transfer B 1 500.00        | 14 | write the amount 1500.00 without a space",
        "transfer 1 2 3             | 14 | (1, 2, 3)",
        "transfer A -4 3            | 15 | (A, -4, 3)",
        "transfer A 1e3 3           | 16 | (A, 1e3, 3)",
        "transfer A 1_000 3         | 18 | (A, 1_000, 3)",
        "(A, B, 1); (B, C, 2        | 20 | closing parenthesis",
        "(A, B, 1); (B, C)          | 17 | comma is missing",
        "(A, B, 1); B C 2           | 12 | another transfer in parentheses",
        "(A, B, 4),                 | 10 | remove it.",
        "(A, B, 4);                 | 10 | remove it.",
        "(A, B, 4);;(A, B, 4)       | 11 | another transfer in parentheses",
        ";(A, B, 4)                 | 1  | does not begin with",
        "(A, B, 4).                 | 10 | inside the parentheses, in quotes",
        "(A, B, 4) lunch            | 11 | inside the parentheses, in quotes",
        "(A, B, 4) \"lunch\"        | 11 | inside the parentheses, in quotes",
        "(A, B, 4) for lunch        | 11 | inside the parentheses, in quotes",
        "(A, B, 4))                 | 10 | left over",
        "(A, B, 4, lunch)           | 11 | write \"lunch\".",
        "(A, B, 4, “lunch”)         | 11 | write \"lunch\".",
        "(A, B, 4, )                | 11 | memo in quotes is missing",
        "(A, B, 4, \"a\" b)         | 15 | does not belong there",
        "(A, B, 4, \"a\", \"b\")    | 14 | does not belong there",
        "(A, B, 4 \"a\")            | 10 | does not belong there",
        "(A, B, 4, \"lunch)         | 11 | not closed",
        "(A, B, 4, \"a\\n\")        | 13 | may only precede",
        "A B 4 lunch                | 7  | memo must be in quotes",
        "A, B, 4, lunch             | 10 | write \"lunch\".",
        "A, B, 4)                   | 8  | opening parenthesis",
        "transfer B 4 lunch         | 14 | memo follows the word for",
        "transfer B 4 lunch (late)  | 14 | memo follows the word for",
        "transfer A B 4 lunch       | 16 | memo follows the word for",
        "transfer B 4 \"lunch\"     | 14 | memo follows the word for",
        "transfer B 4; transfer C 5 | 13 | Only transfers in parentheses",
        "transfer B 4, C 5          | 13 | Only transfers in parentheses",
        "transfer B 4 for           | 17 | memo after the word for is missing",
        "transfer B 4 for # x       | 18 | memo after the word for is missing",
        "transfer B 4 for -o json   | 18 | memo after the word for is missing",
        "transfer B 4 for no #12    | 21 | must be in quotes",
        "transfer B 4 for x; (A, B, 4) | 19 | must be in quotes",
        "transfer B 4 for x (A, B, 4)  | 20 | must be in quotes",
        "transfer B 4 for \"a\" b   | 22 | left over",
        "transfer B 4 for a -o json b | 28 | left over",
        "transfer B 4 for a -o yaml | 23 | not \"yaml\"",
        "transfer B 4 for a --all   | 20 | balances, block and log only",
        "A B 4 for lunch            | 7  | memo must be in quotes",
        "transfer B 4 for #12       | 18 | must be in quotes",
        "transfer B 4 for invoice #12 | 26 | must be in quotes",
        "transfer B 4 for,x         | 17 | space is missing",
        "transfer B 4 -o yaml       | 17 | not \"yaml\"",
        "transfer (A, B, 4)         | 10 | remove the word transfer",
        "transfer A, B, 4           | 11 | write transfer B 4, or (A, B, 4).",
        "transfer                   | 9  | needs an account and an amount",
        "transfer B                 | 11 | needs an account and an amount",
        "balances; (A, B, 4)        | 9  | left over",
      })
  void what_is_left_over_or_could_be_something_else_is_never_paid(
      String line, int column, String words) {
    var mistake = mistake(line);
    assertTrue(mistake.sentence().contains(words), mistake::sentence);
    assertEquals(column, mistake.column(), mistake::sentence);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+4",
        "-4",
        "1e3",
        "0x10",
        "$4",
        "4€",
        "€4",
        "1'000",
        "1’000",
        "1_000",
        "1.234",
        "1.000.00",
        "4.",
        ".5",
        "٤",
        "４",
        "4½",
        "4%",
        "NaN",
        "x",
        "4.-",
        "4k",
        "1/2",
        "4#5",
        "1·5",
        "০৪"
      })
  void an_amount_is_digits_with_at_most_one_point_and_two_decimals(String amount) {
    for (var form : List.of("(A, B, %s)", "A, B, %s", "transfer B %s", "transfer A B %s")) {
      var line = form.formatted(amount);
      assertEquals(line.indexOf(amount) + 1, mistake(line).column(), line);
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 7, 0x0A, 0x0D, 0x1B, 0x7F, 0x85, 0x9B, 0xAD, 0x34F, 0x61C, 0x115F, 0x180E, 0x200B,
        0x200E, 0x2028, 0x202E, 0x2060, 0x2066, 0x2800, 0x3164, 0xFEFF, 0xFFA0, 0xFFFD, 0xE0020,
        0xE0101, 0xD83C
      })
  void what_cannot_be_seen_is_named_wherever_it_stands(int character) {
    var c = character < 0x10000 ? String.valueOf((char) character) : Character.toString(character);
    for (var form :
        List.of(
            "%s(A, B, 4)",
            "(A, B, 4)%s",
            "(A, B, 4%s)",
            "(A%s, B, 4)",
            "(A, B, 4, \"lu%snch\")",
            "(A, B, 4) # %s",
            "transfer B 4 for lunch%s",
            "transfer B 4 for lu%snch",
            "balances%s")) {
      var line = form.formatted(c);
      var mistake = mistake(line);
      assertEquals(form.indexOf('%') + 1, mistake.column(), form);
      assertTrue(mistake.sentence().startsWith("U+%04X".formatted(character)), mistake::sentence);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0x09, 0xA0, 0x200C, 0x200D, 0x202F, 0x3000, 0xFE0F})
  void what_joins_or_separates_belongs_between_the_characters_of_a_memo(int character) {
    var c = Character.toString(character);
    for (var line :
        List.of(
            "(A, B, 4, \"" + c + "lunch\")",
            "transfer B 4 for x " + c + "lunch",
            "(A, B, 4, \"lunch\"" + (character == 9 ? "x" : c) + ")")) {
      mistake(line);
    }
    if (character != 9) {
      mistake("(A, B, 4)" + c);
      mistake("(A" + c + ", B, 4)");
      assertEquals(List.of("A>B 4 lu" + c + "nch"), paid("(A, B, 4, \"lu" + c + "nch\")"));
    }
  }

  @Test
  void memos_of_other_scripts_and_emoji_are_memos() {
    for (var memo : List.of("نمی‌خواهم", "👩‍🍳 ❤️", "昼食　代", "100 €", "e\u0301")) {
      assertEquals(List.of("A>B 4 " + memo), paid("(A, B, 4, \"" + memo + "\")"));
      assertEquals(List.of("?>B 4 " + memo), paid("transfer B 4 for " + memo));
    }
  }

  @Test
  void other_commands() {
    assertEquals(new Command.Balances(Page.FIRST), read("balances"));
    assertEquals(new Command.Balance(Optional.empty()), read(" balance "));
    assertEquals(new Command.Balance(Optional.of("A2")), read("balance A2 # mine"));
    assertEquals(new Command.Chain(10), read("chain"));
    assertEquals(new Command.Chain(100), read("chain 100"));
    assertEquals(new Command.Block(0, Page.FIRST), read("block 0"));
    assertEquals(
        new Command.Block(999_999_999_999_999_999L, Page.FIRST), read("block 999999999999999999"));
    assertEquals(new Command.Log(Optional.of("B"), Page.FIRST), read("log B"));
    assertEquals(new Command.Statement(Optional.empty(), 20), read("statement"));
    assertEquals(new Command.Statement(Optional.of("B"), 20), read("statement B # newest"));
    assertEquals(new Command.Statement(Optional.of("5"), 7), read("statement 5 7 -o json"));
    assertEquals(new Command.Find("x-1"), read("find x-1"));
    assertEquals(new Command.Status(), read("status"));
    assertEquals(new Command.Peers(), read("peers"));
    assertEquals(new Command.Verify(), read("verify"));
    assertEquals(new Command.Help(Optional.empty()), read("help"));
    assertEquals(new Command.Help(Manual.find("transfer")), read("help transfer"));
    assertEquals(new Command.Help(Manual.find("balance")), read("help printBALANCE"));
    assertEquals(new Command.Exit(), read("exit"));
    assertEquals(new Command.Exit(), read("quit # bye"));
    assertEquals(new Command.Nothing(), read(""));
    assertEquals(new Command.Nothing(), read(" \t# (A, B, 4)"));
  }

  @Test
  void the_commands_of_the_course_in_any_letter_case() {
    assertEquals(new Command.Balance(Optional.of("A")), read("PrintBalance(A)"));
    assertEquals(new Command.Balance(Optional.of("A")), read("printbalance ( A )"));
    assertEquals(new Command.Balance(Optional.of("A")), read("PRINTBALANCE A"));
    assertEquals(new Command.Balance(Optional.empty()), read("PrintBalance()"));
    assertEquals(new Command.Log(Optional.empty(), Page.FIRST), read("printLog"));
    assertEquals(new Command.Log(Optional.of("A"), Page.FIRST), read("PrintLog(A)"));
    assertEquals(new Command.Chain(100), read("printBlockChain()"));
    assertEquals(new Command.Chain(100), read("PrintBlockchain"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "balances",
        "balance A",
        "PrintBalance(A)",
        "chain 3",
        "block 1",
        "log",
        "status",
        "peers",
        "verify",
        "help",
        "help transfer",
        "exit",
        "(A, B, 4)",
        "A B 4",
        "transfer B 4 for x"
      })
  void every_command_takes_an_output(String command) {
    for (var output : Output.values()) {
      var reading = Reading.of(command + " -o " + output.word() + " # c");
      if (command.contains(" for ")) {
        reading = Reading.of(command + " -o " + output.word());
      }
      var understood = assertInstanceOf(Reading.Understood.class, reading, command);
      assertEquals(
          Optional.of(new Reading.Option(output, command.length() + 2)), understood.option());
      assertEquals(read(command), understood.command());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "TRANSFER B 4",
        "-o json",
        "-o",
        "balances -o",
        "balances -o xml",
        "balances -o json x",
        "-o json balances",
        "balances A",
        "status now",
        "peers A",
        "verify all",
        "balance A B",
        "PrintBlockchain 3",
        "PrintBlockchain(3)",
        "PrintLog A B",
        "PrintBalance(A",
        "balance(A)",
        "chain x",
        "chain 0",
        "chain 101",
        "chain -1",
        "chain 1 2",
        "chain 99999999999999999999",
        "block",
        "block x",
        "block -1",
        "block 1.0",
        "block 1 2",
        "help transfer x",
        "exit now",
        "()",
        "(A, B)",
        "(A B 4)",
        "(A, B, 4",
        "(A, B!, 4)",
        "(Ä, B, 4)",
        "(,,)",
        "A, B",
        "A B",
        "[(A, B, 4)]",
        "🍋"
      })
  void what_is_no_command_is_a_mistake(String line) {
    mistake(line);
  }

  @ParameterizedTest
  @CsvSource({
    "tranfer B 4, transfer",
    "trasnfer A B 4, transfer",
    "Transfer B 4, transfer",
    "hepl, help",
    "balanec, balance",
    "Balances, balances",
    "stat, status",
    "printblockchian, PrintBlockchain",
    "help trasnfer, transfer",
    "quti, quit",
  })
  void a_slip_is_answered_with_the_command_that_was_meant(String line, String meant) {
    assertTrue(mistake(line).sentence().contains("did you mean " + meant + "?"), line);
  }

  @Test
  void long_tables_have_pages() {
    assertEquals(new Command.Balances(Page.ALL), read("balances --all"));
    assertEquals(new Command.Balances(new Page(2, Page.ROWS)), read("balances --page 2 -o json"));
    assertEquals(new Command.Block(7, new Page(3, Page.ROWS)), read("block 7 -o table --page 3"));
    assertEquals(new Command.Log(Optional.empty(), Page.ALL), read("PrintLog() --all"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "status --all                  | 8  | balances, block and log only",
        "chain --page 2                | 7  | balances, block and log only",
        "(A, B, 4) --all               | 11 | balances, block and log only",
        "transfer B 4 --page 2         | 14 | balances, block and log only",
        "balances --page               | 16 | number of a page",
        "balances --page x             | 17 | \"x\" is not the number of a page",
        "balances --page 0             | 17 | from 1 to",
        "balances --page 99999999999   | 17 | from 1 to",
        "balances --page 2 --page 3    | 19 | once",
        "balances --all --page 3       | 16 | once",
        "balances -o json -o table     | 18 | once",
        "balances --al                 | 10 | left over",
        "--all balances                | 1  | behind a command",
        "balances --all 3              | 16 | left over",
      })
  void an_option_that_does_not_fit_is_a_mistake(String line, int column, String words) {
    var mistake = mistake(line);
    assertTrue(mistake.sentence().contains(words), mistake::sentence);
    assertEquals(column, mistake.column(), mistake::sentence);
  }

  @Test
  void a_name_that_is_too_long_or_no_name_shows_its_place() {
    assertEquals(List.of("A>" + "b".repeat(32) + " 4"), paid("(A, " + "b".repeat(32) + ", 4)"));
    assertEquals(5, mistake("(A, " + "b".repeat(33) + ", 4)").column());
    assertEquals(6, mistake("(A, b.c, 4)").column());
    assertTrue(mistake("(А, B, 4)").sentence().contains("U+0410"));
  }

  @Test
  void a_long_line_is_read_or_refused_as_any_other() {
    assertEquals(50_000, paid("(A, B, 1)".repeat(50_000)).size());
    mistake("x".repeat(1_000_000));
    mistake("(" + "A,".repeat(100_000));
    mistake("block " + "9".repeat(100_000));
    assertTrue(Pointer.at("x".repeat(1_000_000), 500_000).length() < 400);
  }

  @Test
  void a_column_counts_characters_and_the_caret_stands_below_it() {
    var line = "(A, B, 4, \"🍕日\") x";
    assertEquals(17, mistake(line).column());
    assertEquals("  (A, B, 4, \"🍕日\") x\n" + " ".repeat(20) + "^", Pointer.at(line, 17));
    assertEquals("  a\uFFFDb\n   ^", Pointer.at("a\u202Eb", 2));
  }

  @Test
  void every_example_of_the_manual_is_understood() {
    for (var entry : Manual.entries()) {
      assertTrue(!entry.examples().isEmpty());
      for (var example : entry.examples()) {
        assertInstanceOf(Reading.Understood.class, Reading.of(example), example);
      }
      entry.names().forEach(name -> assertEquals(Optional.of(entry), Manual.find(name)));
    }
  }
}
