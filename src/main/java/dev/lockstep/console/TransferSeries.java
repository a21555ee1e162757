package dev.lockstep.console;

import dev.lockstep.command.Payment;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * The transfers of one line, one after the other. The first that is neither committed nor executed
 * ends the series: those behind it are not attempted. Used on one event loop.
 */
final class TransferSeries {
  private final List<Payment> payments;
  private final Function<Payment, Future<Answer>> pay;
  private final BooleanSupplier isAwaited;
  private final List<JsonObject> paid = new ArrayList<>();
  private Optional<Throwable> failure = Optional.empty();

  /**
   * @param isAwaited whether there is still somebody who wants to know the end; asked before each
   *     transfer but the first
   */
  TransferSeries(
      List<Payment> payments, Function<Payment, Future<Answer>> pay, BooleanSupplier isAwaited) {
    this.payments = payments;
    this.pay = pay;
    this.isAwaited = isAwaited;
  }

  /**
   * Completes when all are paid, or one has failed. It fails itself only when nobody is there any
   * more who could be told what was paid: then the rest is not attempted, as behind a failure.
   */
  Future<TransferSeries> run() {
    if (paid.size() == payments.size()) {
      return Future.succeededFuture(this);
    }
    if (!paid.isEmpty() && !isAwaited.getAsBoolean()) {
      return Future.failedFuture(
          new ApiException(
              503,
              "unavailable",
              "The client has left; of %d transfers on the line %d were paid, the others are not attempted."
                  .formatted(payments.size(), paid.size())));
    }
    return attempt(payments.get(paid.size()))
        .compose(
            receipt -> {
              paid.add(((Answer.Whole) receipt).json());
              return run();
            },
            reason -> {
              failure = Optional.of(reason);
              return Future.succeededFuture(this);
            });
  }

  private Future<Answer> attempt(Payment payment) {
    try {
      return pay.apply(payment);
    } catch (ApiException e) {
      return Future.failedFuture(e);
    }
  }

  Optional<Throwable> failure() {
    return failure;
  }

  /** Which transfer has failed, counted from 1; nothing when all are paid. */
  JsonObject place() {
    return failure.isEmpty() ? new JsonObject() : new JsonObject().put("transfer", paid.size() + 1);
  }

  /** {@code {results}}, or the failure with what was paid before it. */
  JsonObject json() {
    var results = new JsonObject().put("results", new JsonArray(new ArrayList<>(paid)));
    if (failure.isEmpty()) {
      return results;
    }
    var problem =
        failure.get() instanceof ApiException e
            ? e.toJson()
            : new JsonObject()
                .put("code", "internal_error")
                .put("detail", "The node made a mistake: " + failure.get());
    return problem
        .mergeIn(place())
        .put("paid", paid.size())
        .put("not_attempted", notAttempted())
        .mergeIn(results);
  }

  String text(Function<JsonObject, String> receipt, Function<Throwable, String> sentence) {
    var text = new StringBuilder();
    failure.ifPresent(
        reason ->
            text.append("transfer ")
                .append(paid.size() + 1)
                .append(": ")
                .append(sentence.apply(reason))
                .append(" Of ")
                .append(payments.size())
                .append(" transfers on the line ")
                .append(paid.size())
                .append(paid.size() == 1 ? " was paid and " : " were paid and ")
                .append(notAttempted())
                .append(notAttempted() == 1 ? " was" : " were")
                .append(" not attempted."));
    for (int i = 0; i < paid.size(); i++) {
      text.append(text.isEmpty() ? "" : "\n")
          .append("transfer ")
          .append(i + 1)
          .append(": ")
          .append(receipt.apply(paid.get(i)));
    }
    return text.toString();
  }

  private int notAttempted() {
    return payments.size() - paid.size() - 1;
  }
}
