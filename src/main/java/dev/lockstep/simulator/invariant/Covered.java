package dev.lockstep.simulator.invariant;

import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.PaxosRecord;
import dev.lockstep.simulator.member.Member;

/**
 * Paxos mode: a member executes transfers from its own accounts only, and the chain on its disk
 * covers all of its log, after every record.
 *
 * <p>Source: rules A4, M3 and P1 of docs/design.md.
 */
final class Covered implements Invariant {
  private final Genesis genesis;

  Covered(Genesis genesis) {
    this.genesis = genesis;
  }

  @Override
  public void kept(Member member, JournalRecord entry) {
    switch (entry) {
      case PaxosRecord.Executed(var transfers) -> transfers.forEach(t -> require(member, t));
      // It may have brought what an earlier disk of this member had executed.
      case JournalRecord.Appended _ ->
          member.disk.executed().values().forEach(t -> require(member, t));
      default -> {
        // Nothing else moves money of the log.
      }
    }
  }

  /** The balance on the disk's own chain, added up here once more, less what the log has spent. */
  private void require(Member member, Transfer last) {
    var account = last.from();
    if (!genesis.ownerOf(account).equals(member.name)) {
      throw new Violation(
          Covered.class, member.name + " executes " + last + " from an account of another member");
    }
    long left = genesis.accounts().get(genesis.indexOf(account)).balance();
    for (var block : member.disk.blocks()) {
      for (var transfer : block.transfers()) {
        left += transfer.to().equals(account) ? transfer.amount() : 0;
        left -= transfer.from().equals(account) ? transfer.amount() : 0;
      }
    }
    for (var transfer : member.disk.executed().values()) {
      left -= transfer.from().equals(account) ? transfer.amount() : 0;
    }
    if (left < 0) {
      throw new Violation(
          Covered.class, member.name + " has executed more than " + account + " has: " + left);
    }
  }
}
