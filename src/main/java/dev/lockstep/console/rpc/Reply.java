package dev.lockstep.console.rpc;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.console.api.Views;
import dev.lockstep.console.delivery.Answer;
import dev.lockstep.console.delivery.Delivery;
import dev.lockstep.console.delivery.Json;
import dev.lockstep.console.result.ApiException;
import dev.lockstep.console.result.Problem;
import dev.lockstep.console.result.RpcCode;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reply to one request, as JSON-RPC 2.0 writes it. */
sealed interface Reply {
  Logger LOG = LoggerFactory.getLogger(Reply.class);

  /** One that is written at once. */
  record Short(JsonObject json) implements Reply {}

  /** One with a result that is written in pieces. */
  record Long(JsonNode id, Delivery.Part result) implements Reply {}

  static Reply of(JsonNode id, Answer result) {
    return switch (result) {
      case Answer.Whole(var json) -> new Short(begin(id).put("result", json));
      case Answer.InPieces(var part) -> new Long(id, part);
    };
  }

  static Reply failed(JsonNode id, Throwable failure) {
    return new Short(failure(id, failure));
  }

  /** The error for a message that is no request, and so has no reliable id. */
  static Reply invalid(String sentence) {
    return new Short(begin(null).put("error", error(RpcCode.INVALID_REQUEST, sentence)));
  }

  static Reply error(JsonNode id, Problem problem) {
    return new Short(refusal(id, problem));
  }

  /** A piece of a message that holds several replies. */
  default Delivery.Part part() {
    return switch (this) {
      case Short(var json) -> piece(Json.of(json));
      case Long(var id, var result) ->
          () ->
              result
                  .open()
                  .map(opened -> result(id, opened))
                  .otherwise(failure -> () -> Stream.of(Json.of(failure(id, failure))));
    };
  }

  static Delivery.Part piece(Json json) {
    return () -> Future.succeededFuture(() -> Stream.of(json));
  }

  private static Supplier<Stream<Json>> result(JsonNode id, Supplier<Stream<Json>> result) {
    Json begin =
        out -> {
          out.writeStartObject();
          for (var field : begin(id)) {
            out.writeFieldName(field.getKey());
            out.writeRawValue(io.vertx.core.json.Json.encode(field.getValue()));
          }
          out.writeFieldName("result");
        };
    return () ->
        Stream.of(Stream.of(begin), result.get(), Stream.<Json>of(JsonGenerator::writeEndObject))
            .flatMap(parts -> parts);
  }

  private static JsonObject failure(JsonNode id, Throwable failure) {
    if (failure instanceof ApiException e) {
      return refusal(id, e.problem());
    }
    LOG.error("A request over the WebSocket failed", failure);
    return begin(id)
        .put(
            "error", error(RpcCode.INTERNAL_ERROR, "The node made a mistake; its log says which."));
  }

  private static JsonObject refusal(JsonNode id, Problem problem) {
    var code = problem.code();
    return begin(id)
        .put(
            "error",
            error(code.rpcCode(), problem.detail())
                .put("data", Views.problem(problem).put("status", code.httpStatus())));
  }

  private static JsonObject error(int code, String message) {
    return new JsonObject().put("code", code).put("message", message);
  }

  private static JsonObject begin(JsonNode id) {
    var json = new JsonObject().put("jsonrpc", "2.0");
    if (id == null || id.isNull()) {
      return json.putNull("id");
    }
    return id.isTextual() ? json.put("id", id.textValue()) : json.put("id", id.numberValue());
  }
}
