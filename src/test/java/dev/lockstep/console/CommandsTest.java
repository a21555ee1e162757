package dev.lockstep.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The grammar of the prompt. */
class CommandsTest {
  private static Command parse(String line) {
    var parsed = Commands.parse(line);
    assertEquals(Optional.empty(), parsed.output());
    return parsed.command();
  }

  private static Command.Transfer transfer(String from, String to, String amount, String memo) {
    return new Command.Transfer(Optional.ofNullable(from), to, amount, memo);
  }

  private static void assertRefused(String line) {
    var refusal = assertThrows(ApiException.class, () -> Commands.parse(line), line);
    assertEquals(400, refusal.status());
    assertTrue(refusal.getMessage().endsWith("."), refusal.getMessage());
    assertTrue(refusal.getMessage().length() < 300, refusal.getMessage());
  }

  @Test
  void commands_without_words_behind_them() {
    assertEquals(new Command.Balances(), parse("balances"));
    assertEquals(new Command.Log(Optional.empty()), parse("log"));
    assertEquals(new Command.Status(), parse("status"));
    assertEquals(new Command.Peers(), parse("peers"));
    assertEquals(new Command.Verify(), parse("verify"));
    assertEquals(new Command.Help(), parse("help"));
  }

  @Test
  void commands_that_name_an_account_or_a_number() {
    assertEquals(new Command.Balance(Optional.empty()), parse("balance"));
    assertEquals(new Command.Balance(Optional.of("A2")), parse("balance A2"));
    assertEquals(new Command.Chain(10), parse("chain"));
    assertEquals(new Command.Chain(1), parse("chain 1"));
    assertEquals(new Command.Chain(100), parse("chain 100"));
    assertEquals(new Command.Block(0), parse("block 0"));
    assertEquals(new Command.Block(999_999_999_999_999_999L), parse("block 999999999999999999"));
  }

  @Test
  void the_commands_of_the_course() {
    assertEquals(new Command.Balance(Optional.empty()), parse("PrintBalance"));
    assertEquals(new Command.Balance(Optional.of("A")), parse("PrintBalance A"));
    assertEquals(new Command.Log(Optional.empty()), parse("PrintLog"));
    assertEquals(new Command.Log(Optional.of("A")), parse("PrintLog A"));
    assertEquals(new Command.Log(Optional.of("A")), parse("PrintLog(A)"));
    assertEquals(new Command.Balance(Optional.of("B")), parse("printbalance ( B )"));
    assertEquals(new Command.Chain(Commands.CHAIN_MAX), parse("PrintBlockchain()"));
    assertEquals(new Command.Chain(Commands.CHAIN_MAX), parse("PrintBlockchain"));
  }

  @Test
  void the_commands_of_the_course_in_any_letter_case() {
    assertEquals(new Command.Balance(Optional.of("A")), parse("printbalance A"));
    assertEquals(new Command.Log(Optional.empty()), parse("PRINTLOG"));
    assertEquals(new Command.Chain(Commands.CHAIN_MAX), parse("printBlockChain"));
  }

  @Test
  void transfers() {
    assertEquals(transfer(null, "B", "4", ""), parse("transfer B 4"));
    assertEquals(transfer(null, "B", "4.50", ""), parse("transfer B 4.50"));
    assertEquals(transfer(null, "B", "4", "for lunch"), parse("transfer B 4 for lunch"));
    assertEquals(transfer("A", "B", "4", ""), parse("transfer A B 4"));
    assertEquals(
        transfer("A", "B", "4", "a memo -o of words"), parse("transfer A B 4 a memo -o of words"));
    assertEquals(transfer("A", "B", "4", "(a, b, c)"), parse("transfer A B 4 (a, b, c)"));
    assertEquals(transfer("A", "B", "4", "x y"), parse("  transfer\tA   B 4  x    y "));
  }

