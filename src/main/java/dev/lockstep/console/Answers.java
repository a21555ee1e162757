package dev.lockstep.console;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Excerpt;
import dev.lockstep.chain.Location;
import dev.lockstep.chain.Refusal;
import dev.lockstep.chain.TransferRules;
import dev.lockstep.chain.TransferRules.Parsed;
import dev.lockstep.order.Outcome;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Outcomes as answers: what each is called and which HTTP status it has. */
final class Answers {
  private static final String STARTING = "The node is starting; try again in a moment.";

  private Answers() {}

  /**
   * @return the transfer as it stands
   * @throws ApiException when it does not stand anywhere
   */
  static JsonObject one(UUID id, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Committed(var location, var block, var existed) ->
          new JsonObject()
              .put("id", id.toString())
              .put("status", "committed")
              .put("height", location.height())
              .put("position", location.position())
              .put("hash", block.toString())
              .put("exists", existed);
      case Outcome.Executed(var existed) ->
          new JsonObject()
              .put("id", id.toString())
              .put("status", "executed")
              .put("exists", existed);
      case Outcome.Refused(var refusal) -> throw refused(id.toString(), refusal);
      case Outcome.Unavailable(var waitingFor, var reason) ->
          throw new ApiException(503, "unavailable", reason, waiting(id, waitingFor));
      case Outcome.Overloaded(var waiting) ->
          throw new ApiException(
              429,
              "overloaded",
              waiting + " requests are waiting already; try again in a moment.",
              new JsonObject().put("id", id.toString()));
      case Outcome.InDoubt(var waitingFor, var _) ->
          throw new ApiException(
              504,
              "in_doubt",
              "It is not known yet whether transfer " + id + " commits; ask again by its id.",
              waiting(id, waitingFor));
      case Outcome.NotFound() ->
          throw ApiException.notFound("No transfer " + id + " is known here.");
    };
  }

  /** One result for each, in order. */
  static Stream<Json> many(List<TransferInput.Read> reads, List<Outcome> outcomes) {
    Iterator<Outcome> next = outcomes.iterator();
    var results =
        reads.stream()
            .map(
                read ->
                    switch (read.parsed()) {
                      case Parsed.Invalid(var refusal) -> refused(read.id(), refusal).toJson();
                      case Parsed.Valid(var transfer) -> item(transfer.id(), next.next());
                    });
    return Json.object(new JsonObject(), "results", results.map(Json::of));
  }

  private static JsonObject item(UUID id, Outcome outcome) {
    try {
      return one(id, outcome);
    } catch (ApiException e) {
      return e.toJson();
    }
  }

  static ApiException refused(String id, Refusal refusal) {
    int status =
        switch (refusal.code()) {
          case INVALID_ID, INVALID_AMOUNT, INVALID_MEMO -> 400;
          case UNKNOWN_ACCOUNT -> 404;
          case SAME_ACCOUNT, INSUFFICIENT_FUNDS -> 422;
          case NOT_OWNER -> 403;
          case EXISTS_WITH_DIFFERENT_CONTENT -> 409;
        };
    return new ApiException(
        status, refusal.code().text(), refusal.detail(), new JsonObject().put("id", id));
  }

  /** A reply that did not come means unknown, never failed. */
  static Outcome unanswered(Throwable failure) {
    return isNobodyThere(failure)
        ? new Outcome.Unavailable(List.of(), STARTING)
        : new Outcome.InDoubt(List.of(), "The node did not answer in time.");
  }

  /** The same for what only reads, and so has nothing to be in doubt about. */
  static ApiException unread(Throwable failure) {
    if (failure instanceof ReplyException reply && reply.failureCode() == 429) {
      return new ApiException(429, "overloaded", reply.getMessage());
    }
    return new ApiException(
        503,
        "unavailable",
        isNobodyThere(failure) ? STARTING : "The node did not answer: " + failure.getMessage());
  }

  private static boolean isNobodyThere(Throwable failure) {
    return failure instanceof ReplyException reply
        && reply.failureType() == ReplyFailure.NO_HANDLERS;
  }

  static UUID uuid(String text) {
    // Only the id is looked at: the other words are there to make it a whole transfer.
    return switch (TransferRules.parse(text, "", "", "1", "")) {
      case Parsed.Valid(var transfer) -> transfer.id();
      case Parsed.Invalid(var refusal) -> throw refused(Excerpt.of(text), refusal);
    };
  }

  static Location place(String text) {
    if (!text.matches("[0-9]{1,15}(-[0-9]{1,4})?")) {
      throw ApiException.invalidRequest(
          "\"before\" is \""
              + Excerpt.of(text)
              + "\", not a height or HEIGHT-POSITION as in \"next\".");
    }
    var parts = text.split("-");
    int position = parts.length == 1 ? 0 : Integer.parseInt(parts[1]);
    if (position >= Block.TRANSFERS_MAX) {
      throw ApiException.invalidRequest(
          "\"before\" is \"" + text + "\"; a block ends before position " + position + ".");
    }
    return new Location(Long.parseLong(parts[0]), position);
  }

  private static JsonObject waiting(UUID id, List<String> waitingFor) {
    return new JsonObject().put("id", id.toString()).put("waiting_for", new JsonArray(waitingFor));
  }
}
