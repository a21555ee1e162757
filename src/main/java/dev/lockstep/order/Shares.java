package dev.lockstep.order;

import dev.lockstep.chain.Transfer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How many of each member's transfers are on a block that cannot hold them all. */
final class Shares {
  private Shares() {}

  /**
   * As many of each as of every other one, and more only where others have fewer.
   *
   * @param room on the block
   */
  static Map<String, Integer> of(Map<String, List<Transfer>> logs, int room) {
    Map<String, Integer> shares = new TreeMap<>();
    int left = room;
    var byLength =
        logs.entrySet().stream()
            .sorted((a, b) -> a.getValue().size() - b.getValue().size())
            .toList();
    for (int i = 0; i < byLength.size(); i++) {
      int fair = left / (byLength.size() - i);
      // The last one takes what the division left.
      int share = Math.min(byLength.get(i).getValue().size(), fair);
      shares.put(byLength.get(i).getKey(), share);
      left -= share;
    }
    return shares;
  }
}