  /** An amount that is none is refused as an amount, so the second word decides who is meant. */
  @Test
  void what_looks_like_a_number_is_the_amount() {
    assertEquals(transfer(null, "B", "-4", ""), parse("transfer B -4"));
    assertEquals(transfer(null, "B", "1e3", "memo"), parse("transfer B 1e3 memo"));
    assertEquals(transfer(null, "B", "1,5", ""), parse("transfer B 1,5"));
    assertEquals(transfer(null, "B", "x", ""), parse("transfer B x"));
    assertEquals(transfer("A", "B", "x", ""), parse("transfer A B x"));
    // An account whose name is a number is reached by naming both, in a triplet.
    assertEquals(transfer(null, "1", "2", "3"), parse("transfer 1 2 3"));
    assertEquals(transfer("1", "2", "3", ""), parse("(1, 2, 3)"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(A, B, 4)", "(A,B,4)", "( A , B , 4 )", "  (A,  B,\t4)  ", "(\tA,B, 4\t)"})
  void triplets(String line) {
    assertEquals(transfer("A", "B", "4", ""), parse(line));
  }

  @Test
  void a_triplet_may_have_a_memo_and_an_output() {
    assertEquals(transfer("A", "B", "-4.5", "for lunch"), parse("(A, B, -4.5) for lunch"));
    var parsed = Commands.parse("(A, B, 4) memo -o json");
    assertEquals(transfer("A", "B", "4", "memo"), parsed.command());
    assertEquals(Optional.of("json"), parsed.output());
  }

  @ParameterizedTest
  @ValueSource(strings = {"(A, B)", "(A, B, 4", "A, B, 4", "()", "(A B 4)", "(A, B, 4, 5)", "(,,)"})
  void what_is_no_triplet(String line) {
    assertRefused(line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(A, B, 4 | The closing bracket of \"(A, B, 4\" is missing; write it like (A, B, 4).",
        "(A, B, 4 -o json | The closing bracket of \"(A, B, 4\" is missing; write it like (A, B, 4).",
        "( | The closing bracket of \"(\" is missing; write it like (A, B, 4).",
        "A, B, 4) | The opening bracket of \"A, B, 4)\" is missing; write it like (A, B, 4).",
        "(A B 4) | \"(A B 4)\" is no transfer; write it like (A, B, 4).",
        "balances ) | balances takes nothing behind it, not \")\"."
      })
  void a_triplet_that_is_none_is_told_what_it_lacks(String line, String sentence) {
    var refusal = assertThrows(ApiException.class, () -> Commands.parse(line));
    assertEquals(sentence, refusal.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "balances -o json, json",
    "balances -o table, table",
    "chain 3 -o json, json",
    "transfer B 4 -o table, table"
  })
  void the_output_is_chosen_at_the_end_of_the_line(String line, String output) {
    assertEquals(Optional.of(output), Commands.parse(line).output());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "nonsense",
        "Balance",
        "TRANSFER B 4",
        "-o json",
        "-o",
        "balances -o",
        "balances -o xml",
        "-o json balances",
        "transfer",
        "transfer B",
        "transfer B 4 -o yaml",
        "balance A B",
        "balances A",
        "status now",
        "peers A",
        "verify all",
        "help me",
        "PrintBlockchain 3",
        "PrintLog A B",
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
        "exit",
        "\ud83c\udf4b",
        "\ud83c",
        "\u0000"
      })
  void what_is_no_command_is_refused_with_one_sentence(String line) {
    assertRefused(line);
  }

  @Test
  void a_long_line_is_refused_as_any_other() {
    assertRefused("x".repeat(1_000_000));
    assertRefused("(" + "A,".repeat(100_000));
    assertRefused("block " + "9".repeat(100_000));
  }

  @Test
  void help_names_every_command() {
    var help = Commands.help().encode();
    for (var name :
        "transfer balance balances chain block log status peers verify help exit".split(" ")) {
      assertTrue(help.contains("\"usage\":\"" + name), name);
    }
  }
}
