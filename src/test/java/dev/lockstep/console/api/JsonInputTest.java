package dev.lockstep.console.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.console.result.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON from strangers (fault 64). */
@DisplayName("JSON from clients")
class JsonInputTest {
  private static JsonNode parse(String text) {
    return JsonInput.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private static ApiException assertRefused(byte[] text) {
    var refusal = assertThrows(ApiException.class, () -> JsonInput.parse(text));
    assertEquals(400, refusal.problem().code().httpStatus());
    assertEquals("invalid_json", refusal.problem().code().text());
    assertTrue(
        refusal
            .getMessage()
            .matches(
                "(This|The body) [-A-Za-z0-9, :]+(; see line [0-9]+, column [0-9]+|; send a JSON object)?\\."),
        refusal.getMessage());
    assertWhole(Views.problem(refusal.problem()).encode());
    return refusal;
  }

  private static void assertWhole(String json) {
    assertTrue(json.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF), "half a character");
  }

  private static void assertRefused(String text) {
    assertRefused(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void an_object_is_read() {
    var node = parse(" {\"a\": \"b\", \"n\": 7, \"nothing\": null} ");
    assertEquals(Optional.of("b"), JsonInput.text(node, "a"));
    assertEquals(Optional.of(7L), JsonInput.number(node, "n", 0, 9));
    assertEquals(Optional.empty(), JsonInput.text(node, "nothing"));
    assertEquals(Optional.empty(), JsonInput.number(node, "missing", 0, 9));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "}",
        "{\"a\":1",
        "{\"a\":1,}",
        "{'a':1}",
        "{a:1}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":NaN}",
        "{\"a\":0x10}",
        "{\"a\":\"\n\"}",
        "{\"a\":\"\\x\"}",
        "// {}",
        "undefined",
        // Two names of one kind: which one would count?
        "{\"a\":1,\"a\":1}",
        "{\"a\":{\"b\":1,\"b\":2}}",
        "{\"\\ud800\":1,\"\\ud800\":2}",
        // More behind the end.
        "{} {}",
        "{}]",
        "{}x",
        "{}\u0000"
      })
  void what_is_not_json_is_refused_with_one_sentence(String text) {
    assertRefused(text);
  }

  @Test
  void nothing_is_too_deep_to_be_refused() {
    assertRefused("[".repeat(100_000));
    assertRefused("{\"a\":".repeat(100_000));
    assertRefused("[".repeat(100_000) + "]".repeat(100_000));
    parse("[".repeat(900) + "]".repeat(900));
  }

  @Test
  void long_numbers_and_names_are_refused_or_read_quickly() {
    assertRefused("{\"a\":" + "9".repeat(1_000_000) + "}");
    assertRefused("{\"" + "n".repeat(1_000_000) + "\":1}");
    assertRefused("{\"" + "n".repeat(40_000) + "\":1,\"" + "n".repeat(40_000) + "\":1}");
    var huge = parse("{\"a\":1e1000000000}");
    assertThrows(ApiException.class, () -> JsonInput.number(huge, "a", 0, 9));
    assertEquals(10_000_000, parse("\"" + "x".repeat(10_000_000) + "\"").textValue().length());
  }

  @ParameterizedTest
  @ValueSource(strings = {"7bff7d", "22c0af22", "22eda08022", "22ff22", "22c3", "fffe0000", "fe"})
  void what_is_not_utf8_is_refused(String hex) {
    assertRefused(HexFormat.of().parseHex(hex));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "\"a\"", "7", "true", "1.5"})
  void what_is_no_object_is_said_to_be_what_it_is(String text) {
    var node = parse(text);
    var refusal =
        assertThrows(ApiException.class, () -> JsonInput.requireObject(node, List.of("a")));
    assertEquals("invalid_request", refusal.problem().code().text());
  }

  @Test
  void names_that_are_not_known_are_refused() {
    JsonInput.requireObject(parse("{\"a\":1}"), List.of("a", "b"));
    for (var text : new String[] {"{\"c\":1}", "{\"A\":1}", "{\"a \":1}"}) {
      var node = parse(text);
      var refusal =
          assertThrows(ApiException.class, () -> JsonInput.requireObject(node, List.of("a", "b")));
      assertWhole(Views.problem(refusal.problem()).encode());
      assertTrue(refusal.getMessage().contains("known are a, b"), refusal.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"7\"", "7.0", "7e0", "true", "[]", "{}", "-1", "10", "9223372036854775808"})
  void a_number_is_a_whole_number_within_its_bounds(String value) {
    var node = parse("{\"n\":" + value + "}");
    assertThrows(ApiException.class, () -> JsonInput.number(node, "n", 0, 9));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " 7",
        "7 ",
        "+7",
        "-1",
        "7.0",
        "x",
        "10",
        "0x7",
        "\u0667",
        "99999999999999999999"
      })
  void a_number_in_a_query_is_digits_within_their_bounds(String text) {
    assertThrows(ApiException.class, () -> JsonInput.number(text, "n", 0, 9));
  }

  @Test
  void a_query_may_leave_its_number_out() {
    assertEquals(Optional.empty(), JsonInput.number((String) null, "n", 0, 9));
    assertEquals(Optional.of(7L), JsonInput.number("007", "n", 0, 9));
  }

  @Test
  void a_text_is_a_string() {
    for (var value : new String[] {"7", "true", "[]", "{}"}) {
      var node = parse("{\"a\":" + value + "}");
      assertThrows(ApiException.class, () -> JsonInput.text(node, "a"));
    }
    var none = parse("{}");
    assertThrows(ApiException.class, () -> JsonInput.requiredText(none, "a"));
  }
}
