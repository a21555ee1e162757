package dev.lockstep.console.events;

import io.vertx.core.json.JsonObject;

/** A message of JSON-RPC that has no answer. */
final class Notification {
  private Notification() {}

  static String of(String method, JsonObject params) {
    return new JsonObject()
        .put("jsonrpc", "2.0")
        .put("method", method)
        .put("params", params)
        .encode();
  }
}
