package dev.lockstep.paxos;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How often each member's disk began anew, as far as is known here. What an earlier disk has
 * promised or voted for is void: its member has forgotten it, and may vote otherwise.
 */
public final class Generations {
  private final SortedMap<String, Long> newest = new TreeMap<>();

  public Generations(Map<String, Long> remembered) {
    newest.putAll(remembered);
  }

  /** 0 for a member that was never heard to take part. */
  public long of(String member) {
    return newest.getOrDefault(member, 0L);
  }

  /**
   * @return whether it was not known yet
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
