package dev.lockstep.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Refusal.Code;
import dev.lockstep.chain.TransferRules.Parsed;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client writes, before anybody looks at a chain. */
@DisplayName("The rules for a transfer")
class TransferRulesTest {
  private static final String ID = "018f4e7a-6b1c-7d3e-9a2b-5c4d3e2f1a0b";
  private static final String LEMON = "\ud83c\udf4b";

  private static Parsed parse(String id, String amount, String memo) {
    return TransferRules.parse(id, "A", "B", amount, memo);
  }

  private static void assertCode(Code code, Parsed parsed) {
    var refusal = assertInstanceOf(Parsed.Invalid.class, parsed).refusal();
    assertEquals(code, refusal.code());
    assertTrue(refusal.detail().length() < 250, refusal.detail());
  }

  @Test
  void a_good_transfer_is_read() {
    assertEquals(
        new Parsed.Valid(new Transfer(UUID.fromString(ID), "A", "B", 450, "lunch")),
        parse(ID, "4.5", "lunch"));
  }

  @Test
  void an_id_in_capitals_is_the_same_id() {
    var capitals = (Parsed.Valid) parse(ID.toUpperCase(java.util.Locale.ROOT), "1", "");
    assertEquals(UUID.fromString(ID), capitals.transfer().id());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1-1-1-1-1",
        "018f4e7a6b1c7d3e9a2b5c4d3e2f1a0b",
        "{018f4e7a-6b1c-7d3e-9a2b-5c4d3e2f1a0b}",
        "018f4e7a-6b1c-7d3e-9a2b-5c4d3e2f1a0",
        "018f4e7a-6b1c-7d3e-9a2b-5c4d3e2f1a0b0",
        "018f4e7a-6b1c-7d3e-9a2b-5c4d3e2f1a0g",
        " 018f4e7a-6b1c-7d3e-9a2b-5c4d3e2f1a0b",
        "018f4e7a-6b1c-7d3e-9a2b-5c4d3e2f1a0b\n",
        "\uff1018f4e7a-6b1c-7d3e-9a2b-5c4d3e2f1a0b"
      })
  void what_is_no_uuid_is_an_invalid_id(String id) {
    assertCode(Code.INVALID_ID, parse(id, "1", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0.00", "-1", "4.001", "1e3", "10000000000000.01", "", "NaN"})
  void what_is_no_amount_above_zero_is_an_invalid_amount(String amount) {
    assertCode(Code.INVALID_AMOUNT, parse(ID, amount, ""));
  }

  @ParameterizedTest
  @CsvSource({
    "a\u0000b, 2, U+0000 (NULL) cannot be seen",
    "\uD83C\uDF4B\u200Bb, 2, U+200B (ZERO WIDTH SPACE) cannot be seen",
    "\u202Ea, 1, U+202E",
    "a\tb, 2, U+0009",
    "a\u2028b, 2, U+2028",
    "\u200Da, 1, U+200D",
    "a\uFFFDb, 2, U+FFFD (REPLACEMENT CHARACTER) stands for a character that was lost",
  })
  void a_new_memo_holds_nothing_that_cannot_be_seen(String memo, int place, String words) {
    var invalid = assertInstanceOf(Parsed.Invalid.class, parse(ID, "4", memo));
    assertEquals(Refusal.Code.INVALID_MEMO, invalid.refusal().code());
    var detail = invalid.refusal().detail();
    assertTrue(detail.contains("character " + place + ": " + words), detail);
  }

  /** Older versions took such memos: their blocks are read back and verified for ever. */
  @Test
  void a_memo_that_cannot_be_seen_does_not_make_a_block_invalid() {
    var old = new Transfer(UUID.fromString(ID), "A", "B", 400, "a\u0000\u200B");
    assertEquals(Optional.empty(), new TransferRules(Sample.GENESIS).content(old));
  }

  @Test
  void a_memo_has_140_characters_however_many_bytes_they_take() {
    assertInstanceOf(Parsed.Valid.class, parse(ID, "1", "x".repeat(140)));
    assertInstanceOf(Parsed.Valid.class, parse(ID, "1", LEMON.repeat(140)));
    assertInstanceOf(Parsed.Valid.class, parse(ID, "1", "\u00e9 <script>"));
    assertCode(Code.INVALID_MEMO, parse(ID, "1", "x".repeat(141)));
    assertCode(Code.INVALID_MEMO, parse(ID, "1", LEMON.repeat(141)));
    assertCode(Code.INVALID_MEMO, parse(ID, "1", LEMON.repeat(140) + "x"));
    assertCode(Code.INVALID_MEMO, parse(ID, "1", "x".repeat(10_000_000)));
  }

  @Test
  void half_of_a_surrogate_pair_is_no_character() {
    assertCode(Code.INVALID_MEMO, parse(ID, "1", "\ud83c"));
    assertCode(Code.INVALID_MEMO, parse(ID, "1", "\udf4b"));
    assertCode(Code.INVALID_MEMO, parse(ID, "1", "\udf4b\ud83c"));
    assertCode(Code.INVALID_MEMO, parse(ID, "1", "a\ud83cb"));
  }

  @Test
  void of_several_reasons_the_first_is_given() {
    assertCode(Code.INVALID_ID, parse("?", "0", "x".repeat(141)));
    assertCode(Code.INVALID_AMOUNT, parse(ID, "0", "x".repeat(141)));
  }

  /** JSON can escape half a character, but many a client cannot make a string of it again. */
  @Test
  void a_refusal_never_quotes_half_a_character() {
    for (var text : new String[] {"x".repeat(59) + LEMON.repeat(9), "\ud83c", "a\udf4bb"}) {
      assertWhole(parse(text, "1", ""));
      assertWhole(parse(ID, text, ""));
      var rules = new TransferRules(Sample.GENESIS);
      var refusal = rules.refusal(new Transfer(Sample.id(1), text, "B", 1, ""), "A");
      assertWhole(new Parsed.Invalid(refusal.orElseThrow()));
    }
  }

  private static void assertWhole(Parsed parsed) {
    var detail = assertInstanceOf(Parsed.Invalid.class, parsed).refusal().detail();
    assertTrue(detail.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF), "half a character");
  }
}
