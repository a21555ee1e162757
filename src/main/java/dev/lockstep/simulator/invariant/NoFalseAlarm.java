package dev.lockstep.simulator.invariant;

import dev.lockstep.simulator.member.Member;

/**
 * A process stops of its own accord only when it was deceived: when its present step takes in a
 * message that no member has sent.
 *
 * <p>Source: rule A1 of docs/design.md: members do not lie.
 */
final class NoFalseAlarm implements Invariant {
  @Override
  public void halted(Member member, String reason) {
    if (!member.deceived) {
      throw new Violation(NoFalseAlarm.class, member.name + " stops: " + reason);
    }
  }
}
