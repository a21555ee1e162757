package dev.lockstep.console.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The code of a sign-in link")
class SignInCodeTest {
  private static final long NOW = 1_795_000_000_123L;
  private static final long HOUR = 3_600_000;

  private final Tokens tokens = new Tokens(Token.random(), Token.random());
  private final SignInCode.Used used = new SignInCode.Used(NOW);

  private static String code(Token token, long millis) {
    return SignInCode.make(token.text(), millis);
  }

  @Test
  void works_once_with_the_right_of_its_token() {
    var code = code(tokens.all(), NOW);
    assertTrue(code.matches("[0-9a-f]{64}"), code);
    assertEquals(Optional.of(Right.ALL), used.use(code, tokens, NOW + 1));
    assertEquals(Optional.empty(), used.use(code, tokens, NOW + 2));
    assertEquals(Optional.empty(), used.use(code.toUpperCase(Locale.ROOT), tokens, NOW + 2));
    assertEquals(Optional.of(Right.READ), used.use(code(tokens.reading(), NOW), tokens, NOW));
    assertNotEquals(code(tokens.all(), NOW), code(tokens.all(), NOW));
  }

  /** Also long after the node has forgotten that it was used. */
  @Test
  void works_for_an_hour() {
    var code = code(tokens.all(), NOW);
    var late = code(tokens.all(), NOW);
    assertEquals(Optional.of(Right.ALL), used.use(code, tokens, NOW + HOUR - 1));
    for (long at = NOW + HOUR; at < NOW + 5 * HOUR; at += HOUR / 7) {
      assertEquals(Optional.empty(), used.use(code, tokens, at));
      assertEquals(Optional.empty(), used.use(late, tokens, at));
    }
  }

  /** It may have been used at an earlier start, of which the node remembers nothing. */
  @Test
  void does_not_work_when_it_is_older_than_the_node_or_far_in_the_future() {
    assertEquals(Optional.empty(), used.use(code(tokens.all(), NOW - 1), tokens, NOW));
    assertEquals(Optional.empty(), used.use(code(tokens.all(), NOW + HOUR), tokens, NOW));
  }

  @Test
  void does_not_work_when_it_is_changed_or_of_another_token() {
    var code = code(tokens.all(), NOW);
    for (int i = 0; i < code.length(); i++) {
      char other = code.charAt(i) == '0' ? '1' : '0';
      var changed = code.substring(0, i) + other + code.substring(i + 1);
      assertEquals(Optional.empty(), used.use(changed, tokens, NOW), changed);
    }
    assertEquals(Optional.empty(), used.use(code(Token.random(), NOW), tokens, NOW));
    for (var text : new String[] {"", "zz", code + "00", code.substring(2), "é".repeat(64)}) {
      assertEquals(Optional.empty(), used.use(text, tokens, NOW), text);
    }
    assertEquals(Optional.of(Right.ALL), used.use(code, tokens, NOW));
  }
}
