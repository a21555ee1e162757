package dev.lockstep.simulator;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.Outcome;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Paxos mode: what was answered as executed is on its member's disk, in the log or on the chain, as
 * long as that disk lives; and the chain on that disk has the money for all of its log.
 */
final class Covered implements Invariant {
  private final Genesis genesis;
  private final Map<Member, Set<Transfer>> executed = new HashMap<>();

  /** By the ticket of each open request: which of its transfers had been answered as executed. */
  private final Map<Long, Set<Transfer>> askedAgain = new HashMap<>();

  Covered(Genesis genesis) {
    this.genesis = genesis;
  }

  @Override
  public void replaced(Member member) {
    executed.remove(member);
  }

  @Override
  public void kept(Member member, JournalRecord entry) {
    switch (entry) {
      case JournalRecord.Executed(var transfers) -> transfers.forEach(t -> require(member, t));
      // It may have brought what an earlier disk of this member had executed.
      case JournalRecord.Appended _ ->
          member.disk.executed().values().forEach(t -> require(member, t));
      case JournalRecord.Generation _ -> executed.remove(member);
      default -> {
        // Nothing else moves money of the log.
      }
    }
  }

  /** The balance on the disk's own chain, added up here once more, less what the log has spent. */
  private void require(Member member, Transfer last) {
    var account = last.from();
    if (!genesis.ownerOf(account).equals(member.name)) {
      throw new Violation("not owner", member.name + " executes " + last + " of somebody else");
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
          "conservation", member.name + " has executed more than " + account + " has: " + left);
    }
  }

  @Override
  public void submitted(Member member, long ticket, List<Transfer> transfers) {
    var again = new HashSet<>(transfers);
    again.retainAll(executed.getOrDefault(member, Set.of()));
    askedAgain.put(ticket, again);
  }

  @Override
  public void answered(Member member, long ticket, Transfer transfer, Outcome outcome) {
    if (outcome instanceof Outcome.Executed) {
      executed.computeIfAbsent(member, m -> new HashSet<>()).add(transfer);
      requireKept(member, transfer);
    } else if (!(outcome instanceof Outcome.Committed || outcome instanceof Outcome.InDoubt)
        && askedAgain.getOrDefault(ticket, Set.of()).contains(transfer)
        && transfer.equals(member.disk.executed().get(transfer.id()))) {
      throw new Violation(
          "answer truth", member.name + " denies what it has executed, with " + outcome);
    }
  }

  @Override
  public void found(Member member, UUID id, Outcome outcome) {
    if (outcome instanceof Outcome.Executed && !member.disk.executed().containsKey(id)) {
      throw lost(member, id);
    }
  }

  @Override
  public void begun(Member member) {
    executed.getOrDefault(member, Set.of()).forEach(transfer -> requireKept(member, transfer));
  }

  @Override
  public void synced(Member member, Block block) {
    // A block takes out of the log what is on it, and nothing else.
    executed.getOrDefault(member, Set.of()).forEach(transfer -> requireKept(member, transfer));
  }

  private static void requireKept(Member member, Transfer transfer) {
    boolean isKept =
        transfer.equals(member.disk.executed().get(transfer.id()))
            || member.disk.blocks().stream()
                .flatMap(block -> block.transfers().stream())
                // Another transfer by the same id: the client has used it twice.
                .anyMatch(placed -> placed.id().equals(transfer.id()));
    if (!isKept) {
      throw lost(member, transfer.id());
    }
  }

  private static Violation lost(Member member, UUID id) {
    return new Violation(
        "durable", member.name + " answered that " + id + " is executed, and has it no more");
  }
}
