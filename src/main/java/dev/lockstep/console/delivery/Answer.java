package dev.lockstep.console.delivery;

import io.vertx.core.json.JsonObject;

/** A result in JSON, on its way to a client by REST or by JSON-RPC. */
public sealed interface Answer {
  /** A small one: its size does not grow with the ledger. */
  record Whole(JsonObject json) implements Answer {}

  /**
   * One that may be long, a {@link Lookup} with its form.
   *
   * @param part opened once, when the turn of this answer has come
   */
  record InPieces(Delivery.Part part) implements Answer {}
}
