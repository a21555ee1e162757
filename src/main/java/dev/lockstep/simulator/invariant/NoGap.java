package dev.lockstep.simulator.invariant;

import dev.lockstep.simulator.member.Member;
import java.util.HashMap;
import java.util.Map;

/**
 * A process journals its records one after another, and none is missing between two: what follows
 * the sync of a record must not run after the sync of a later one.
 *
 * <p>Source: rule D2 of docs/design.md.
 */
final class NoGap implements Invariant {
  private final Map<Member, Long> last = new HashMap<>();

  @Override
  public void begun(Member member) {
    last.put(member, 0L);
  }

  @Override
  public void journalled(Member member, long sequence) {
    long lastSequence = last.put(member, sequence);
    if (sequence != lastSequence + 1) {
      throw new Violation(
          NoGap.class,
          member.name + " journals record " + sequence + " after record " + lastSequence);
    }
  }
}
