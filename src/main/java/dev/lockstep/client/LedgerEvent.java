package dev.lockstep.client;

import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** A part of a node's stream of events; the numbers of a stream only grow. */
public sealed interface LedgerEvent {
  /**
   * Something has happened at the node.
   *
   * @param number in the stream
   * @param kind such as {@code block} or {@code refused}; {@code docs/interfaces.md} lists them
   * @param all the whole event, with what this kind has; the caller must not change it
   */
  record Happened(long number, String kind, JsonObject all) implements LedgerEvent {}

  /** The events of these numbers, both included, cannot be shown any more. */
  record Gap(long from, long to) implements LedgerEvent {}

  /** The number after those that this part is about. */
  default long next() {
    return switch (this) {
      case Happened(var number, var _, var _) -> number + 1;
      case Gap(var _, var to) -> to + 1;
    };
  }

  /**
   * Reads a notification of the WebSocket; empty for the greeting, and for what a newer node may
   * say.
   */
  static Optional<LedgerEvent> read(String method, JsonObject params) {
    return switch (method) {
      case "event" ->
          Optional.of(new Happened(params.getLong("seq"), params.getString("kind"), params));
      case "gap" -> Optional.of(new Gap(params.getLong("from"), params.getLong("to")));
      case String _ -> Optional.empty();
    };
  }
}
