package dev.lockstep.console.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.chain.Excerpt;
import dev.lockstep.console.access.BodyMemory;
import dev.lockstep.console.access.HttpLimits;
import dev.lockstep.console.api.Api;
import dev.lockstep.console.api.JsonInput;
import dev.lockstep.console.api.ProofViews;
import dev.lockstep.console.api.Proofs;
import dev.lockstep.console.api.TransferInput;
import dev.lockstep.console.api.Views;
import dev.lockstep.console.delivery.Answer;
import dev.lockstep.console.delivery.LongAnswers;
import dev.lockstep.console.delivery.PieceResponse;
import dev.lockstep.console.delivery.SlowAnswer;
import dev.lockstep.console.result.ApiException;
import dev.lockstep.console.result.ProblemCode;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The REST interface, whose contract is {@code openapi.yaml}.
 *
 * <p>Validation is left to {@link Api}: a schema can say that an amount is malformed, but not
 * answer with the code and the sentence of design M1.
 */
public final class RestRoutes {
  private static final int PARSED_AT_ONCE_MAX = 64 << 10;

  /** Bytes that a transfer with a memo may have. */
  private static final int SHORT = 1 << 10;

  private static final Pattern CHARSET =
      Pattern.compile("charset\\s*=\\s*\"?([^\"]*)\"?", Pattern.CASE_INSENSITIVE);

  private final Api api;
  private final Proofs proofs;
  private final long beatMillis;
  private final LongAnswers answers;
  private final BodyMemory bodies = new BodyMemory();

  /**
   * @param beatMillis how long a connection is silent at most while a long answer is made
   */
  public RestRoutes(Api api, Proofs proofs, LongAnswers answers, long beatMillis) {
    this.api = api;
    this.proofs = proofs;
    this.answers = answers;
    this.beatMillis = beatMillis;
  }

  /** Routes that look at the query and the body themselves, after whoever asks has been let in. */
  public void addTo(Router router) {
    for (var operation : Operation.values()) {
      handler(operation).ifPresent(handler -> add(router, operation, handler));
    }
  }

  private void add(Router router, Operation operation, Handler<RoutingContext> handler) {
    var route = router.route(operation.method(), operation.route());
    if (operation.method().equals(HttpMethod.GET)) {
      // What answers GET answers HEAD; Vert.x leaves the body out.
      route.method(HttpMethod.HEAD);
    } else {
      route.handler(bodies);
      // Only here: any other body would fill the memory for nothing.
      route.handler(BodyHandler.create(false).setBodyLimit(HttpLimits.BODY_MAX));
    }
    route.handler(context -> requireKnown(context, operation.query())).handler(handler);
  }

  /** Nothing for what other routes answer. */
  private Optional<Handler<RoutingContext>> handler(Operation operation) {
    return switch (operation) {
      case CREATE_TRANSFER -> json(c -> body(c, this::oneOrMany).compose(b -> create(c, b)));
      case CREATE_TRANSFERS -> json(c -> body(c, this::many).compose(b -> create(c, b)));
      case GET_TRANSFER -> json(c -> whole(api.find(c.pathParam("id")), Views::receipt));
      case GET_RECEIPT -> json(c -> whole(proofs.receipt(c.pathParam("id")), ProofViews::receipt));
      case GET_CHECKPOINT -> Optional.of(this::checkpoint);
      case GET_KEYS -> json(_ -> whole(proofs.keys(), ProofViews::keys));
      case GET_CONSISTENCY_PROOF -> json(this::consistency);
      case LIST_ACCOUNTS -> json(_ -> read(() -> api.accounts().as(Views::accounts)));
      case GET_ACCOUNT -> json(c -> Future.succeededFuture(account(c)));
      case GET_STATEMENT -> json(c -> read(() -> statement(c)));
      case LIST_BLOCKS -> json(c -> read(() -> blocks(c)));
      case GET_BLOCK -> json(c -> read(() -> block(c)));
      case GET_LOCAL_LOG -> json(c -> read(() -> log(c)));
      case GET_STATUS -> json(_ -> whole(api.status(), Views::status));
      // Takes as long as the chain is long.
      case VERIFY ->
          Optional.of(c -> SlowAnswer.send(c, beatMillis, api.verify().map(Views::verdict)));
      case SIGN_OUT -> Optional.empty();
    };
  }

  private Optional<Handler<RoutingContext>> json(
      Function<RoutingContext, Future<Answer>> operation) {
    return Optional.of(context -> answer(context, operation));
  }

  private void checkpoint(RoutingContext context) {
    proofs
        .checkpoint()
        .onSuccess(
            note ->
                context
                    .response()
                    .putHeader("Content-Type", "text/plain; charset=utf-8")
                    .end(note.format()))
        .onFailure(context::fail);
  }

  private Future<Answer> consistency(RoutingContext context) {
    long from = height(context, "from");
    long to = height(context, "to");
    return proofs
        .consistency(from, to)
        .map(proof -> new Answer.Whole(ProofViews.consistency(from, to, proof)));
  }

