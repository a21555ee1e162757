package dev.lockstep.client;

import dev.lockstep.client.Connection.Answer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

/**
 * What has been asked and is not answered yet: transfers, which travel together, and questions.
 * Used on the client's context only.
 *
 * <p>A transfer is sent again under the same id until its outcome is certain or its time is up. A
 * node executes an id once, so nothing is paid twice.
 */
final class Outgoing {
  /** A request of this many transfers takes some 80 KB; the node reads 256 KiB. */
  private static final int BATCH = 500;

  /** Of the characters of a request; the longest memo takes 1,000 bytes. */
  private static final int BATCH_CHARS = 120 << 10;

  /** A node answers 256 requests of one connection at a time. */
  private static final int REQUESTS_MAX = 32;

  /** Before a transfer in doubt is asked for again: the node has waited for its timeout already. */
  private static final long DOUBT_MILLIS = 250;

  private final Vertx vertx;
  private final String address;
  private final Duration deadline;
  private final Deque<Order> transfers = new ArrayDeque<>();
  private final Deque<Question> questions = new ArrayDeque<>();
  private int requests;

  /** Null while there is none, with the reason in its place. */
  private Connection connection;

  private String absence = "it has not answered yet";
  private LockstepException failure;

  /** A transfer on its way. */
  private static final class Order {
    private final Payment payment;
    private final Promise<TransferOutcome> promise = Promise.promise();

    /**
     * Once in doubt, always in doubt until there is an outcome: that a later request was not taken
     * says nothing about the one that was lost.
     */
    private TransferOutcome.InDoubt doubt;

    Order(Payment payment) {
      this.payment = payment;
    }

    private UUID id() {
      return payment.id();
    }

    private void settle(TransferOutcome outcome) {
      promise.tryComplete(outcome);
    }

    private boolean isSettled() {
      return promise.future().isComplete();
    }

    /** It may have reached the node. */
    private void mayBeExecuted(String reason) {
      if (doubt == null) {
        doubt = new TransferOutcome.InDoubt(id(), reason, List.of());
      }
    }

    /** No more is asked. */
    private void giveUp(String code, String reason) {
      settle(doubt != null ? doubt : new TransferOutcome.Refused(id(), code, reason));
    }
  }

  private record Question(String method, JsonObject params, Promise<JsonObject> promise) {}

  Outgoing(Vertx vertx, String address, Duration deadline) {
    this.vertx = vertx;
    this.address = address;
    this.deadline = deadline;
  }

  // --- what is asked -----------------------------------------------------------------------------

  /**
   * Transfers that were asked for in one turn.
   *
   * @return an outcome for each, in order; none fails
   */
  List<Future<TransferOutcome>> transfer(List<Payment> payments) {
    var orders = payments.stream().map(Order::new).toList();
    transfers.addAll(orders);
    if (failure != null) {
      giveUp(failure);
    } else {
      long timer =
          vertx.setTimer(
              deadline.toMillis(),
              _ -> {
                orders.forEach(order -> order.giveUp(LockstepException.UNAVAILABLE, late()));
                transfers.removeIf(Order::isSettled);
              });
      var outcomes = orders.stream().map(order -> order.promise.future()).toList();
      Future.join(outcomes).onComplete(_ -> vertx.cancelTimer(timer));
      send();
    }
    return orders.stream().map(order -> order.promise.future()).toList();
  }

  /** A question, which changes nothing and may be asked again. */
  Future<JsonObject> ask(String method, JsonObject params) {
    if (failure != null) {
      return Future.failedFuture(failure);
    }
    var question = new Question(method, params, Promise.promise());
    questions.add(question);
    long timer =
        vertx.setTimer(
            deadline.toMillis(),
            _ -> {
              questions.remove(question);
              question.promise.tryFail(
                  new LockstepException(LockstepException.UNAVAILABLE, late()));
            });
    send();
    return question.promise.future().onComplete(_ -> vertx.cancelTimer(timer));
  }

  private String late() {
    var seconds = deadline.toMillis() / 1_000.0;
    return connection == null
        ? "The node at %s could not be reached within %s s: %s."
            .formatted(address, seconds, absence)
        : "The node at %s has not answered within %s s.".formatted(address, seconds);
  }

  // --- the connection ----------------------------------------------------------------------------

  void up(Connection opened) {
    connection = opened;
    requests = 0;
    opened.onDrain(this::send);
    send();
  }

  void down(String reason) {
    connection = null;
    absence = reason.replaceFirst("\\.$", "");
  }

  /** There will be no connection any more: all that waits is given up, and so is what follows. */
  void fail(LockstepException reason) {
    connection = null;
    failure = reason;
    giveUp(reason);
  }

  private void giveUp(LockstepException reason) {
    transfers.forEach(order -> order.giveUp(reason.code(), reason.getMessage()));
    transfers.clear();
    questions.forEach(question -> question.promise.tryFail(reason));
    questions.clear();
  }

  private void send() {
    while (connection != null
        && requests < REQUESTS_MAX
        && !connection.isFull()
        && !(transfers.isEmpty() && questions.isEmpty())) {
      if (!questions.isEmpty()) {
        send(questions.remove());
      } else {
        send(takeBatch());
      }
    }
  }

