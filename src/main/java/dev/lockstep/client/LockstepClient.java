package dev.lockstep.client;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A client of a node that runs elsewhere. It holds one WebSocket, connects again after a loss, and
 * asks again for what was under way: by its id a transfer is paid once, however often it is sent.
 * The transfers of one turn of the caller's event loop travel together.
 *
 * <p>A call is tried until the deadline of the options. Then a transfer that may have reached the
 * node is {@link TransferOutcome.InDoubt}; one that was never sent is refused as {@code
 * unavailable}, and a question fails. Beyond the bound of the options, a call fails at once with
 * {@link LockstepException#OVERLOADED}.
 *
 * <p>With {@link LockstepClientOptions#remembering} it uses no node whose ledger does not continue
 * the one that was seen before, or whose ledger no majority has signed: then every call fails with
 * {@link LockstepException#UNTRUSTED}, for good, and both signed notes are kept as files.
 */
public final class LockstepClient implements LedgerAccess {
  private final Vertx vertx;
  private final LockstepClientOptions options;
  private final Context context;
  private final Outgoing outgoing;
  private final Seen seen;
  private final Link link;
  private final Promise<LockstepClient> connected = Promise.promise();
  private final AtomicInteger outstanding = new AtomicInteger();

  /** Transfers that were asked for in the present turn of each context. */
  private final Map<Context, List<Call>> turns = new HashMap<>();

  /** What one call asks for. */
  private record Call(List<Payment> payments, Promise<List<TransferOutcome>> promise) {}

  private LockstepClient(Vertx vertx, LockstepClientOptions options) {
    this.vertx = vertx;
    this.options = options;
    this.context = vertx.getOrCreateContext();
    this.outgoing = new Outgoing(vertx, options.address().toString(), options.deadline());
    this.seen = new Seen(vertx, options);
    this.link = new Link(vertx, context, options, seen::check, new Up());
  }

  /**
   * Connects to a node, and checks its ledger if the options say so. It tries until the deadline.
   *
   * @return fails with {@link LockstepException#UNAVAILABLE} when the node cannot be reached, with
   *     {@code unauthorized} when it does not accept the token, and with {@link
   *     LockstepException#UNTRUSTED}
   * @throws IllegalArgumentException when a key of the options is none; the message names it
   */
  public static Future<LockstepClient> connect(Vertx vertx, LockstepClientOptions options) {
    var client = new LockstepClient(vertx, options);
    client.context.runOnContext(_ -> client.link.open(client.connected.future()));
    return onContext(client.context, client.connected.future());
  }

  private final class Up implements Link.Listener {
    @Override
    public void up(Connection connection) {
      seen.watch(link::fail);
      outgoing.up(connection);
      connected.tryComplete(LockstepClient.this);
    }

    @Override
    public void down(String reason) {
      seen.rest();
      outgoing.down(reason);
    }

    @Override
    public void failed(LockstepException reason) {
      seen.rest();
      outgoing.fail(reason);
      connected.tryFail(reason);
    }

    @Override
    public void notified(String method, JsonObject params) {
      // Nothing was subscribed on this connection.
    }
  }

  @Override
  public Future<TransferOutcome> transfer(Payment payment) {
    return transfers(List.of(payment)).map(List::getFirst);
  }

  @Override
  public Future<List<TransferOutcome>> transfers(List<Payment> payments) {
    var call = new Call(List.copyOf(payments), Promise.promise());
    if (!reserve(call.payments.size())) {
      return Future.failedFuture(tooMany());
    }
    var caller = vertx.getOrCreateContext();
    synchronized (turns) {
      var turn = turns.get(caller);
      if (turn == null) {
        turn = new ArrayList<>();
        turns.put(caller, turn);
        // Runs when the present turn of the caller is over.
        caller.runOnContext(_ -> send(caller));
      }
      turn.add(call);
    }
    return onContext(caller, call.promise.future());
  }

  private void send(Context caller) {
    List<Call> turn;
    synchronized (turns) {
      turn = turns.remove(caller);
    }
    run(
        context,
        () -> {
          var outcomes =
              outgoing.transfer(turn.stream().flatMap(call -> call.payments.stream()).toList());
          int next = 0;
          for (var call : turn) {
            int size = call.payments.size();
            answer(call, outcomes.subList(next, next + size));
            next += size;
          }
        });
  }

  private void answer(Call call, List<Future<TransferOutcome>> outcomes) {
    outcomes.forEach(outcome -> outcome.onComplete(_ -> outstanding.decrementAndGet()));
    Future.join(outcomes)
        .onComplete(_ -> call.promise.complete(outcomes.stream().map(Future::result).toList()));
  }

  @Override
  public Future<Balance> balance(String account) {
    return ask("balance", new JsonObject().put("account", account)).map(Answers::balance);
  }

  @Override
  public Future<Optional<TransferOutcome>> find(UUID id) {
    return ask("find", new JsonObject().put("id", id.toString()))
        .map(receipt -> Optional.of(Answers.receipt(id, receipt)))
        .recover(
            failure ->
                failure instanceof LockstepException known
                    ? notFound(id, known)
                    : Future.failedFuture(failure));
  }

  private static Future<Optional<TransferOutcome>> notFound(UUID id, LockstepException reason) {
    return switch (reason.code()) {
      case "not_found" -> Future.succeededFuture(Optional.empty());
      case "in_doubt" ->
          Future.succeededFuture(
              Optional.of(new TransferOutcome.InDoubt(id, reason.getMessage(), List.of())));
      case String _ -> Future.failedFuture(reason);
    };
  }

  @Override
  public Future<NodeStatus> status() {
    return ask("status", new JsonObject()).map(Answers::status);
  }

  private Future<JsonObject> ask(String method, JsonObject params) {
    if (!reserve(1)) {
      return Future.failedFuture(tooMany());
    }
    var caller = vertx.getOrCreateContext();
    Promise<JsonObject> answer = Promise.promise();
    run(
        context,
        () ->
            outgoing
                .ask(method, params)
                .onComplete(_ -> outstanding.decrementAndGet())
                .onComplete(answer));
    return onContext(caller, answer.future());
  }

  private boolean reserve(int calls) {
    if (outstanding.addAndGet(calls) <= options.outstandingMax()) {
      return true;
    }
    outstanding.addAndGet(-calls);
    return false;
  }

  private LockstepException tooMany() {
    return new LockstepException(
        LockstepException.OVERLOADED,
        "%d calls are under way, and at most %d may be; wait for some of them."
            .formatted(outstanding.get(), options.outstandingMax()));
  }

  /**
   * Over a connection of its own, which is made again after a loss, from the first event that was
   * not seen. While the handler does not take them, events wait at the node.
   */
  @Override
  public Future<Subscription> subscribe(OptionalLong from, Handler<LedgerEvent> handler) {
    return SocketSubscription.open(vertx, options, from, handler);
  }

  /**
   * Ends the connection. What is still under way is answered as when its time is up; subscriptions
   * are closed by themselves.
   */
  public Future<Void> close() {
    var caller = vertx.getOrCreateContext();
    Promise<Void> closed = Promise.promise();
    run(
        context,
        () -> {
          link.fail(
              new LockstepException(
                  LockstepException.UNAVAILABLE,
                  "The client of " + options.address() + " is closed."));
          link.close().onComplete(closed);
        });
    return onContext(caller, closed.future());
  }

  private static void run(Context context, Runnable what) {
    if (Vertx.currentContext() == context) {
      what.run();
    } else {
      context.runOnContext(_ -> what.run());
    }
  }

  /** The same, completed on a context. */
  static <T> Future<T> onContext(Context context, Future<T> future) {
    Promise<T> promise = Promise.promise();
    future.onComplete(
        result ->
            run(
                context,
                () -> {
                  if (result.succeeded()) {
                    promise.complete(result.result());
                  } else {
                    promise.fail(result.cause());
                  }
                }));
    return promise.future();
  }
}
