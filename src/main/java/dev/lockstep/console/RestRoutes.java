package dev.lockstep.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.chain.Excerpt;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RequestExtractor;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The REST interface, routed by its contract {@code openapi.yaml}.
 *
 * <p>Validation is left to {@link Api}: the contract can say that an amount is malformed, but not
 * answer with the code and the sentence that design section 3 asks for.
 */
final class RestRoutes {
  private static final int PARSED_AT_ONCE_MAX = 64 << 10;

  private static final Pattern CHARSET =
      Pattern.compile("charset\\s*=\\s*\"?([^\"]*)\"?", Pattern.CASE_INSENSITIVE);

  private static final String PREFIX = "/api/";

  /** Takes as long as the chain is long. */
  private static final String SLOW = "verify";

  private final Api api;
  private final long beatMillis;
  private final Map<String, Function<RoutingContext, Future<JsonObject>>> operations =
      Map.of(
          "createTransfers",
          this::createTransfers,
          "getTransfer",
          c -> api().find(c.pathParam("id")),
          "getAccounts",
          c -> Future.succeededFuture(api().accounts()),
          "getAccount",
          c -> Future.succeededFuture(api().account(c.pathParam("name"))),
          "getStatement",
          this::statement,
          "getBlocks",
          this::blocks,
          "getBlock",
          this::block,
          "getLog",
          this::log,
          "getStatus",
          c -> api().status(),
          "verify",
          c -> api().verify());

  /**
   * @param beatMillis how long a connection is silent at most while a long answer is made
   */
  RestRoutes(Api api, long beatMillis) {
    this.api = api;
    this.beatMillis = beatMillis;
  }

  private Api api() {
    return api;
  }

  Router router(Vertx vertx, OpenAPIContract contract) {
    var builder = RouterBuilder.create(vertx, contract, RequestExtractor.withBodyHandler());
    for (var route : builder.getRoutes()) {
      route.setDoValidation(false);
      if (route.getOperation().getOpenAPIPath().startsWith(PREFIX)) {
        addHandlers(route);
      } else {
        // Described in the contract, and answered before anything gets here.
        route.addHandler(RoutingContext::next);
      }
    }
    var router = builder.createRouter();
    // Whoever answers GET answers HEAD, and Vert.x leaves the body out.
    router.getRoutes().stream()
        .filter(route -> route.methods() != null && route.methods().contains(HttpMethod.GET))
        .forEach(route -> route.method(HttpMethod.HEAD));
    return router;
  }

  private void addHandlers(OpenAPIRoute route) {
    var operation = route.getOperation();
    var known = queryOf(operation);
    var answering = operations.get(operation.getOperationId());
    boolean isSlow = operation.getOperationId().equals(SLOW);
    if (operation.getRequestBody() != null) {
      // Nobody else's body is read: it would fill the memory for nothing.
      route.addHandler(BodyHandler.create(false).setBodyLimit(ConsoleVerticle.BODY_MAX));
    }
    route.addHandler(context -> requireKnown(context, known));
    route.addHandler(
        isSlow
            ? context -> SlowAnswer.send(context, beatMillis, answering.apply(context))
            : context -> answer(context, answering));
  }

  private static List<String> queryOf(Operation operation) {
    return operation.getParameters().stream()
        .filter(parameter -> parameter.getIn() == Location.QUERY)
        .map(Parameter::getName)
        .toList();
  }

  /** A misspelt parameter must not be taken for one that was left out. */
  private static void requireKnown(RoutingContext context, List<String> known) {
    for (var name : context.queryParams().names()) {
      if (!known.contains(name)) {
        throw ApiException.invalidRequest(
            "The query parameter \""
                + Excerpt.of(name)
                + "\" is not known here; "
                + (known.isEmpty() ? "there are none" : "known are " + String.join(", ", known))
                + ".");
      }
      if (context.queryParams().getAll(name).size() > 1) {
        throw ApiException.invalidRequest(
            "The query parameter \"" + name + "\" is there twice; give it once.");
      }
    }
    context.next();
  }

