package dev.lockstep.console.rest;

import dev.lockstep.chain.Excerpt;
import dev.lockstep.console.access.HttpLimits;
import dev.lockstep.console.access.RequestHead;
import dev.lockstep.console.api.Views;
import dev.lockstep.console.result.ApiException;
import dev.lockstep.console.result.Problem;
import dev.lockstep.console.result.ProblemCode;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every failure of the HTTP interface as {@code application/problem+json} (RFC 9457). */
public final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private Problems() {}

  public static void write(RoutingContext context) {
    if (context.response().ended()) {
      return;
    }
    write(context.response(), problemOf(context));
  }

  /** A request whose head could not be read reaches no route; Vert.x ends the connection. */
  public static void writeUnreadable(HttpServerRequest request) {
    request.response().putHeader("Connection", "close");
    write(request.response(), RequestHead.unreadable(request).problem());
  }

  private static void write(HttpServerResponse response, Problem problem) {
    int status = problem.code().httpStatus();
    var body =
        new JsonObject()
            .put("type", "about:blank")
            .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
            .put("status", status)
            .mergeIn(Views.problem(problem));
    response.setStatusCode(status);
    if (status == 401) {
      response.putHeader("WWW-Authenticate", "Bearer");
    }
    if (status == 429 || status == 503) {
      response.putHeader("Retry-After", "1");
    }
    if (status == 413) {
      // The rest of the body is not worth reading.
      response.putHeader("Connection", "close");
    }
    response.putHeader("Content-Type", "application/problem+json").end(body.encode());
  }

  private static Problem problemOf(RoutingContext context) {
    if (context.failure() instanceof ApiException e) {
      return e.problem();
    }
    return switch (context.statusCode()) {
      case 400 -> new Problem(ProblemCode.INVALID_REQUEST, "The request is malformed.");
      case 404 ->
          new Problem(
              ProblemCode.NOT_FOUND,
              "There is nothing at "
                  + Excerpt.of(context.request().path())
                  + "; see /openapi.yaml.");
      case 405 ->
          new Problem(
              ProblemCode.METHOD_NOT_ALLOWED,
              context.request().method() + " is not known here; see /openapi.yaml.");
      case 417 ->
          new Problem(
              ProblemCode.UNMET_EXPECTATION,
              "The only expectation that is met here is 100-continue.");
      case 413 ->
          new Problem(
              ProblemCode.TOO_LARGE,
              "The body is over " + HttpLimits.BODY_MAX + " bytes; send fewer transfers at once.");
      case 415 ->
          new Problem(
              ProblemCode.UNSUPPORTED_MEDIA_TYPE, "Send \"Content-Type: application/json\".");
      default -> {
        log(context);
        yield new Problem(
            ProblemCode.INTERNAL_ERROR, "The node made a mistake; its log says which.");
      }
    };
  }

  private static void log(RoutingContext context) {
    var request = context.request();
    if (context.failure() instanceof HttpClosedException) {
      LOG.debug("{} {}: the client went away", request.method(), request.path());
    } else {
      LOG.error("{} {} failed", request.method(), request.path(), context.failure());
    }
  }
}
