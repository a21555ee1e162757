package dev.lockstep.cli.status;

import com.fasterxml.jackson.databind.JsonNode;

/** What one member has answered, or that it has not. */
public sealed interface Replica {
  String member();

  /** Host and port. */
  String address();

  /**
   * @param status as {@code GET /api/status} has it
   */
  record Answered(String member, String address, JsonNode status) implements Replica {
    long height() {
      return status.path("height").asLong();
    }

    String text(String field) {
      return status.path(field).asText();
    }
  }

  /**
   * @param problem one sentence
   */
  record Silent(String member, String address, String problem) implements Replica {}
}
