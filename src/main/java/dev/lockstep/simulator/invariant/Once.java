package dev.lockstep.simulator.invariant;

import dev.lockstep.chain.Block;
import dev.lockstep.simulator.member.Member;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * An id is on a chain at most once.
 *
 * <p>Source: rule M2 of docs/design.md.
 */
final class Once implements Invariant {
  private final Map<Member, Set<UUID>> ids = new HashMap<>();

  Once(List<Member> members) {
    members.forEach(member -> ids.put(member, new HashSet<>()));
  }

  @Override
  public void replaced(Member member) {
    ids.get(member).clear();
    member.disk.blocks().forEach(block -> synced(member, block));
  }

  @Override
  public void synced(Member member, Block block) {
    for (var transfer : block.transfers()) {
      if (!ids.get(member).add(transfer.id())) {
        throw new Violation(
            Once.class,
            "transfer "
                + transfer.id()
                + " is on the disk of "
                + member.name
                + " for the second time, at height "
                + block.height());
      }
    }
  }
}
