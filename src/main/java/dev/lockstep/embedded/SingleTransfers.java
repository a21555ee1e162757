package dev.lockstep.embedded;

import dev.lockstep.chain.Block;
import dev.lockstep.client.LockstepException;
import dev.lockstep.client.Payment;
import dev.lockstep.client.TransferOutcome;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Transfers that a program asks for one by one: those of one turn of its event loop travel
 * together, and are answered together. Safe for use by any thread.
 */
final class SingleTransfers {
  private final int waitingMax;
  private final Function<List<Payment>, Future<List<TransferOutcome>>> together;
  private final AtomicInteger waiting = new AtomicInteger();

  /** By the context that asks; each is taken out when its turn is over. */
  private final Map<Context, Group> groups = new ConcurrentHashMap<>();

  /**
   * @param waitingMax how many may be unanswered
   * @param together asks the node, and answers on the context of the caller
   */
  SingleTransfers(int waitingMax, Function<List<Payment>, Future<List<TransferOutcome>>> together) {
    this.waitingMax = waitingMax;
    this.together = together;
  }

  private record Group(List<Payment> payments, List<Promise<TransferOutcome>> promises) {
    Group() {
      this(new ArrayList<>(), new ArrayList<>());
    }
  }

  /** Fails with {@link LockstepException#OVERLOADED} when too many are unanswered. */
  Future<TransferOutcome> ask(Context caller, Payment payment) {
    if (waiting.incrementAndGet() > waitingMax) {
      waiting.decrementAndGet();
      return Future.failedFuture(LockstepNode.overloaded(waitingMax));
    }
    var promise = Promise.<TransferOutcome>promise();
    promise.future().onComplete(_ -> waiting.decrementAndGet());
    // More than one thread may run on a context of workers: what happens in here is atomic.
    groups.compute(
        caller,
        (_, group) -> {
          var open = group == null ? new Group() : group;
          open.payments.add(payment);
          open.promises.add(promise);
          if (group == null) {
            caller.runOnContext(_ -> send(groups.remove(caller)));
          }
          return open;
        });
    return LockstepNode.onContext(caller, promise.future());
  }

  private void send(Group group) {
    int size = group.payments.size();
    for (int from = 0; from < size; from += Block.TRANSFERS_MAX) {
      int to = Math.min(size, from + Block.TRANSFERS_MAX);
      var promises = group.promises.subList(from, to);
      together
          .apply(group.payments.subList(from, to))
          .onSuccess(
              outcomes -> {
                for (int i = 0; i < promises.size(); i++) {
                  promises.get(i).complete(outcomes.get(i));
                }
              })
          .onFailure(reason -> promises.forEach(promise -> promise.fail(reason)));
    }
  }
}
