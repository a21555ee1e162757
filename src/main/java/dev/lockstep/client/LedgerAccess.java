package dev.lockstep.client;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * A ledger, as one of its nodes offers it. Every method may be called by any thread; its future
 * completes, and events come, on the Vert.x context of the caller. A future fails with a {@link
 * LockstepException} only; what became of a transfer that may have reached the node is a {@link
 * TransferOutcome} and no failure.
 */
public interface LedgerAccess {
  /** Transfers money. */
  Future<TransferOutcome> transfer(Payment payment);

  /**
   * The same for many, which are executed in their order. The order does not join them: each has an
   * outcome of its own.
   *
   * @return an outcome for each, in order
   */
  Future<List<TransferOutcome>> transfers(List<Payment> payments);

  /** What an account has. Fails with {@code unknown_account}. */
  Future<Balance> balance(String account);

  /** What has become of a transfer; empty when the node does not know it. */
  Future<Optional<TransferOutcome>> find(UUID id);

  /** How the node is. */
  Future<NodeStatus> status();

  /**
   * Hands every event of the node to a handler, in order.
   *
   * @param from the number of the first event; empty: what happens from now on
   */
  Future<Subscription> subscribe(OptionalLong from, Handler<LedgerEvent> handler);
}
