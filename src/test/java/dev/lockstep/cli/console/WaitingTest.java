package dev.lockstep.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("While a transfer waits, the prompt")
class WaitingTest {
  private static Optional<String> text(String waitingFor) throws JsonProcessingException {
    return Waiting.text(
        new ObjectMapper()
            .readTree(
                """
                {"waiting_for":%s,"peers":[{"member":"B","last_heard_ms":4237},{"member":"C","last_heard_ms":null}]}"""
                    .formatted(waitingFor)));
  }

  @Test
  void says_for_whom_and_since_when() throws JsonProcessingException {
    assertEquals(Optional.of("waiting for B, silent for 4.2 s"), text("[\"B\"]"));
    assertEquals(
        Optional.of("waiting for B, silent for 4.2 s; C, never heard"), text("[\"B\",\"C\"]"));
  }

  @Test
  void says_nothing_when_nobody_is_waited_for() throws JsonProcessingException {
    assertEquals(Optional.empty(), text("[]"));
  }
}
