package dev.lockstep.console.api;

import dev.lockstep.chain.Genesis;
import dev.lockstep.order.Status;

/**
 * The status of a node, as its clients see it.
 *
 * @param isStopping the protocol goes on until all are answered, and does not know of the stop
 */
public record NodeStatus(
    Genesis genesis, String member, Status status, boolean isStopping, boolean isLab) {
  public String state() {
    return isStopping ? Departure.STATE : status.state().text();
  }

  /** Why the state is what it is; empty when there is nothing to say. */
  public String reason() {
    return isStopping ? Departure.REASON : status.reason();
  }
}
