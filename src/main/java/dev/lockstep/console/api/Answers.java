package dev.lockstep.console.api;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Excerpt;
import dev.lockstep.chain.Location;
import dev.lockstep.chain.TransferRules;
import dev.lockstep.chain.TransferRules.Parsed;
import dev.lockstep.console.result.ApiException;
import dev.lockstep.console.result.Problem;
import dev.lockstep.console.result.Problem.About;
import dev.lockstep.console.result.ProblemCode;
import dev.lockstep.console.result.Receipt;
import dev.lockstep.console.result.TransferAnswer;
import dev.lockstep.order.Outcome;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.List;
import java.util.UUID;

/** What the order and the store have replied, or failed to reply, as answers to a client. */
final class Answers {
  private static final String STARTING = "The node is starting; try again in a moment.";

  private Answers() {}

  static TransferAnswer of(UUID id, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Committed(var location, var block, var existed) ->
          new Receipt.Committed(id, location, block, existed);
      case Outcome.Executed(var existed) -> new Receipt.Executed(id, existed);
      case Outcome.Refused(var refusal) -> Problem.refused(id.toString(), refusal);
      case Outcome.Unavailable(var waitingFor, var reason) ->
          new Problem(ProblemCode.UNAVAILABLE, reason, new About.Waiting(id, waitingFor));
      case Outcome.Overloaded(var waiting) ->
          new Problem(
              ProblemCode.OVERLOADED,
              waiting + " requests are waiting already; try again in a moment.",
              new About.OfTransfer(id.toString()));
      case Outcome.InDoubt(var waitingFor, var reason) ->
          new Problem(
              ProblemCode.IN_DOUBT,
              "It is not known yet whether transfer " + id + " commits; ask again by its id.",
              new About.Doubt(id, waitingFor, reason));
      case Outcome.NotFound() ->
          new Problem(ProblemCode.NOT_FOUND, "No transfer " + id + " is known here.");
    };
  }

  /**
   * @throws ApiException when the transfer is not there, or is in doubt
   */
  static Receipt receipt(TransferAnswer answer) {
    return switch (answer) {
      case Receipt receipt -> receipt;
      case Problem problem -> throw new ApiException(problem);
    };
  }

  /** A reply that did not come means unknown, never failed. */
  static Outcome unanswered(Throwable failure, String member) {
    return isNobodyThere(failure)
        ? new Outcome.Unavailable(List.of(), STARTING)
        : new Outcome.InDoubt(List.of(member), "Node " + member + " did not answer in time.");
  }

  /** The same for a read: it changes nothing, so it leaves no doubt. */
  static ApiException unread(Throwable failure) {
    if (failure instanceof ReplyException reply && reply.failureCode() == 429) {
      return new ApiException(ProblemCode.OVERLOADED, reply.getMessage());
    }
    if (failure instanceof ReplyException reply && reply.failureCode() == 503) {
      return new ApiException(ProblemCode.UNAVAILABLE, reply.getMessage());
    }
    return new ApiException(
        ProblemCode.UNAVAILABLE,
        isNobodyThere(failure) ? STARTING : "The node did not answer: " + failure.getMessage());
  }

  private static boolean isNobodyThere(Throwable failure) {
    return failure instanceof ReplyException reply
        && reply.failureType() == ReplyFailure.NO_HANDLERS;
  }

  static UUID uuid(String text) {
    // Only the id is used; the other values make it a complete transfer.
    return switch (TransferRules.parse(text, "", "", "1", "")) {
      case Parsed.Valid(var transfer) -> transfer.id();
      case Parsed.Invalid(var refusal) ->
          throw new ApiException(Problem.refused(Excerpt.of(text), refusal));
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
}
