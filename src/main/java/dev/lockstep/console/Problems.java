package dev.lockstep.console;

import dev.lockstep.chain.Excerpt;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every failure of the HTTP interface as {@code application/problem+json} (RFC 9457). */
final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private Problems() {}

  static void write(RoutingContext context) {
    if (context.response().ended()) {
      return;
    }
    write(context.response(), problemOf(context));
  }

  /** A request whose head could not be read reaches no route; Vert.x ends the connection. */
  static void writeUnreadable(HttpServerRequest request) {
    request.response().putHeader("Connection", "close");
    write(request.response(), RequestHead.unreadable(request));
  }

  private static void write(HttpServerResponse response, ApiException problem) {
    var body =
        new JsonObject()
            .put("type", "about:blank")
            .put("title", HttpResponseStatus.valueOf(problem.status()).reasonPhrase())
            .put("status", problem.status())
            .mergeIn(problem.toJson());
    response.setStatusCode(problem.status());
    if (problem.status() == 401) {
      response.putHeader("WWW-Authenticate", "Bearer");
    }
    if (problem.status() == 429 || problem.status() == 503) {
      response.putHeader("Retry-After", "1");
    }
    if (problem.status() == 413) {
      // The rest of the body is not worth reading.
      response.putHeader("Connection", "close");
    }
    response.putHeader("Content-Type", "application/problem+json").end(body.encode());
  }

  private static ApiException problemOf(RoutingContext context) {
    if (context.failure() instanceof ApiException problem) {
      return problem;
    }
    return switch (context.statusCode()) {
      case 400 -> new ApiException(400, "invalid_request", "The request is malformed.");
      case 404 ->
          ApiException.notFound(
              "There is nothing at "
                  + Excerpt.of(context.request().path())
                  + "; see /openapi.yaml.");
      case 405 ->
          new ApiException(
              405,
              "method_not_allowed",
              context.request().method() + " is not known here; see /openapi.yaml.");
      case 417 ->
          new ApiException(
              417, "invalid_request", "The only expectation that is met here is 100-continue.");
      case 413 ->
          new ApiException(
              413,
              "too_large",
              "The body is over "
                  + ConsoleVerticle.BODY_MAX
                  + " bytes; send fewer transfers at once.");
      case 415 ->
          new ApiException(
              415, "unsupported_media_type", "Send \"Content-Type: application/json\".");
      default -> {
        LOG.error(
            "{} {} failed",
            context.request().method(),
            context.request().path(),
            context.failure());
        yield new ApiException(
            500, "internal_error", "The node made a mistake; its log says which.");
      }
    };
  }
}
