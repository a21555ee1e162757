package dev.lockstep.simulator.invariant;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Hash;
import dev.lockstep.order.Outcome;
import dev.lockstep.simulator.member.Member;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * No height has two committed blocks, and of two disks' chains one is a prefix of the other.
 *
 * <p>Source: rule M4 of docs/design.md.
 */
final class Agreement implements Invariant {
  private final List<Member> members;
  private final Map<Long, Hash> committed = new HashMap<>();

  Agreement(List<Member> members) {
    this.members = members;
  }

  @Override
  public void synced(Member member, Block block) {
    require(committed.get(block.height()), block, member, "committed at that height");
    for (var other : members) {
      if (other != member && other.disk.height() >= block.height()) {
        var theirs = other.disk.blocks().get((int) block.height() - 1);
        require(theirs.hash(), block, member, "on the disk of " + other.name);
      }
    }
  }

  private static void require(Hash wanted, Block block, Member member, String where) {
    if (wanted != null && !wanted.equals(block.hash())) {
      throw new Violation(
          Agreement.class,
          "block "
              + block.height()
              + " on the disk of "
              + member.name
              + " is "
              + block.hash().abbreviated()
              + ", but "
              + wanted.abbreviated()
              + " is "
              + where);
    }
  }

  @Override
  public void told(Member member, UUID id, Outcome outcome) {
    if (outcome instanceof Outcome.Committed(var location, var hash, var _)) {
      var before = committed.putIfAbsent(location.height(), hash);
      if (before != null && !before.equals(hash)) {
        throw new Violation(
            Agreement.class,
            member.name
                + " answers that block "
                + hash.abbreviated()
                + " is committed at height "
                + location.height()
                + ", where "
                + before.abbreviated()
                + " was");
      }
    }
  }
}
