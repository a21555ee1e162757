package dev.lockstep.node;

import io.vertx.core.Future;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for a step of the start or of the stop, on a thread that is no event loop. */
final class Await {
  private Await() {}

  /**
   * @param what the node does, as it follows "could not"
   * @throws NodeException when it fails, takes longer, or this thread is interrupted
   */
  static <T> T seconds(String what, long seconds, Future<T> future) {
    return await(what, seconds, TimeUnit.SECONDS, future);
  }

  /** See {@link #seconds}. */
  static <T> T millis(String what, long millis, Future<T> future) {
    return await(what, millis, TimeUnit.MILLISECONDS, future);
  }

  private static <T> T await(String what, long time, TimeUnit unit, Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(time, unit);
    } catch (ExecutionException e) {
      var reason = e.getCause();
      throw new NodeException(
          "The node could not " + what + ": " + reason.getMessage() + ".", reason);
    } catch (TimeoutException e) {
      throw new NodeException(
          "The node could not "
              + what
              + " within "
              + time
              + " "
              + unit.name().toLowerCase(Locale.ROOT)
              + ".",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NodeException("The node was told to end while it tried to " + what + ".", e);
    }
  }
}
