package dev.lockstep.console;

import io.vertx.core.json.JsonObject;

/** An answer that is not the wished-for one: a status, a code, and one sentence. */
final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient JsonObject extra;
  private final int status;
  private final String code;

  ApiException(int status, String code, String detail) {
    this(status, code, detail, new JsonObject());
  }

  /**
   * @param extra further members of the answer, such as {@code waiting_for}
   */
  ApiException(int status, String code, String detail, JsonObject extra) {
    // It says what a client did wrong, not where this node was when it noticed: no stack trace.
    super(detail, null, false, false);
    this.status = status;
    this.code = code;
    this.extra = extra;
  }

  static ApiException invalidRequest(String detail) {
    return new ApiException(400, "invalid_request", detail);
  }

  static ApiException notFound(String detail) {
    return new ApiException(404, "not_found", detail);
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  JsonObject extra() {
    return extra;
  }

  /** {@code code}, {@code detail} and what else there is. */
  JsonObject toJson() {
    return new JsonObject().put("code", code).put("detail", getMessage()).mergeIn(extra);
  }
}
