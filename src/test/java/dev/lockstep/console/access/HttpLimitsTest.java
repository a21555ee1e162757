package dev.lockstep.console.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Limits of HTTP")
class HttpLimitsTest {
  @Test
  void no_connection_is_cut_before_its_transfer_has_to_be_answered() {
    assertEquals(60, HttpLimits.idleSeconds(15_000));
    assertTrue(HttpLimits.idleSeconds(300_000) > 300);
    assertTrue(HttpLimits.idleSeconds(Long.MAX_VALUE) > 300);
  }
}
