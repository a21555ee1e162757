package dev.lockstep.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The line of a public key")
class VerifierKeyTest {

  /** The key of Go's checksum database, and the one in the documentation of Go's signed notes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
      })
  void lines_of_others_are_read_and_written_as_they_are(String line) {
    assertEquals(line, VerifierKey.parse(line).line());
  }

  @Test
  void a_line_has_the_name_the_id_and_the_key() {
    var raw = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    var key = new VerifierKey("demo/A", PublicKey.of(HexFormat.of().parseHex(raw)));

    assertEquals(
        "demo/A+" + key.id() + "+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea", key.line());
    assertEquals(key, VerifierKey.parse(key.line()));
  }

  @Test
  void the_same_key_is_another_line_for_a_cosigner() {
    var raw = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    var key = new VerifierKey("demo/A", PublicKey.of(HexFormat.of().parseHex(raw)));

    assertTrue(
        key.cosignerLine()
            .matches(
                "demo/A\\+"
                    + key.cosignerId()
                    + "\\+BNdamAGCsQq31Uv\\+08lkBzoO4XLz2qYjJa8CGmj3B1Ea"),
        key::cosignerLine);
    assertThrows(IllegalArgumentException.class, () -> VerifierKey.parse(key.cosignerLine()));
  }

  @ParameterizedTest
  @CsvSource({
    "'',                            is not a name",
    "demo/A+033de0ae,               is not a name",
    // Of another name, and with another character.
    "demo/A+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW, an id that does not belong",
    "PeterNeumann+c74f20a3+ARpc3QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW, an id that does not belong",
    "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW, an id that does not belong",
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq, has no Ed25519 key",
    "PeterNeumann+c74f20a3+!, has no Ed25519 key",
  })
  void a_damaged_line_says_what_is_wrong_with_it(String line, String problem) {
    var thrown = assertThrows(IllegalArgumentException.class, () -> VerifierKey.parse(line));

    assertTrue(thrown.getMessage().contains(problem), thrown::getMessage);
  }
}
