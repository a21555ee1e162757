package dev.lockstep.console.events;

import io.vertx.core.json.JsonObject;

/** A message of JSON-RPC that has no answer. */
final class Notification {
  private Notification() {}

  static String of(String method, JsonObject params) {
    return of(method, params.encode());
  }

  /**
   * @param params a JSON object
   */
  static String of(String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + params + "}";
  }
}
