package dev.lockstep.console.api;

import dev.lockstep.console.result.ApiException;
import dev.lockstep.console.result.ProblemCode;
import dev.lockstep.order.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The stop of a node as its clients see it: no more transfers are taken, and those that wait are
 * answered by the order, or as in doubt when the time is up. Used by the console's event loop only.
 */
public final class Departure {
  public static final String STATE = "stopping";
  public static final String REASON =
      "The node is stopping; ask another one, or this one in a while.";

  private final Set<Runnable> open = new LinkedHashSet<>();
  private final Promise<Void> allAnswered = Promise.promise();
  private boolean begun;

  public boolean hasBegun() {
    return begun;
  }

  /** The outcome of what still waits when the time is up. */
  static Outcome.InDoubt doubt(String member) {
    return new Outcome.InDoubt(
        List.of(member), "Node " + member + " stopped before the outcome was certain.");
  }

  /** Definitely not executed: it was not passed on. */
  public static ApiException refusal() {
    return new ApiException(ProblemCode.UNAVAILABLE, REASON);
  }

  /** The answer when it comes, or the other one when the time is up. */
  <T> Future<T> await(Future<T> answer, Supplier<T> otherwise) {
    var promise = Promise.<T>promise();
    Runnable giveUp = () -> promise.tryComplete(otherwise.get());
    open.add(giveUp);
    answer.onComplete(
        result -> {
          settle(giveUp);
          if (result.succeeded()) {
            promise.tryComplete(result.result());
          } else {
            promise.tryFail(result.cause());
          }
        });
    return promise.future();
  }

  private void settle(Runnable giveUp) {
    open.remove(giveUp);
    if (begun && open.isEmpty()) {
      allAnswered.tryComplete();
    }
  }

  /** Completes when all waiting requests are answered, at the latest when the time is up. */
  public Future<Void> begin(Vertx vertx, long millis) {
    begun = true;
    if (open.isEmpty()) {
      allAnswered.tryComplete();
    }
    long timer = vertx.setTimer(Math.max(1, millis), _ -> giveUp());
    return allAnswered.future().onComplete(_ -> vertx.cancelTimer(timer));
  }

  private void giveUp() {
    List<Runnable> left = new ArrayList<>(open);
    open.clear();
    left.forEach(Runnable::run);
    allAnswered.tryComplete();
  }
}
