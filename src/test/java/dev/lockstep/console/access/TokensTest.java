package dev.lockstep.console.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The tokens of a node")
class TokensTest {
  @TempDir Path directory;

  @Test
  void are_made_once_for_their_owner_only() throws IOException {
    var tokens = Tokens.of(directory);
    assertEquals(tokens, Tokens.of(directory));
    assertNotEquals(tokens.all(), tokens.reading());
    for (var name : new String[] {"token", "token-readonly"}) {
      var mode = Files.getPosixFilePermissions(directory.resolve(name));
      assertEquals("rw-------", PosixFilePermissions.toString(mode));
      assertTrue(Files.readString(directory.resolve(name)).matches("[0-9a-f]{64}\n"));
    }
    assertEquals(Optional.of(Right.ALL), tokens.rightOf(tokens.all().text()));
    assertEquals(Optional.of(Right.READ), tokens.rightOf(tokens.reading().text()));
    assertEquals(Optional.empty(), tokens.rightOf(""));
  }

  @Test
  void are_both_replaced_when_they_are_rotated() throws IOException {
    var before = Tokens.of(directory);
    Tokens.rotate(directory);
    var after = Tokens.read(directory);
    assertNotEquals(before.all(), after.all());
    assertNotEquals(before.reading(), after.reading());
    assertEquals(Optional.empty(), after.rightOf(before.all().text()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "123456789012345678901",
        "with a space, and long enough",
        "é23456789012345678901234"
      })
  void that_can_be_guessed_or_sent_in_no_header_are_refused_with_the_remedy(String text)
      throws IOException {
    Tokens.of(directory);
    for (var name : new String[] {"token", "token-readonly"}) {
      var kept = Files.readString(directory.resolve(name));
      Files.writeString(directory.resolve(name), text);
      var refused = assertThrows(IOException.class, () -> Tokens.of(directory));
      assertTrue(refused.getMessage().contains(directory.resolve(name).toString()));
      assertTrue(refused.getMessage().contains("delete the file"), refused.getMessage());
      Files.writeString(directory.resolve(name), kept);
    }
  }

  @Test
  void of_128_bits_in_base64url_are_taken_and_two_equal_ones_are_not() throws IOException {
    Tokens.of(directory);
    Files.writeString(directory.resolve("token"), "AbCdEfGhIjKlMnOpQrSt_-");
    assertEquals("AbCdEfGhIjKlMnOpQrSt_-", Tokens.of(directory).all().text());
    Files.writeString(directory.resolve("token-readonly"), "AbCdEfGhIjKlMnOpQrSt_-\n");
    assertThrows(IOException.class, () -> Tokens.of(directory));
  }

  @Test
  void are_not_shown_by_accident() throws IOException {
    var tokens = Tokens.of(directory);
    assertFalse(tokens.toString().contains(tokens.all().text()));
  }
}
