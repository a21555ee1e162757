package dev.lockstep.console.events;

import dev.lockstep.store.TracedEvent;
import io.vertx.core.Future;
import java.util.List;

/** The events that a member which does not answer has left on its disk. */
@FunctionalInterface
public interface LeftBehind {
  /** Of a node that runs alone on its machine: the disks of the others are elsewhere. */
  LeftBehind NOTHING = (_, _, _) -> Future.succeededFuture(List.of());

  /**
   * The newest events, ascending; none when none are to be had.
   *
   * @param from the lowest number that is wanted
   * @param last how many of them at most
   * @return fails when they are there and cannot be read
   */
  Future<List<TracedEvent>> of(String member, long from, int last);
}
