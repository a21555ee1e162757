package dev.lockstep.node;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Joins the others on a thread of its own, while the start reads the journal. */
final class Joining {
  private final CompletableFuture<Membership> membership;

  private Joining(CompletableFuture<Membership> membership) {
    this.membership = membership;
  }

  static Joining begin(Supplier<Membership> join) {
    return new Joining(
        CompletableFuture.supplyAsync(
            join, task -> Thread.ofPlatform().daemon().name("join").start(task)));
  }

  /**
   * @throws NodeException when the event bus cannot be joined
   */
  Membership await() {
    try {
      return membership.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException known -> throw known;
        case Error grave -> throw grave;
        case Throwable other -> throw new IllegalStateException(other);
      }
    }
  }

  /**
   * Leaves the others again, once they are joined.
   *
   * @param why the start has failed; what fails here besides is added to it, because a person has
   *     to read why the node cannot start, and not that it did not stop in time
   */
  void leave(RuntimeException why) {
    try {
      await().leave();
    } catch (RuntimeException late) {
      if (late != why) {
        why.addSuppressed(late);
      }
    }
  }
}
