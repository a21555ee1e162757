package dev.lockstep.node;

import io.vertx.core.Context;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops the node, once and for all, with one sentence for a person; the stack goes to the log.
 *
 * <p>Safe for use by any number of threads.
 */
final class Halt {
  private static final Logger LOG = LoggerFactory.getLogger(Halt.class);

  private final AtomicBoolean isHalted = new AtomicBoolean();
  private final CompletableFuture<String> reason = new CompletableFuture<>();

  /** Completes with the sentence when the node has to stop. */
  CompletionStage<String> reason() {
    return reason;
  }

  boolean isHalted() {
    return isHalted.get();
  }

  /** The node must stop for a reason that is known. */
  void because(String sentence) {
    halt(sentence, null);
  }

  /**
   * Something failed that nobody foresaw.
   *
   * @param what failed, such as "a step of the protocol"
   */
  void unforeseen(String what, Throwable failure) {
    halt(
        failure instanceof OutOfMemoryError
            ? "The node stops because "
                + what
                + " has run out of memory ("
                + failure.getMessage()
                + "); give it more, for example with LOCKSTEP_JAVA_OPTS=-Xmx1g."
            : "The node stops because "
                + what
                + " failed in a way that nobody foresaw ("
                + failure
                + "); the stack is in node.log. What was answered before is kept.",
        failure);
  }

  /**
   * From now on whatever escapes from a handler of this context stops the node: a timer, a message,
   * the end of a future. Not for contexts that serve clients or other members, who could stop the
   * node then.
   */
  void guard(Context context, String what) {
    context.exceptionHandler(failure -> unforeseen(what, failure));
  }

  private void halt(String sentence, Throwable failure) {
    if (!isHalted.compareAndSet(false, true)) {
      return;
    }
    try {
      LOG.error("Stopping: {}", sentence, failure);
    } finally {
      // Even if the log has failed as well.
      reason.complete(sentence);
    }
  }
}
