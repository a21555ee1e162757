package dev.lockstep.node;

import dev.lockstep.order.PeerMessage;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Has the signatures of messages checked beside the event loop, those of one sender in the order in
 * which they came. Belongs to one event loop.
 */
final class SignedMessages {
  /**
   * How many messages of one sender are under way. What comes beyond that is dropped, and as good
   * as lost: the protocol repeats what it needs.
   */
  private static final int PENDING_MAX = 16;

  private final WorkerExecutor worker;
  private final BlockSignatures signatures;
  private final Map<String, Integer> pending = new HashMap<>();

  /**
   * @param worker of one thread
   */
  SignedMessages(WorkerExecutor worker, BlockSignatures signatures) {
    this.worker = worker;
    this.signatures = signatures;
  }

  /**
   * @param checked gets the message with its valid signatures only, on this event loop
   * @return fails when the check itself does
   */
  Future<Void> check(PeerMessage message, Consumer<PeerMessage> checked) {
    var from = message.from();
    if (pending.getOrDefault(from, 0) >= PENDING_MAX) {
      return Future.succeededFuture();
    }
    pending.merge(from, 1, Integer::sum);
    return worker
        .executeBlocking(() -> signatures.authentic(message))
        .onComplete(any -> pending.merge(from, -1, Integer::sum))
        .onSuccess(checked::accept)
        .mapEmpty();
  }
}
