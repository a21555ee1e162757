package dev.lockstep.simulator.invariant;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Hash;
import dev.lockstep.order.Outcome;
import dev.lockstep.simulator.member.Member;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Lamport mode: what was answered as committed is on the disks of a majority, the proposer's among
 * them, at the place that the answer names. A disk that was lost a moment ago counts: no member
 * could know of the loss.
 *
 * <p>Source: rule L5 of docs/design.md.
 */
final class Durable implements Invariant {
  private final List<Member> members;
  private final Map<Hash, Block> blocks = new HashMap<>();
  private final Map<Hash, Set<String>> everOnDisk = new HashMap<>();

  Durable(List<Member> members) {
    this.members = members;
  }

  @Override
  public void synced(Member member, Block block) {
    blocks.putIfAbsent(block.hash(), block);
    everOnDisk.computeIfAbsent(block.hash(), hash -> new TreeSet<>()).add(member.name);
  }

  @Override
  public void restored(Member member) {
    member.disk.blocks().forEach(block -> synced(member, block));
  }

  @Override
  public void told(Member member, UUID id, Outcome outcome) {
    if (outcome instanceof Outcome.Committed(var location, var hash, var _)) {
      var disks = everOnDisk.getOrDefault(hash, Set.of());
      if (disks.size() * 2 <= members.size()) {
        throw lie(member, id, "block " + location.height() + " is on the disks " + disks + " only");
      }
      var block = blocks.get(hash);
      if (!disks.contains(block.proposer())) {
        throw lie(member, id, "block " + location.height() + " is not on the disk of its proposer");
      }
      if (block.height() != location.height()
          || !block.transfers().get(location.position()).id().equals(id)) {
        throw lie(member, id, "it is not at " + location);
      }
    }
  }

  private static Violation lie(Member member, UUID id, String fact) {
    return new Violation(
        Durable.class, member.name + " answers that " + id + " is committed, but " + fact);
  }
}
