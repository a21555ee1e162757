package dev.lockstep.cli.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** For whom a node waits, in the words of the prompt. */
final class Waiting {
  private Waiting() {}

  /**
   * @param status as {@code status} over JSON-RPC has it
   * @return nothing when it waits for nobody
   */
  static Optional<String> text(JsonNode status) {
    var waitingFor =
        StreamSupport.stream(status.path("waiting_for").spliterator(), false)
            .map(JsonNode::asText)
            .map(member -> member + silent(status, member))
            .collect(Collectors.joining("; "));
    return waitingFor.isEmpty() ? Optional.empty() : Optional.of("waiting for " + waitingFor);
  }

  private static String silent(JsonNode status, String member) {
    for (var peer : status.path("peers")) {
      if (peer.path("member").asText().equals(member)) {
        return peer.path("last_heard_ms").isNumber()
            ? String.format(
                Locale.ROOT, ", silent for %.1f s", peer.path("last_heard_ms").asLong() / 1000.0)
            : ", never heard";
      }
    }
    return "";
  }
}