  // --- transfers ---------------------------------------------------------------------------------

  private List<Order> takeBatch() {
    List<Order> batch = new ArrayList<>();
    int chars = 0;
    while (!transfers.isEmpty() && batch.size() < BATCH && chars < BATCH_CHARS) {
      var order = transfers.remove();
      chars += 100 + order.payment.memo().length();
      batch.add(order);
    }
    return batch;
  }

  private void send(List<Order> batch) {
    var array = new JsonArray();
    batch.forEach(order -> array.add(json(order.payment)));
    requests++;
    var used = connection;
    used.call("transfers", new JsonObject().put("transfers", array))
        .onSuccess(
            answer -> {
              take(batch, answer);
              answered(used);
            });
  }

  private static JsonObject json(Payment payment) {
    var json =
        new JsonObject()
            .put("id", payment.id().toString())
            .put("from", payment.from())
            .put("to", payment.to())
            .put("amount", payment.amount());
    return payment.memo().isEmpty() ? json : json.put("memo", payment.memo());
  }

  private void answered(Connection used) {
    if (used == connection) {
      requests--;
    }
    send();
  }

  private void take(List<Order> batch, Answer answer) {
    switch (answer) {
      case Answer.Result(var value) -> take(batch, value.getJsonArray("results", new JsonArray()));
      case Answer.Failure(var code, var sentence) when code.isEmpty() -> {
        // An error of the node: some of them may have been passed on.
        batch.forEach(order -> order.mayBeExecuted(sentence));
        askAgain(batch);
      }
      case Answer.Failure(var code, var sentence) ->
          askAgain(batch.stream().filter(order -> !isRefused(order, code, sentence)).toList());
      case Answer.Lost(var reason) -> {
        batch.forEach(
            order ->
                order.mayBeExecuted(
                    "The connection to %s ended before the answer came: %s."
                        .formatted(address, reason.replaceFirst("\\.$", ""))));
        if (failure != null) {
          batch.forEach(order -> order.giveUp(failure.code(), failure.getMessage()));
        } else {
          // In their order, before all that follows.
          batch.reversed().stream().filter(o -> !o.isSettled()).forEach(transfers::addFirst);
        }
      }
    }
  }

  private void take(List<Order> batch, JsonArray results) {
    List<Order> open = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      var order = batch.get(i);
      if (i >= results.size()) {
        order.mayBeExecuted("The node at " + address + " has left out its outcome.");
        open.add(order);
      } else if (!isCertain(order, results.getJsonObject(i))) {
        open.add(order);
      }
    }
    askAgain(open);
  }

  /** Settles a transfer whose outcome is certain. */
  private static boolean isCertain(Order order, JsonObject result) {
    switch (Answers.outcome(order.id(), result)) {
      case TransferOutcome.Refused(var _, var code, var sentence) -> {
        return isRefused(order, code, sentence);
      }
      case TransferOutcome.InDoubt doubt -> {
        order.doubt = doubt;
        return false;
      }
      // What exists because an attempt of this very call was lost was not there before.
      case TransferOutcome.Committed(var id, var height, var position, var hash, var existed) ->
          order.settle(
              new TransferOutcome.Committed(
                  id, height, position, hash, existed && order.doubt == null));
      case TransferOutcome.Executed(var id, var existed) ->
          order.settle(new TransferOutcome.Executed(id, existed && order.doubt == null));
    }
    return true;
  }

  /** Whether a refusal is the outcome: one that may pass says nothing about an attempt before. */
  private static boolean isRefused(Order order, String code, String sentence) {
    boolean isAboutThisAttempt = !Answers.isDecided(code);
    if (order.doubt != null && isAboutThisAttempt) {
      return false;
    }
    order.settle(new TransferOutcome.Refused(order.id(), code, sentence));
    return true;
  }

  /** After a pause, in their order, before all that is newer. */
  private void askAgain(List<Order> open) {
    if (open.isEmpty()) {
      return;
    }
    vertx.setTimer(
        DOUBT_MILLIS,
        _ -> {
          if (failure != null) {
            open.forEach(order -> order.giveUp(failure.code(), failure.getMessage()));
            return;
          }
          open.reversed().stream().filter(o -> !o.isSettled()).forEach(transfers::addFirst);
          send();
        });
  }

  // --- questions ---------------------------------------------------------------------------------

  private void send(Question question) {
    requests++;
    var used = connection;
    used.call(question.method, question.params)
        .onSuccess(
            answer -> {
              switch (answer) {
                case Answer.Result(var value) -> question.promise.tryComplete(value);
                case Answer.Failure(var code, var sentence) ->
                    question.promise.tryFail(
                        new LockstepException(code.isEmpty() ? "internal_error" : code, sentence));
                case Answer.Lost _ -> repeat(question);
              }
              answered(used);
            });
  }

  private void repeat(Question question) {
    if (failure != null) {
      question.promise.tryFail(failure);
    } else if (!question.promise.future().isComplete()) {
      questions.addFirst(question);
    }
  }
}
