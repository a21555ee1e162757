package dev.lockstep.paxos;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The newest disk of each member that is known here (design P11). Promises and votes of an earlier
 * disk are void: the member has forgotten them, and may vote for something else.
 */
public final class Generations {
  private final SortedMap<String, Long> newest = new TreeMap<>();

  public Generations(Map<String, Long> remembered) {
    newest.putAll(remembered);
  }

  /** The generation of a member's disk; 0 when none is known. */
  public long of(String member) {
    return newest.getOrDefault(member, 0L);
  }

  /**
   * @return whether it is higher than what was known
   */
  public boolean heard(String member, long generation) {
    boolean isNews = generation > of(member);
    if (isNews) {
      newest.put(member, generation);
    }
    return isNews;
  }

  public SortedMap<String, Long> all() {
    return Collections.unmodifiableSortedMap(newest);
  }
}
