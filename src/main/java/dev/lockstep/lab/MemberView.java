package dev.lockstep.lab;

import dev.lockstep.chain.Block;
import dev.lockstep.order.MemberState;
import dev.lockstep.order.Status;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A member at one moment.
 *
 * @param status of its process; empty while it is down
 * @param chain on its disk; block 1 comes first
 * @param unsynced how many records wait for its disk
 * @param age of the oldest of these, on the scale of {@link Flying#age}
 * @param crashAfter it crashes after so many effects of a step; 0 for never
 * @param heard the newest message of each peer
 * @param round that it leads, in Paxos mode
 */
public record MemberView(
    String name,
    Optional<Status> status,
    List<Block> chain,
    boolean isFrozen,
    boolean isDiskHeld,
    int unsynced,
    long age,
    int crashAfter,
    SortedMap<String, Heard> heard,
    Optional<Round> round) {
  public boolean isUp() {
    return status.isPresent();
  }

  public boolean isInside() {
    return status.filter(Status::inside).isPresent();
  }

  public boolean is(MemberState state) {
    return status.filter(s -> s.state() == state).isPresent();
  }

  /** In one word. */
  public String state() {
    if (isFrozen) {
      return "frozen";
    }
    return status.map(s -> s.inside() ? "inside" : s.state().text()).orElse("down");
  }
}
