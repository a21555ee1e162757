package dev.lockstep.client;

import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * How a node is.
 *
 * @param member as which it runs
 * @param state {@code joining}, {@code ready}, {@code waiting}, {@code lost}, {@code silenced} or
 *     {@code stopping}
 * @param reason of the state, one sentence; empty when there is nothing to say
 * @param height of the newest block
 * @param waitingFor the members that it waits for
 * @param all everything that {@code GET /api/status} has; the caller must not change it
 */
public record NodeStatus(
    String member,
    String state,
    String reason,
    long height,
    List<String> waitingFor,
    JsonObject all) {
  public NodeStatus {
    waitingFor = List.copyOf(waitingFor);
  }
}