  private static long height(RoutingContext context, String name) {
    return JsonInput.number(context.request().getParam(name), name, 0, Long.MAX_VALUE)
        .orElseThrow(
            () ->
                ApiException.invalidRequest(
                    "The query parameter \"" + name + "\" is missing; give two heights."));
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

  private void answer(RoutingContext context, Function<RoutingContext, Future<Answer>> operation) {
    operation
        .apply(context)
        .onSuccess(
            answer -> {
              switch (answer) {
                case Answer.Whole(var body) -> send(context, body);
                case Answer.InPieces pieces -> PieceResponse.send(context, answers, pieces);
              }
            })
        .onFailure(context::fail);
  }

  private static void send(RoutingContext context, JsonObject body) {
    context.response().putHeader("Content-Type", "application/json").end(body.toBuffer());
  }

  /** An answer that may be long. */
  private Future<Answer> read(Supplier<Answer> answer) {
    answers.requireRoom();
    return Future.succeededFuture(answer.get());
  }

  private static <T> Future<Answer> whole(Future<T> result, Function<T, JsonObject> json) {
    return result.map(value -> new Answer.Whole(json.apply(value)));
  }

  /** A long body is parsed on another thread, so that the event loop stays free. */
  private Future<Body> body(RoutingContext context, Function<JsonNode, Body> reading) {
    requireJson(context.request());
    var buffer = context.body().buffer();
    if (buffer == null || buffer.length() <= PARSED_AT_ONCE_MAX) {
      return Future.succeededFuture(
          body(buffer == null ? new byte[0] : buffer.getBytes(), reading));
    }
    return answers.make(() -> body(buffer.getBytes(), reading));
  }

  private Body body(byte[] text, Function<JsonNode, Body> reading) {
    // One transfer is short.
    var many =
        text.length > SHORT ? api.readMany(text) : Optional.<List<TransferInput.Read>>empty();
    return many.<Body>map(Body.Many::new).orElseGet(() -> reading.apply(JsonInput.parse(text)));
  }

  /** What a body holds. */
  private sealed interface Body {
    record One(JsonNode transfer) implements Body {}

    record Many(List<TransferInput.Read> transfers) implements Body {}
  }

  /**
   * The contract has an operation of its own for many, because programs that are generated from it
   * cannot tell two forms of one answer apart.
   */
  private Body oneOrMany(JsonNode body) {
    return body.has("transfers") ? many(body) : new Body.One(body);
  }

  private Body many(JsonNode body) {
    return new Body.Many(api.readMany(body));
  }

  private Future<Answer> create(RoutingContext context, Body body) {
    return switch (body) {
      case Body.One(var transfer) ->
          api.transfer(transfer)
              .map(
                  receipt -> {
                    context.response().setStatusCode(receipt.existed() ? 200 : 201);
                    return new Answer.Whole(Views.receipt(receipt));
                  });
      case Body.Many(var transfers) -> {
        // Not afterwards: "overloaded" means that nothing was executed.
        answers.requireRoom();
        yield api.transfers(transfers).map(batch -> batch.as(Views::results));
      }
    };
  }

  private static void requireJson(HttpServerRequest request) {
    var encoding = request.getHeader("Content-Encoding");
    if (encoding != null && !encoding.strip().equalsIgnoreCase("identity")) {
      // A small compressed body could unfold to any size.
      throw new ApiException(
          ProblemCode.UNSUPPORTED_MEDIA_TYPE,
          "The Content-Encoding is \""
              + Excerpt.of(encoding)
              + "\"; send the body as it is, without one.");
    }
    var contentType = request.getHeader("Content-Type");
    var parts = contentType == null ? new String[] {""} : contentType.split(";");
    if (!parts[0].strip().equalsIgnoreCase("application/json")) {
      // A form on a page of another site can send other types, but not this one.
      throw new ApiException(
          ProblemCode.UNSUPPORTED_MEDIA_TYPE, "Send \"Content-Type: application/json\".");
    }
    for (int i = 1; i < parts.length; i++) {
      var charset = CHARSET.matcher(parts[i].strip());
      if (charset.matches() && !charset.group(1).equalsIgnoreCase("utf-8")) {
        throw new ApiException(
            ProblemCode.UNSUPPORTED_MEDIA_TYPE,
            "The charset is \"" + Excerpt.of(charset.group(1)) + "\"; JSON is read as UTF-8 only.");
      }
    }
  }

  private Answer account(RoutingContext context) {
    return new Answer.Whole(Views.account(api.account(context.pathParam("name"))));
  }

  private Answer statement(RoutingContext context) {
    return api.statement(
            context.pathParam("name"),
            Optional.ofNullable(context.request().getParam("before")),
            limit(context, 50))
        .as(Views::statement);
  }

  private Answer blocks(RoutingContext context) {
    var from = JsonInput.number(context.request().getParam("from"), "from", 0, Long.MAX_VALUE);
    int limit = limit(context, 20);
    return JsonInput.number(context.request().getParam("transfers"), "transfers", 0, Api.GLANCE_MAX)
        .map(transfers -> api.summaries(from, limit, transfers.intValue()).as(Views::summaries))
        .orElseGet(() -> api.blocks(from, limit).as(Views::blocks));
  }

  private Answer log(RoutingContext context) {
    var limit = JsonInput.number(context.request().getParam("limit"), "limit", 1, Api.LIMIT_MAX);
    return api.log(limit).as(Views::log);
  }

  private Answer block(RoutingContext context) {
    return api.block(
            JsonInput.number(context.pathParam("height"), "height", 0, Long.MAX_VALUE)
                .orElseThrow())
        .as(Views::block);
  }

  private static int limit(RoutingContext context, int standard) {
    return JsonInput.number(context.request().getParam("limit"), "limit", 1, Api.LIMIT_MAX)
        .orElse((long) standard)
        .intValue();
  }
}
