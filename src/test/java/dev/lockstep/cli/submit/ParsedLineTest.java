package dev.lockstep.cli.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.lockstep.cli.submit.ParsedLine.Blank;
import dev.lockstep.cli.submit.ParsedLine.Malformed;
import dev.lockstep.cli.submit.ParsedLine.Transfers;
import dev.lockstep.cli.submit.ParsedLine.Triplet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParsedLineTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "(A, B, 4)",
        "(A,B,4)",
        "  ( A , B , 4 )  ",
        "\uFEFF(A, B, 4)\r",
        "A,B,4",
        "A, B, 4",
        "A B 4",
        "A\tB\t4",
        "(A, B, 4) # lunch",
        "A B 4 # lunch",
      })
  void a_triplet_may_be_written_in_three_ways(String line) {
    assertEquals(new Transfers(List.of(new Triplet("A", "B", "4", ""))), ParsedLine.of(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(A, B, 4, for lunch, (late))",
        "(A, B, 4) for lunch, (late)",
        "A,B,4,for lunch, (late)",
        "A, B, 4 for lunch, (late)",
        "A B 4 for lunch, (late)",
      })
  void a_memo_may_stand_behind_the_amount(String line) {
    assertEquals(
        new Transfers(List.of(new Triplet("A", "B", "4", "for lunch, (late)"))),
        ParsedLine.of(line));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "\r", "\uFEFF", "# a comment", "  # (A, B, 4)"})
  void blank_lines_and_comments_are_nothing(String line) {
    assertInstanceOf(Blank.class, ParsedLine.of(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(A, B",
        "(A, B, 4",
        "(A, B, )",
        "A, B",
        "A B",
        "A",
        "(A B 4)",
        "A, B, 4)",
        "(A, B, 0)",
        "(A, B, -4)",
        "(A, B, -0)",
        "(A, B, 1e3)",
        "(A, B, 0x10)",
        "(A, B, NaN)",
        "(A, B, 04)",
        "(A, B, 4.)",
        "(A, B, 1.234)",
        "(A, B, 9223372036854775808)",
        "(Ä, B, 4)",
        "(A, B!, 4)",
        "A B 4 \uFFFD",
      })
  void everything_else_is_malformed(String line) {
    assertInstanceOf(Malformed.class, ParsedLine.of(line));
  }

  @Test
  void a_memo_that_is_too_long_is_malformed() {
    assertInstanceOf(Transfers.class, ParsedLine.of("A B 4 " + "x".repeat(140)));
    assertInstanceOf(Malformed.class, ParsedLine.of("A B 4 " + "x".repeat(141)));
  }
}
