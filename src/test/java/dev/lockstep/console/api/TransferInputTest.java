package dev.lockstep.console.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Refusal.Code;
import dev.lockstep.chain.Transfer;
import dev.lockstep.chain.TransferRules.Parsed;
import dev.lockstep.console.delivery.JsonText;
import dev.lockstep.console.result.ApiException;
import dev.lockstep.console.result.Problem;
import dev.lockstep.console.result.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A transfer as REST and JSON-RPC write it. */
@DisplayName("A transfer in JSON")
class TransferInputTest {
  private static final String ID = "018f4e7a-6b1c-7d3e-9a2b-5c4d3e2f1a0b";
  private static final String NEW_ID = "018f4e7b-0000-7000-8000-000000000001";

  private final TransferInput input = new TransferInput(Optional.of("A"), () -> NEW_ID);

  /** JSON with single quotes. */
  private TransferInput.Read read(String json) {
    return read(input, json);
  }

  private static TransferInput.Read read(TransferInput input, String json) {
    return input.read(JsonInput.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
  }

  private void assertCode(Code code, String json) {
    var read = read(json);
    var refusal = assertInstanceOf(Parsed.Invalid.class, read.parsed(), json).refusal();
    assertEquals(code, refusal.code(), json);
    assertTrue(read.id().length() <= 62, "the id that is shown again is short");
    // Whatever a stranger writes, the answer holds whole characters, alone and among others.
    assertWhole(Views.problem(Problem.refused(read.id(), refusal)).encode());
    assertWhole(JsonText.pieces(Views.results(new BatchAnswer(List.of(read), List.of()))).next());
  }

  private static void assertWhole(String json) {
    assertTrue(json.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF), "half a character");
  }

  @Test
  void a_whole_transfer() {
    assertEquals(
        new Parsed.Valid(new Transfer(UUID.fromString(ID), "B", "C", 400, "lunch")),
        read("{'id':'" + ID + "','from':'B','to':'C','amount':'4.00','memo':'lunch'}").parsed());
  }

  @Test
  void id_sender_and_memo_may_be_left_out() {
    var expected = new Parsed.Valid(new Transfer(UUID.fromString(NEW_ID), "A", "C", 1, ""));
    var read = read("{'to':'C','amount':'0.01'}");
    assertEquals(expected, read.parsed());
    assertEquals(NEW_ID, read.id());
    assertEquals(
        expected, read("{'id':null,'from':null,'to':'C','amount':'0.01','memo':null}").parsed());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "400", "4.00", "0", "-1", "1e3", "9223372036854775808", "true", "[]", "{}", "['4']",
        "'0'", "'-1'", "'-0'", "'1e3'", "'NaN'", "'0x10'", "'04'", "' 4'", "''", "'4.001'",
        "'9223372036854775808'", "'10000000000000.01'", "'\\ud800'"
      })
  void an_amount_is_a_decimal_string(String amount) {
    assertCode(Code.INVALID_AMOUNT, "{'to':'C','amount':" + amount + "}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "true", "[]", "{}", "''", "'1'", "'\\ud800'", "'x\\udf4by'"})
  void an_id_is_a_uuid(String id) {
    assertCode(Code.INVALID_ID, "{'id':" + id + ",'to':'C','amount':'4'}");
  }

  @Test
  void a_very_long_id_is_an_invalid_one() {
    assertCode(Code.INVALID_ID, "{'id':'" + "x".repeat(1_000_000) + "','to':'C','amount':'4'}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "true", "[]", "{}", "'\\ud800'", "'\\udf4b\\ud83c'"})
  void a_memo_is_a_string_of_whole_characters(String memo) {
    assertCode(Code.INVALID_MEMO, "{'to':'C','amount':'4','memo':" + memo + "}");
  }

  @Test
  void a_memo_may_hold_whatever_can_be_seen() {
    var memo = "<b>\u00a0; drop table \ud83c\udf4b #(\"\\";
    var read =
        read("{'to':'C','amount':'4','memo':'<b>\\u00a0; drop table \ud83c\udf4b #(\\\"\\\\'}");
    assertEquals(memo, ((Parsed.Valid) read.parsed()).transfer().memo());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "[]|A JSON object is needed",
        "'x'|A JSON object is needed",
        "{}|to",
        "{'to':'C'}|\"\"amount\"\" is missing",
        "{'amount':'4'}|\"\"to\"\" is missing",
        "{'to':7,'amount':'4'}|not a string",
        "{'to':'C','from':[],'amount':'4'}|not a string",
        "{'to':'C','amount':'4','extra':1}|not known here",
        "{'to':'C','Amount':'4'}|not known here"
      })
  void what_is_no_transfer_at_all_is_an_invalid_request(String json, String problem) {
    var refusal = assertThrows(ApiException.class, () -> read(json));
    assertEquals(ProblemCode.INVALID_REQUEST, refusal.problem().code());
    assertTrue(refusal.getMessage().contains(problem.replace("\"\"", "\"")), refusal.getMessage());
  }

  @Test
  void a_member_without_an_account_has_to_be_told_who_pays() {
    var none = new TransferInput(Optional.empty(), () -> NEW_ID);
    var refusal = assertThrows(ApiException.class, () -> read(none, "{'to':'C','amount':'4'}"));
    assertTrue(refusal.getMessage().contains("owns no account"), refusal.getMessage());
  }
}
