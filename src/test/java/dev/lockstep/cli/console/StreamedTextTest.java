package dev.lockstep.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A long text that is shown as it arrives")
class StreamedTextTest {
  private static final String BEGIN =
      "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"exit_code\":0,\"text\":\"";
  private static final String END = "\"}}";

  /** However the connection cuts it. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 1_000})
  void a_text_is_the_same_however_it_comes_in_parts(int size) {
    var json = "a\\\"b\\\\\\n\\/ \\u00e9\\u20AC 🧀\\ud83e\\uddc0 \\r\\n\\b\\f\\tz  \\n" + END;
    var begun = StreamedText.begin(BEGIN + json);
    assertEquals(7, begun.id());
    assertEquals(BEGIN.length(), begun.begin());
    var shown = new StringBuilder();
    for (int i = 0; i < json.length(); i += size) {
      shown.append(begun.text().take(json.substring(i, Math.min(json.length(), i + size))));
    }
    assertTrue(begun.text().isOver());
    assertEquals("a\"b\\\n/ é€ 🧀🧀 \n\uFFFD\uFFFD\tz", shown.toString());
  }

  @Test
  void a_part_is_shown_before_the_end_is_there() {
    var text = StreamedText.begin(BEGIN).text();
    assertEquals("one", text.take("one\\n"));
    assertEquals("\ntwo", text.take("two\\"));
    assertFalse(text.isOver());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"exit_code\":0,\"text\":",
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"exit_code\":1,\"text\":\"",
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{",
        "{\"jsonrpc\":\"2.0\",\"method\":\"event\""
      })
  void everything_else_is_parsed_as_a_whole(String message) {
    assertNull(StreamedText.begin(message));
  }
}
