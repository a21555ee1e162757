package dev.lockstep.simulator.invariant;

import dev.lockstep.order.Event;
import dev.lockstep.simulator.member.Member;

/**
 * A process accuses another member only when it was deceived: when its present step takes in a
 * message that no correct member sends. It never stops because of a message.
 *
 * <p>Source: rule B2 of docs/design.md.
 */
final class NoFalseAlarm implements Invariant {
  @Override
  public void halted(Member member, String reason) {
    throw new Violation(NoFalseAlarm.class, member.name + " stops: " + reason);
  }

  @Override
  public void noted(Member member, Event event) {
    if (event instanceof Event.Accused(var _, var accused, var reason) && !member.deceived) {
      throw new Violation(NoFalseAlarm.class, member.name + " accuses " + accused + ": " + reason);
    }
  }
}
