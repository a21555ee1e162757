package dev.lockstep.cli.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.cli.submit.ParsedLine.Blank;
import dev.lockstep.cli.submit.ParsedLine.Malformed;
import dev.lockstep.cli.submit.ParsedLine.Transfers;
import dev.lockstep.cli.submit.ParsedLine.Triplet;
import dev.lockstep.command.LinesThatPayNothing;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file may hold of the grammar that {@code ReadingTest} tries. */
@DisplayName("A line of a file of transfers")
class ParsedLineTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "(A, B, 4)",
        "  ( A ,B,  4 )  ",
        "A,B,4",
        "A B 4",
        "(A, B, 4) # lunch",
        "transfer A B 4"
      })
  void a_line_with_one_transfer(String line) {
    assertEquals(new Transfers(List.of(new Triplet("A", "B", "4", ""))), ParsedLine.of(line));
  }

  @Test
  void a_line_with_several_transfers_and_memos() {
    assertEquals(
        new Transfers(
            List.of(new Triplet("A", "B", "1", ""), new Triplet("B", "C", "2", "for lunch"))),
        ParsedLine.of("(A, B, 1); (B, C, 2, \"for lunch\")"));
    assertEquals(
        new Transfers(List.of(new Triplet("A", "B", "4", "lunch"))),
        ParsedLine.of("transfer A B 4 for lunch"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "# a comment", "  # (A, B, 4)"})
  void blank_lines_and_comments_are_nothing(String line) {
    assertInstanceOf(Blank.class, ParsedLine.of(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(A, B, 4) lunch",
        "(A, B, 4),",
        "(A, B, 0)",
        "(A, B, 04)",
        "(A, B, 1); (A, B, 0.00)",
        "(A, B, 9223372036854775808)",
        "transfer B 4",
        "balances",
        "exit",
        "(A, B, 4) -o json",
        "\uFEFF(A, B, 4)",
      })
  void everything_else_is_malformed(String line) {
    assertInstanceOf(Malformed.class, ParsedLine.of(line));
  }

  @Test
  void a_line_of_which_something_is_left_over_is_malformed() {
    for (var line : LinesThatPayNothing.ALL) {
      assertInstanceOf(Malformed.class, ParsedLine.of(line), line);
    }
  }

  @Test
  void a_value_that_every_node_refuses_is_shown_at_its_transfer() {
    var malformed = assertInstanceOf(Malformed.class, ParsedLine.of("(A, B, 1); (A, B, 0)"));
    assertEquals(12, malformed.column());
    assertTrue(malformed.problem().startsWith("The amount \"0\""), malformed.problem());
    assertEquals("  (A, B, 1); (A, B, 0)\n             ^", malformed.pointer());
  }

  @Test
  void a_memo_that_is_too_long_is_malformed() {
    assertInstanceOf(Transfers.class, ParsedLine.of("(A, B, 4, \"" + "x".repeat(140) + "\")"));
    assertInstanceOf(Malformed.class, ParsedLine.of("(A, B, 4, \"" + "x".repeat(141) + "\")"));
  }
}
