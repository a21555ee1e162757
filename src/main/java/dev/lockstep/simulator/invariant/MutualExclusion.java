package dev.lockstep.simulator.invariant;

import dev.lockstep.order.Event;
import dev.lockstep.order.LamportEvent;
import dev.lockstep.simulator.member.Member;

/**
 * At most one member is in the critical section.
 *
 * <p>Source: Lamport 1978, condition I.
 */
final class MutualExclusion implements Invariant {
  private Member inside;

  @Override
  public void noted(Member member, Event event) {
    switch (event) {
      case LamportEvent.Entered _ -> {
        if (inside != null) {
          throw new Violation(
              MutualExclusion.class,
              member.name + " enters the critical section while " + inside.name + " is inside");
        }
        inside = member;
      }
      case LamportEvent.Left _ -> ended(member);
      default -> {
        // Only entering and leaving count.
      }
    }
  }

  @Override
  public void ended(Member member) {
    if (inside == member) {
      inside = null;
    }
  }
}
