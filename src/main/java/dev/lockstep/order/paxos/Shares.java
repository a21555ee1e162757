package dev.lockstep.order.paxos;

import java.util.Map;
import java.util.TreeMap;

/** How many of each member's transfers are on a block that cannot hold them all. */
final class Shares {
  private Shares() {}

  /**
   * As many of each as of every other one, and more only where others have fewer (design P8).
   *
   * @param sizes how many transfers each member has to bring
   * @param room on the block
   */
  static Map<String, Integer> of(Map<String, Integer> sizes, int room) {
    Map<String, Integer> shares = new TreeMap<>();
    int left = room;
    var bySize = sizes.entrySet().stream().sorted(Map.Entry.comparingByValue()).toList();
    for (int i = 0; i < bySize.size(); i++) {
      int fair = left / (bySize.size() - i);
      // The last member takes the remainder of the division.
      int share = Math.min(bySize.get(i).getValue(), fair);
      shares.put(bySize.get(i).getKey(), share);
      left -= share;
    }
    return shares;
  }
}
