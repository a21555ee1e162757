package dev.lockstep.console.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A table of text")
class TextTableTest {
  @Test
  void columns_are_as_wide_as_their_widest_cell() {
    var table = new TextTable("account", ">balance");
    table.row("A", "10.00");
    table.row("a-long-account", "1000000.00");
    assertEquals(
        """
        account            balance
        A                    10.00
        a-long-account  1000000.00
        """,
        table.toString());
  }

  @Test
  void without_headings_there_is_no_heading_line() {
    var table = new TextTable("", "");
    table.row("clock", 7);
    table.row("head", null);
    assertEquals("clock  7\nhead   null\n", table.toString());
    assertEquals("", new TextTable("", "").toString());
  }

  /** A memo must not clear the screen, ring the bell, turn the line around or begin a new one. */
  @Test
  void what_would_move_the_cursor_is_replaced() {
    for (var harmful :
        new String[] {
          "\u001b[2J",
          "\r",
          "\n",
          "\t",
          "\b",
          "\u0007",
          "\u0000",
          "\u007f",
          "\u009b",
          "\u0085",
          "\u202e",
          "\u2066",
          "\u200f",
          "\u200b",
          "\ufeff",
          "\u2028",
          "\u2029",
          "\ud800",
          "\udfff"
        }) {
      var table = new TextTable("memo", "id");
      table.row("a" + harmful + "b", "1");
      var text = table.toString();
      assertEquals(2, text.lines().count(), "U+%04x".formatted((int) harmful.charAt(0)));
      assertTrue(text.contains("a\ufffd"), "U+%04x".formatted((int) harmful.charAt(0)));
      assertEquals(-1, text.indexOf(harmful.equals("\n") ? "a\n" : harmful));
    }
  }

  @Test
  void whole_characters_of_any_language_are_shown() {
    var table = new TextTable("memo");
    table.row("caf\u00e9 \u0645\u0631\u062d\u0628\u0627 \u4f60\u597d \ud83c\udf4b");
    assertTrue(table.toString().contains("\u4f60\u597d \ud83c\udf4b"));
  }

  @Test
  void an_emoji_counts_as_one_character() {
    var table = new TextTable("m", "x");
    table.row("\ud83c\udf4b", 1);
    table.row("ab", 2);
    assertEquals("m   x\n\ud83c\udf4b   1\nab  2\n", table.toString());
  }
}
