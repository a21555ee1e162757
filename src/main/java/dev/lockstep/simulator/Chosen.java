package dev.lockstep.simulator;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Hash;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.Outcome;
import dev.lockstep.order.PeerMessage;
import dev.lockstep.paxos.PaxosMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Paxos mode: a block is committed, on a chain, or answered for, only when a majority has it on its
 * disks as voted for by one ballot; and no height has two such blocks.
 */
final class Chosen implements Invariant {
  private final Votes votes;
  private final Map<Long, Hash> atHeight = new HashMap<>();

  Chosen(List<Member> members) {
    this.votes = new Votes(members);
  }

  @Override
  public void kept(Member member, JournalRecord entry) {
    votes.kept(member, entry);
    if (entry instanceof JournalRecord.Accepted(var ballot, var block) && votes.isChosen(block)) {
      var before = atHeight.putIfAbsent(block.height(), block.hash());
      if (before != null && !before.equals(block.hash())) {
        throw new Violation(
            "agreement",
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

  @Override
  public void sent(Member member, PeerMessage message) {
    if (message instanceof PeerMessage.Consensus(PaxosMessage.Commit commit, var _, var _)
        && !votes.isChosen(commit.value())) {
      throw new Violation(
          "quorum", member.name + " commits block " + commit.height() + " without a majority");
    }
  }

  @Override
  public void synced(Member member, Block block) {
    if (!votes.isChosen(block)) {
      throw new Violation(
          "quorum",
          "block "
              + block.height()
              + " is on the chain of "
              + member.name
              + ", but was not chosen");
    }
  }

  @Override
  public void told(Member member, UUID id, Outcome outcome) {
    if (outcome instanceof Outcome.Committed(var location, var hash, var _)) {
      boolean isThere =
          votes.isChosen(hash)
              && member.disk.height() >= location.height()
              && member.disk.blocks().get((int) location.height() - 1).hash().equals(hash)
              && isAt(member, location.height(), location.position(), id);
      if (!isThere) {
        throw new Violation(
            "durable",
            member.name
                + " answers that "
                + id
                + " is committed at "
                + location
                + ", but it is not");
      }
    }
  }

  private static boolean isAt(Member member, long height, int position, UUID id) {
    var transfers = member.disk.blocks().get((int) height - 1).transfers();
    return position < transfers.size() && transfers.get(position).id().equals(id);
  }
}
