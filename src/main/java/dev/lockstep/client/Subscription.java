package dev.lockstep.client;

import io.vertx.core.Future;

/** Events on their way to a handler. Safe for use by any thread. */
public interface Subscription {
  /** Stops the events until {@link #resume}; meanwhile they wait at the node. */
  void pause();

  /** Lets the events continue. */
  void resume();

  /** Ends it. No event follows the completion of the future. */
  Future<Void> close();

  /**
   * Completes when it was closed, and fails with a {@link LockstepException} when no more events
   * can come, such as after the node has stopped for good.
   */
  Future<Void> ended();
}
