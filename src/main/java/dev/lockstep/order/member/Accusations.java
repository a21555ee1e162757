package dev.lockstep.order.member;

import dev.lockstep.order.Status;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The members that have sent what no correct member sends, each with the last reason (design B2).
 * For people: nothing is decided by it, because the message was refused on its own merits.
 */
public final class Accusations {
  /** Milliseconds: a member that goes on sending such messages is named again after this time. */
  private static final long AGAIN = 60_000;

  private final Map<String, Status.Accusation> accused = new TreeMap<>();
  private final Map<String, Long> saidAt = new TreeMap<>();

  /**
   * @return whether people should be told now
   */
  boolean accuse(String member, String reason, long now) {
    var before = accused.get(member);
    accused.put(
        member, new Status.Accusation(member, reason, before == null ? 1 : before.messages() + 1));
    boolean isNews = before == null || now - saidAt.get(member) >= AGAIN;
    if (isNews) {
      saidAt.put(member, now);
    }
    return isNews;
  }

  /** In the order of the names. */
  public List<Status.Accusation> all() {
    return List.copyOf(accused.values());
  }
}
