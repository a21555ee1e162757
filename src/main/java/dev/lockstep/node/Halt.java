package dev.lockstep.node;

import io.vertx.core.Context;
import java.util.Arrays;
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

  private static final String OUR_PACKAGES = "dev.lockstep.";
  private static final String CONTEXTS = "io.vertx.core.impl.Context";

  private final AtomicBoolean isHalted = new AtomicBoolean();
  private final CompletableFuture<String> reason = new CompletableFuture<>();
  private final CompletableFuture<String> silence = new CompletableFuture<>();

  /** Completes with the sentence when the node has to stop. */
  CompletionStage<String> reason() {
    return reason;
  }

  /** Completes with the sentence when the member is silenced; the node still shows what it has. */
  CompletionStage<String> silence() {
    return silence;
  }

  /** The member takes part no more: its disk has failed, or it was shown a fork. */
  void silenced(String sentence) {
    silence.complete(sentence);
  }

  boolean isHalted() {
    return isHalted.get();
  }

  /** The node must stop for a reason that is known. */
  void because(String sentence) {
    halt(sentence, null);
  }

  /**
   * Something failed unexpectedly.
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
                + " failed unexpectedly ("
                + failure
                + "); the stack is in node.log. What was answered before is kept.",
        failure);
  }

  /**
   * From now on whatever escapes from a handler of ours in this context stops the node: a timer, a
   * message, the end of a future. Not for contexts that serve clients or other members, who could
   * stop the node then.
   *
   * <p>What fails within Vert.x alone is logged: it has run through none of our code, so none of
   * our state is half changed. Its event bus does that when connections break ("Promise already
   * completed"), and a node has to survive broken connections.
   */
  void guard(Context context, String what) {
    context.exceptionHandler(
        failure -> {
          if (failure instanceof Error || isOurs(failure)) {
            unforeseen(what, failure);
          } else {
            LOG.warn("Vert.x failed in the context of {}", what, failure);
          }
        });
  }

  /** Whether the handler that has failed, or the one that caused it, was ours. */
  private static boolean isOurs(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (isHandlerOurs(cause.getStackTrace())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Vert.x runs every handler through a context, which catches what the handler throws. So what
   * stands above the uppermost frame of a context is the handler that has failed. Below it our code
   * may stand again, as where we send a message: that code has not failed and goes on.
   */
  private static boolean isHandlerOurs(StackTraceElement[] frames) {
    return Arrays.stream(frames)
        .map(StackTraceElement::getClassName)
        .takeWhile(name -> !name.startsWith(CONTEXTS))
        .anyMatch(name -> name.startsWith(OUR_PACKAGES));
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
