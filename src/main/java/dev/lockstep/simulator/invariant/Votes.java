package dev.lockstep.simulator.invariant;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Hash;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.PaxosRecord;
import dev.lockstep.paxos.Ballot;
import dev.lockstep.simulator.member.Member;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Every vote that was ever on a disk, also on one that was lost since. */
final class Votes {
  private final int members;
  private final Map<Vote, Set<String>> voters = new HashMap<>();
  private final Set<Hash> chosen = new HashSet<>();

  private record Vote(Ballot ballot, long height, Hash block) {}

  Votes(List<Member> members) {
    this.members = members.size();
  }

  void kept(Member member, JournalRecord entry) {
    if (entry instanceof PaxosRecord.Accepted(var ballot, var block)) {
      var vote = new Vote(ballot, block.height(), block.hash());
      var who = voters.computeIfAbsent(vote, v -> new TreeSet<>());
      who.add(member.name);
      if (who.size() * 2 > members) {
        chosen.add(block.hash());
      }
    }
  }

  /** Whatever is on a chain was chosen, in a life that was not watched. */
  void restored(Member member) {
    member.disk.votes().forEach(vote -> kept(member, vote));
    member.disk.blocks().forEach(block -> chosen.add(block.hash()));
  }

  /** Whether a majority has voted for this block by one ballot. */
  boolean isChosen(Hash block) {
    return chosen.contains(block);
  }

  boolean isChosen(Block block) {
    return isChosen(block.hash());
  }
}
