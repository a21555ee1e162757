package dev.lockstep.bench;

import dev.lockstep.client.LedgerAccess;
import dev.lockstep.client.Payment;
import dev.lockstep.client.TransferOutcome;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The clients of one node: each asks again when it has its answer. Used by one context. */
final class Loops {
  private static final String AMOUNT = "0.01";

  private final LedgerAccess ledger;
  private final Workload workload;
  private final Payers payers;
  private final Window window;
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private int open;

  /**
   * Who pays whom.
   *
   * @param member whose node is asked
   * @param payer an account that it owns
   * @param payee another account
   */
  record Payers(String member, String payer, String payee) {}

  private Loops(LedgerAccess ledger, Workload workload, Payers payers, Window window) {
    this.ledger = ledger;
    this.workload = workload;
    this.payers = payers;
    this.window = window;
  }

  /** Completes when the window is over and all answers are there; fails at the first failure. */
  static Future<Void> start(
      Vertx vertx, LedgerAccess ledger, Workload workload, Payers payers, Window window) {
    var loops = new Loops(ledger, workload, payers, window);
    vertx.getOrCreateContext().runOnContext(_ -> loops.startAll());
    return Future.fromCompletionStage(loops.over);
  }

  private void startAll() {
    open = workload.outstanding();
    for (int i = 0; i < workload.outstanding(); i++) {
      next();
    }
  }

  private void next() {
    if (window.isOver() || over.isDone()) {
      if (--open == 0) {
        over.complete(null);
      }
      return;
    }
    long asked = System.nanoTime();
    ask()
        .onSuccess(
            _ -> {
              window.answered(asked);
              next();
            })
        .onFailure(over::completeExceptionally);
  }

  private Future<?> ask() {
    return switch (workload.transfers()) {
      case 0 -> ledger.balance(payers.payer);
      case 1 -> ledger.transfer(payment()).map(this::success);
      default -> ledger.transfers(payments()).map(this::allSuccess);
    };
  }

  private List<Payment> payments() {
    List<Payment> payments = new ArrayList<>(workload.transfers());
    for (int i = 0; i < workload.transfers(); i++) {
      payments.add(payment());
    }
    return payments;
  }

  private Payment payment() {
    return Payment.of(payers.payer, payers.payee, AMOUNT);
  }

  private List<TransferOutcome> allSuccess(List<TransferOutcome> outcomes) {
    outcomes.forEach(this::success);
    return outcomes;
  }

  private TransferOutcome success(TransferOutcome outcome) {
    return switch (outcome) {
      case TransferOutcome.Committed _, TransferOutcome.Executed _ -> outcome;
      case TransferOutcome.Refused(var _, var code, var sentence) ->
          throw new BenchException(
              payers.member + " refused a transfer, " + code + ": " + sentence);
      case TransferOutcome.InDoubt(var _, var reason, var _) ->
          throw new BenchException(payers.member + " left a transfer in doubt: " + reason);
    };
  }

  /**
   * @throws BenchException with the sentence of what has failed
   */
  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof BenchException known) {
        throw known;
      }
      throw new BenchException("A node did not answer: " + e.getCause().getMessage(), e.getCause());
    }
  }
}
