package dev.lockstep.simulator.invariant;

import dev.lockstep.chain.Hash;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.PaxosRecord;
import dev.lockstep.simulator.member.Member;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Paxos mode: no height has two blocks that were chosen, even if no member knows of it.
 *
 * <p>Source: Lamport 2001, section 2: only a single value is chosen.
 */
final class OneChosen implements Invariant {
  private final Votes votes;
  private final Map<Long, Hash> atHeight = new HashMap<>();

  OneChosen(List<Member> members) {
    this.votes = new Votes(members);
  }

  @Override
  public void restored(Member member) {
    votes.restored(member);
    member.disk.blocks().forEach(block -> atHeight.putIfAbsent(block.height(), block.hash()));
  }

  @Override
  public void kept(Member member, JournalRecord entry) {
    votes.kept(member, entry);
    if (entry instanceof PaxosRecord.Accepted(var ballot, var block) && votes.isChosen(block)) {
      var before = atHeight.putIfAbsent(block.height(), block.hash());
      if (before != null && !before.equals(block.hash())) {
        throw new Violation(
            OneChosen.class,
            "ballot "
                + ballot
                + " has chosen "
                + block.hash().abbreviated()
                + " for height "
                + block.height()
                + ", where "
                + before.abbreviated()
                + " was chosen before");
      }
    }
  }
}
