package dev.lockstep.bench;

import dev.lockstep.client.LockstepClient;
import dev.lockstep.client.LockstepClientOptions;
import dev.lockstep.client.Payment;
import dev.lockstep.client.TransferOutcome;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients over one WebSocket for each node. Used by one thread. */
final class SocketLoad implements Load {
  private static final String AMOUNT = "0.01";

  private final Vertx vertx;
  private final Workload workload;
  private final List<Target> targets;
  private final List<LockstepClient> clients = new ArrayList<>();

  SocketLoad(Vertx vertx, Workload workload, List<Target> targets) {
    this.vertx = vertx;
    this.workload = workload;
    this.targets = targets;
    for (var target : targets) {
      clients.add(
          await(
              LockstepClient.connect(
                  vertx, LockstepClientOptions.of(target.address(), target.token()))));
    }
  }

  @Override
  public void run(Window window) {
    List<Future<?>> loops = new ArrayList<>();
    for (int i = 0; i < clients.size(); i++) {
      loops.add(new Loops(clients.get(i), targets.get(i), window).start());
    }
    await(Future.join(loops));
  }

  /** What one client has outstanding at a time. */
  private final class Loops {
    private final LockstepClient client;
    private final Target target;
    private final Window window;
    private final AtomicInteger open = new AtomicInteger(workload.outstanding());
    private final CompletableFuture<Void> over = new CompletableFuture<>();

    Loops(LockstepClient client, Target target, Window window) {
      this.client = client;
      this.target = target;
      this.window = window;
    }

    Future<Void> start() {
      var context = vertx.getOrCreateContext();
      for (int i = 0; i < workload.outstanding(); i++) {
        context.runOnContext(_ -> next());
      }
      return Future.fromCompletionStage(over);
    }

    private void next() {
      if (window.isOver() || over.isDone()) {
        if (open.decrementAndGet() == 0) {
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
      if (workload.transfers() == 0) {
        return client.balance(target.payer());
      }
      return client
          .transfer(Payment.of(target.payer(), target.payee(), AMOUNT))
          .map(outcome -> success(target, outcome));
    }
  }

  private static TransferOutcome success(Target target, TransferOutcome outcome) {
    return switch (outcome) {
      case TransferOutcome.Committed _, TransferOutcome.Executed _ -> outcome;
      case TransferOutcome.Refused(var _, var code, var sentence) ->
          throw new BenchException(
              target.member() + " refused a transfer, " + code + ": " + sentence);
      case TransferOutcome.InDoubt(var _, var reason, var _) ->
          throw new BenchException(target.member() + " left a transfer in doubt: " + reason);
    };
  }

  @Override
  public void close() {
    clients.forEach(client -> await(client.close()));
  }

  private static <T> T await(Future<T> future) {
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
