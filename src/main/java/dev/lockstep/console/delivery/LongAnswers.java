package dev.lockstep.console.delivery;

import dev.lockstep.console.result.ApiException;
import dev.lockstep.console.result.ProblemCode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;

/**
 * Makes answers that grow with the ledger: on separate threads, and for a few clients at a time. So
 * clients can neither block the event loop nor fill the memory.
 */
public final class LongAnswers {
  /** Blocks of 16,384 transfers for this number of clients take some 40 MB. */
  private static final int AT_ONCE = 8;

  /** How many connections may wait for their turn; sessions have their own limit. */
  private static final int WAITING_MAX = 512;

  private static final int THREADS = 2;

  private final WorkerExecutor threads;
  private final Turns turns = new Turns(AT_ONCE);

  public LongAnswers(Vertx vertx) {
    this.threads = vertx.createSharedWorkerExecutor("lockstep-render", THREADS);
  }

  /**
   * Work that would hold up the event loop. The callers are few: those whose turn it is, and
   * requests with a long body.
   */
  public <T> Future<T> make(Callable<T> work) {
    return threads.executeBlocking(work, false);
  }

  Future<Turns.Turn> turn() {
    return turns.take();
  }

  /**
   * Called before anything is done for the request: what has been decided must be answered, however
   * many wait.
   *
   * @throws ApiException when no more connections may wait
   */
  public void requireRoom() {
    if (turns.waiting() >= WAITING_MAX) {
      throw new ApiException(
          ProblemCode.OVERLOADED, "Many wait for long answers already; try again in a moment.");
    }
  }

  public void close() {
    threads.close();
  }
}
