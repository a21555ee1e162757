package dev.lockstep.client;

import io.vertx.core.json.JsonObject;

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
}
