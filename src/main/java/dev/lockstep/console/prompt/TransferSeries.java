package dev.lockstep.console.prompt;

import dev.lockstep.command.Payment;
import dev.lockstep.console.result.ApiException;
import dev.lockstep.console.result.ProblemCode;
import dev.lockstep.console.result.Receipt;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * The transfers of one line, one after the other. The first that is neither committed nor executed
 * ends the series: those after it are not attempted. Used on one event loop.
 */
final class TransferSeries {
  private final List<Payment> payments;
  private final Function<Payment, Future<Receipt>> pay;
  private final BooleanSupplier isAwaited;
  private final List<Receipt> paid = new ArrayList<>();

  /**
   * @param isAwaited whether the client is still there; asked before each transfer but the first
   */
  TransferSeries(
      List<Payment> payments, Function<Payment, Future<Receipt>> pay, BooleanSupplier isAwaited) {
    this.payments = payments;
    this.pay = pay;
    this.isAwaited = isAwaited;
  }

  /**
   * Completes when all are paid, or one has failed. The future fails only when the client has left:
   * then the rest is not attempted, as after a failure.
   */
  Future<PaidLine> run() {
    if (paid.size() == payments.size()) {
      return Future.succeededFuture(end(Optional.empty()));
    }
    if (!paid.isEmpty() && !isAwaited.getAsBoolean()) {
      return Future.failedFuture(
          new ApiException(
              ProblemCode.UNAVAILABLE,
              "The client has left; of %d transfers on the line %d were paid, the others are not attempted."
                  .formatted(payments.size(), paid.size())));
    }
    return attempt(payments.get(paid.size()))
        .compose(
            receipt -> {
              paid.add(receipt);
              return run();
            },
            reason -> Future.succeededFuture(end(Optional.of(reason))));
  }

  private PaidLine end(Optional<Throwable> failure) {
    return new PaidLine(payments.size(), List.copyOf(paid), failure);
  }

  private Future<Receipt> attempt(Payment payment) {
    try {
      return pay.apply(payment);
    } catch (ApiException e) {
      return Future.failedFuture(e);
    }
  }
}
