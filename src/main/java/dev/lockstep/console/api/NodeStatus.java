package dev.lockstep.console.api;

import dev.lockstep.chain.Genesis;
import dev.lockstep.order.Status;
import java.util.List;

/**
 * The status of a node, as its clients see it.
 *
 * @param members in the order of the cluster file
 * @param isStopping the protocol goes on until all are answered, and does not know of the stop
 */
public record NodeStatus(
    Genesis genesis,
    List<String> members,
    String member,
    Status status,
    boolean isStopping,
    boolean isLab) {
  public String state() {
    return isStopping ? Departure.STATE : status.state().text();
  }

  /** Why the state is what it is; empty when there is nothing to say. */
  public String reason() {
    return isStopping ? Departure.REASON : status.reason();
  }
}
