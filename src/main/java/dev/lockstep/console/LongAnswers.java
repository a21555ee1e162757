package dev.lockstep.console;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;

/**
 * Where answers are made that grow with the ledger: on threads of their own, for no more than a few
 * clients at a time. So neither the event loop nor the memory is at the mercy of those who ask.
 */
final class LongAnswers {
  /** Blocks of 16,384 transfers for so many clients are some 40 MB. */
  private static final int AT_ONCE = 8;

  /** So many connections may wait for their turn; sessions have a limit of their own. */
  private static final int WAITING_MAX = 512;

  private static final int THREADS = 2;

  private final WorkerExecutor threads;
  private final Turns turns = new Turns(AT_ONCE);

  LongAnswers(Vertx vertx) {
    this.threads = vertx.createSharedWorkerExecutor("lockstep-render", THREADS);
  }

  /**
   * Work that would hold up the event loop. The callers are few: those whose turn it is, and
   * requests with a long body.
   */
  <T> Future<T> make(Callable<T> work) {
    return threads.executeBlocking(work, false);
  }

  Future<Turns.Turn> turn() {
    return turns.take();
  }

  /** As many connections wait as may. */
  boolean isCrowded() {
    return turns.waiting() >= WAITING_MAX;
  }

  void close() {
    threads.close();
  }
}