  private static void answer(
      RoutingContext context, Function<RoutingContext, Future<JsonObject>> operation) {
    operation
        .apply(context)
        .onSuccess(
            body ->
                context
                    .response()
                    .setStatusCode(created(context, body) ? 201 : 200)
                    .putHeader("Content-Type", "application/json")
                    .end(body.toBuffer()))
        .onFailure(context::fail);
  }

  /** A transfer that this very request put on the chain. */
  private static boolean created(RoutingContext context, JsonObject body) {
    return context.request().method().name().equals("POST")
        && Boolean.FALSE.equals(body.getBoolean("exists"));
  }

  private Future<JsonObject> createTransfers(RoutingContext context) {
    requireJson(context.request());
    return parsed(context)
        .compose(body -> body.has("transfers") ? api.transfers(body) : api.transfer(body));
  }

  private static void requireJson(HttpServerRequest request) {
    var encoding = request.getHeader("Content-Encoding");
    if (encoding != null && !encoding.strip().equalsIgnoreCase("identity")) {
      // A small compressed body could unfold to any size.
      throw new ApiException(
          415,
          "unsupported_media_type",
          "The Content-Encoding is \""
              + Excerpt.of(encoding)
              + "\"; send the body as it is, without one.");
    }
    var contentType = request.getHeader("Content-Type");
    var parts = contentType == null ? new String[] {""} : contentType.split(";");
    if (!parts[0].strip().equalsIgnoreCase("application/json")) {
      // A form on a foreign page can send other types without being asked; this one it cannot.
      throw new ApiException(
          415, "unsupported_media_type", "Send \"Content-Type: application/json\".");
    }
    for (int i = 1; i < parts.length; i++) {
      var charset = CHARSET.matcher(parts[i].strip());
      if (charset.matches() && !charset.group(1).equalsIgnoreCase("utf-8")) {
        throw new ApiException(
            415,
            "unsupported_media_type",
            "The charset is \"" + Excerpt.of(charset.group(1)) + "\"; JSON is read as UTF-8 only.");
      }
    }
  }

  /** A long body is read by a worker: others on this event loop need not wait for it. */
  private static Future<JsonNode> parsed(RoutingContext context) {
    var buffer = context.body().buffer();
    var bytes = buffer == null ? new byte[0] : buffer.getBytes();
    return bytes.length <= PARSED_AT_ONCE_MAX
        ? Future.succeededFuture(JsonInput.parse(bytes))
        : context.vertx().executeBlocking(() -> JsonInput.parse(bytes), false);
  }

  private Future<JsonObject> statement(RoutingContext context) {
    return api.statement(
        context.pathParam("name"),
        Optional.ofNullable(context.request().getParam("before")),
        limit(context, 50));
  }

  private Future<JsonObject> blocks(RoutingContext context) {
    var from = JsonInput.number(context.request().getParam("from"), "from", 0, Long.MAX_VALUE);
    int limit = limit(context, 20);
    return JsonInput.number(context.request().getParam("transfers"), "transfers", 0, Api.GLANCE_MAX)
        .map(transfers -> api.summaries(from, limit, transfers.intValue()))
        .orElseGet(() -> api.blocks(from, limit));
  }

  private Future<JsonObject> log(RoutingContext context) {
    var limit = JsonInput.number(context.request().getParam("limit"), "limit", 1, Api.LIMIT_MAX);
    return Future.succeededFuture(api.log(limit));
  }

  private Future<JsonObject> block(RoutingContext context) {
    return api.block(
        JsonInput.number(context.pathParam("height"), "height", 0, Long.MAX_VALUE).orElseThrow());
  }

  private static int limit(RoutingContext context, int standard) {
    return JsonInput.number(context.request().getParam("limit"), "limit", 1, Api.LIMIT_MAX)
        .orElse((long) standard)
        .intValue();
  }
}
