package dev.lockstep.simulator.invariant;

import dev.lockstep.mutex.Timestamp;
import dev.lockstep.order.Event;
import dev.lockstep.order.LamportEvent;
import dev.lockstep.simulator.member.Member;

/**
 * The critical section is entered in the order of the requests' timestamps.
 *
 * <p>Source: Lamport 1978, condition II.
 */
final class RequestOrder implements Invariant {
  private Timestamp last;

  @Override
  public void noted(Member member, Event event) {
    if (event instanceof LamportEvent.Entered(var _, var claim, var _)) {
      if (last != null && !last.before(claim)) {
        throw new Violation(
            RequestOrder.class,
            member.name
                + " enters with request "
                + claim
                + " after request "
                + last
                + " had entered");
      }
      last = claim;
    }
  }
}
