package dev.lockstep.embedded;

import dev.lockstep.client.Balance;
import dev.lockstep.client.LedgerAccess;
import dev.lockstep.client.LedgerEvent;
import dev.lockstep.client.LockstepException;
import dev.lockstep.client.NodeStatus;
import dev.lockstep.client.Payment;
import dev.lockstep.client.Subscription;
import dev.lockstep.client.TransferOutcome;
import dev.lockstep.console.api.Api;
import dev.lockstep.console.delivery.Lookup;
import dev.lockstep.console.events.EventStream;
import dev.lockstep.console.result.ApiException;
import dev.lockstep.node.Node;
import dev.lockstep.order.OrderFactory;
import dev.lockstep.order.Orders;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A node that runs inside a Vert.x program, with an event bus and threads of its own. When it has
 * to stop by itself, because its disk or its code has failed, the program goes on: what waits is
 * answered as in doubt or fails, later calls fail with {@link LockstepException#UNAVAILABLE}, the
 * handler is told, and the node gives its ports and files back.
 *
 * <p>When the heap is used up, no part of a process can be relied on any more. A program with a
 * node should therefore be started with {@code -XX:+ExitOnOutOfMemoryError}.
 */
public final class LockstepNode implements LedgerAccess {
  /** As many transfers as a node lets wait for a block. */
  private static final int OUTSTANDING_MAX = 1 << 16;

  private final Vertx vertx;
  private final Node node;
  private final String member;

  /** Ends what waits, and the subscriptions, with the reason why the node has stopped. */
  private final Set<Handler<LockstepException>> open = ConcurrentHashMap.newKeySet();

  private final SingleTransfers singles = new SingleTransfers(OUTSTANDING_MAX, this::transfers);

  private volatile LockstepException failure;
  private Promise<Void> stopped;
  private Handler<LockstepException> failureHandler = _ -> {};

  /** Whether the failure is the node's, and not a stop by the program. */
  private boolean hasFailed;

  private LockstepNode(Vertx vertx, Node node, String member) {
    this.vertx = vertx;
    this.node = node;
    this.member = member;
  }

  /**
   * Starts a node. The future completes when it listens on its ports; joining the others goes on by
   * itself, and {@link #status} tells how far it is.
   *
   * @param vertx of the program
   * @return fails with {@link LockstepException#UNAVAILABLE} and one sentence when it cannot start
   */
  public static Future<LockstepNode> start(Vertx vertx, LockstepNodeOptions options) {
    return start(vertx, options, Orders::start);
  }

  /**
   * The same with a protocol that no genesis names.
   *
   * @param orders starts the member of this node
   */
  static Future<LockstepNode> start(Vertx vertx, LockstepNodeOptions options, OrderFactory orders) {
    var caller = vertx.getOrCreateContext();
    return onContext(
        caller,
        onThread(
            "start",
            () -> {
              var started = Launch.start(options, orders);
              var node = new LockstepNode(vertx, started, options.member());
              started.halted().thenAccept(node::failed);
              started.silenced().thenAccept(node::failed);
              return node;
            }));
  }

  // --- what is asked -----------------------------------------------------------------------------

  @Override
  public Future<TransferOutcome> transfer(Payment payment) {
    return singles.ask(vertx.getOrCreateContext(), payment);
  }

  @Override
  public Future<List<TransferOutcome>> transfers(List<Payment> payments) {
    var reads = payments.stream().map(Values::read).toList();
    var ids = payments.stream().map(Payment::id).toList();
    return ask(
        vertx.getOrCreateContext(),
        (api, _) ->
            api.transfers(reads)
                .compose(Lookup::open)
                .map(batch -> batch.answers().toList())
                .map(answers -> Values.outcomes(ids, answers))
                .recover(refused -> refused(ids, refused)),
        reason -> Future.succeededFuture(inDoubt(ids, reason)));
  }

  /** A batch that the node does not pass on is refused as a whole. */
  private static Future<List<TransferOutcome>> refused(List<UUID> ids, Throwable reason) {
    return reason instanceof ApiException known
        ? Future.succeededFuture(
            ids.stream().map(id -> Values.outcome(id, known.problem())).toList())
        : Future.failedFuture(reason);
  }

  private List<TransferOutcome> inDoubt(List<UUID> ids, LockstepException reason) {
    return ids.stream()
        .<TransferOutcome>map(
            id -> new TransferOutcome.InDoubt(id, reason.getMessage(), List.of(member)))
        .toList();
  }

  @Override
  public Future<Balance> balance(String account) {
    return ask((api, _) -> Future.succeededFuture(Values.balance(api.account(account))));
  }

  @Override
  public Future<Optional<TransferOutcome>> find(UUID id) {
    return ask(
        (api, _) ->
            api.find(id.toString())
                .map(receipt -> Optional.of(Values.outcome(id, receipt)))
                .recover(failure -> Values.notFound(id, failure)));
  }

  @Override
  public Future<NodeStatus> status() {
    return ask((api, _) -> api.status().map(Values::status));
  }

  /**
   * Events wait at the node while the handler has 256 of them before it, or the subscription is
   * paused.
   */
  @Override
  public Future<Subscription> subscribe(OptionalLong from, Handler<LedgerEvent> handler) {
    var caller = vertx.getOrCreateContext();
    var subscription = new LocalSubscription(caller, handler, open::remove);
    open.add(subscription);
    // The same context: a thread that is not of Vert.x would get another one.
    return ask(
            caller,
            (_, events) -> subscription.begin(events, from).<Subscription>map(_ -> subscription),
            Future::failedFuture)
        .onFailure(reason -> subscription.handle(Values.failure(reason)));
  }

  private <T> Future<T> ask(BiFunction<Api, EventStream, Future<T>> question) {
    return ask(vertx.getOrCreateContext(), question, Future::failedFuture);
  }

  /**
   * @param caller where the handlers of the answer run
   * @param ifStopped the answer when the node stops before it has answered
   */
  private <T> Future<T> ask(
      Context caller,
      BiFunction<Api, EventStream, Future<T>> question,
      Function<LockstepException, Future<T>> ifStopped) {
    if (open.size() >= OUTSTANDING_MAX) {
      return Future.failedFuture(overloaded(OUTSTANDING_MAX));
    }
    Promise<T> answer = Promise.promise();
    Handler<LockstepException> end = reason -> settle(answer, ifStopped.apply(reason));
    open.add(end);
    if (failure != null) {
      open.remove(end);
      return Future.failedFuture(failure);
    }
    settle(answer, inside(question));
    return onContext(caller, answer.future().onComplete(_ -> open.remove(end)));
  }

  static LockstepException overloaded(int waiting) {
    return new LockstepException(
        LockstepException.OVERLOADED,
        waiting + " calls are under way, and no more may be; wait for some of them.");
  }

  private <T> Future<T> inside(BiFunction<Api, EventStream, Future<T>> question) {
    try {
      return node.console()
          .inside(question)
          .recover(reason -> Future.failedFuture(Values.failure(reason)));
    } catch (RejectedExecutionException _) {
      // Its event loop has ended: whoever has stopped the node answers.
      return Promise.<T>promise().future();
    }
  }

  private static <T> void settle(Promise<T> promise, Future<T> result) {
    result.onComplete(
        done -> {
          if (done.succeeded()) {
            promise.tryComplete(done.result());
          } else {
            promise.tryFail(done.cause());
          }
        });
  }

  // --- its end -----------------------------------------------------------------------------------

  /**
   * Is told once when the node has to stop by itself, on the context of the caller; at once if it
   * has done so already. The program may start it again when what has failed is mended.
   */
  public synchronized LockstepNode failureHandler(Handler<LockstepException> handler) {
    var caller = vertx.getOrCreateContext();
    failureHandler = reason -> caller.runOnContext(_ -> handler.handle(reason));
    if (hasFailed) {
      failureHandler.handle(failure);
    }
    return this;
  }

  private void failed(String reason) {
    Handler<LockstepException> told;
    synchronized (this) {
      if (failure != null) {
        return;
      }
      failure = new LockstepException(LockstepException.UNAVAILABLE, reason);
      hasFailed = true;
      told = failureHandler;
    }
    endAll();
    told.handle(failure);
    stop();
  }

  private void endAll() {
    new ArrayList<>(open).forEach(end -> end.handle(failure));
  }

  /**
   * Stops the node: it takes no more transfers, answers those that wait, leaves the others and
   * gives its files back, within about ten seconds. May be called again.
   */
  public Future<Void> stop() {
    var caller = vertx.getOrCreateContext();
    synchronized (this) {
      if (stopped == null) {
        stopped = Promise.promise();
        onThread("stop", this::close).onComplete(stopped);
      }
    }
    return onContext(caller, stopped.future());
  }

  private Void close() {
    node.stop();
    synchronized (this) {
      if (failure == null) {
        failure =
            new LockstepException(
                LockstepException.UNAVAILABLE, "The node " + member + " is stopped.");
      }
    }
    endAll();
    return null;
  }

  /**
   * Runs what waits for disks and other members on a thread of its own, which nobody interrupts: an
   * interrupt would close H2.
   */
  private static <T> Future<T> onThread(String what, Callable<T> work) {
    Promise<T> done = Promise.promise();
    Thread.ofPlatform()
        .daemon()
        .name("lockstep-" + what)
        .start(
            () -> {
              try {
                done.complete(work.call());
              } catch (Throwable e) {
                // Nobody else would hear of it, not even of a library that is missing.
                done.fail(e);
              }
            });
    return done.future();
  }

  /** Its handlers run on the context, also those that are added when it is complete. */
  static <T> Future<T> onContext(Context context, Future<T> future) {
    return Future.fromCompletionStage(future.toCompletionStage(), context);
  }
}
