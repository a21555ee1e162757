package dev.lockstep.simulator;

import dev.lockstep.mutex.Timestamp;
import dev.lockstep.order.Event;

/** The critical section is entered in the order of the requests' timestamps (Lamport 1978). */
final class RequestOrder implements Invariant {
  private Timestamp last;

  @Override
  public void noted(Member member, Event event) {
    if (event instanceof Event.Entered(var _, var claim)) {
      if (last != null && !last.before(claim)) {
        throw new Violation(
            "request order",
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
