package dev.lockstep.console.events;

import dev.lockstep.store.StoppedTrace;
import dev.lockstep.store.TracedEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;

/**
 * The directories of the other members beside that of this one, as the supervisor of them all has
 * said. Only reads, and locks nothing: a member that starts meanwhile is not disturbed.
 *
 * @param dataDir of the whole cluster
 */
public record Siblings(Vertx vertx, Path dataDir) implements LeftBehind {
  @Override
  public Future<List<TracedEvent>> of(String member, long from, int last) {
    return vertx.executeBlocking(
        () -> StoppedTrace.lastMoments(dataDir.resolve(member), member, from, last), false);
  }
}
