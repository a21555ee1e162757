package dev.lockstep.console.api;

import dev.lockstep.bus.Addresses;
import dev.lockstep.bus.Local;
import dev.lockstep.bus.LocalCodec;
import dev.lockstep.chain.Location;
import dev.lockstep.console.result.ApiException;
import dev.lockstep.console.result.ProblemCode;
import dev.lockstep.console.result.Receipt;
import dev.lockstep.proof.SignedNote;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;

/**
 * Checkpoints, receipts and consistency proofs, for clients that do not trust the node. Called on
 * the console's event loop.
 */
public final class Proofs {
  private static final long TIMEOUT_MILLIS = 10_000;
  private static final int NOT_YET = 503;

  private final Vertx vertx;
  private final Api api;

  public Proofs(Vertx vertx, Api api) {
    this.vertx = vertx;
    this.api = api;
  }

  /** The newest checkpoint that a majority has signed. */
  public Future<SignedNote> checkpoint() {
    return ask(new Local.ToCheckpoint.AskNewest()).map(found -> ((Local.Newest) found).note());
  }

  /**
   * The receipt of a transfer. Fails with {@code unavailable} while the transfer is on no block
   * that the newest checkpoint covers.
   */
  public Future<dev.lockstep.proof.Receipt> receipt(String id) {
    return api.find(id)
        .recover(Proofs::notCovered)
        .compose(
            found ->
                switch (found) {
                  case Receipt.Committed committed -> receipt(committed.location());
                  case Receipt.Executed executed ->
                      Future.failedFuture(
                          new ApiException(
                              ProblemCode.UNAVAILABLE,
                              "Transfer "
                                  + executed.id()
                                  + " is executed and on no block yet, so there is no receipt of"
                                  + " it; ask again when it is committed."));
                });
  }

  /**
   * A transfer that is in doubt may already be on this node's chain. For a receipt it is then only
   * too early: the checkpoint that covers it also tells that it is committed.
   */
  private static Future<Receipt> notCovered(Throwable failure) {
    return failure instanceof ApiException known && known.problem().code() == ProblemCode.IN_DOUBT
        ? Future.failedFuture(
            new ApiException(
                ProblemCode.UNAVAILABLE,
                "The transfer is on this node's chain and on no checkpoint yet; ask again in a"
                    + " moment."))
        : Future.failedFuture(failure);
  }

  private Future<dev.lockstep.proof.Receipt> receipt(Location location) {
    return api.storedBlock(location.height())
        .compose(
            block ->
                ask(
                    new Local.ToCheckpoint.AskReceipt(
                        block.header(), block.transfers(), location.position())))
        .map(dev.lockstep.proof.Receipt.class::cast);
  }

  /**
   * The proof that the chain up to one height continues the chain up to another.
   *
   * @throws ApiException when {@code from} is above {@code to}, or {@code to} above the head
   */
  public Future<Local.Consistency> consistency(long from, long to) {
    if (from > to) {
      throw ApiException.invalidRequest(
          "\"from\" is " + from + " and \"to\" is " + to + "; \"from\" must not be higher.");
    }
    if (to > api.height()) {
      throw ApiException.notFound(
          "There is no block " + to + "; the newest is " + api.height() + ".");
    }
    return ask(new Local.ToCheckpoint.AskConsistency(from, to)).map(Local.Consistency.class::cast);
  }

  /** The members' public keys, as this node knows them. */
  public Future<Local.Keys> keys() {
    return ask(new Local.ToCheckpoint.AskKeys()).map(Local.Keys.class::cast);
  }

  private Future<Object> ask(Local.ToCheckpoint question) {
    return vertx
        .eventBus()
        .<Object>request(
            Addresses.CHECKPOINT, question, LocalCodec.options().setSendTimeout(TIMEOUT_MILLIS))
        .map(reply -> reply.body())
        .recover(failure -> Future.failedFuture(unproved(failure)));
  }

  private static ApiException unproved(Throwable failure) {
    return failure instanceof ReplyException reply
            && reply.failureType() == ReplyFailure.RECIPIENT_FAILURE
            && reply.failureCode() == NOT_YET
        ? new ApiException(ProblemCode.UNAVAILABLE, reply.getMessage())
        : Answers.unread(failure);
  }
}
