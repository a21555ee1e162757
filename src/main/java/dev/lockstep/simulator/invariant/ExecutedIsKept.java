package dev.lockstep.simulator.invariant;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.Outcome;
import dev.lockstep.order.PaxosRecord;
import dev.lockstep.simulator.member.Member;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Paxos mode: what a member has answered as executed is on its disk, in the log or on the chain, as
 * long as that disk is not lost; and the member does not deny it.
 *
 * <p>Source: rules P1, P9 and M5 of docs/design.md.
 */
final class ExecutedIsKept implements Invariant {
  private final Map<Member, Set<Transfer>> executed = new HashMap<>();

  /** By the ticket of each open request: which of its transfers had been answered as executed. */
  private final Map<Long, Set<Transfer>> askedAgain = new HashMap<>();

  @Override
  public void replaced(Member member) {
    executed.remove(member);
  }

  @Override
  public void kept(Member member, JournalRecord entry) {
    if (entry instanceof PaxosRecord.Generation) {
      // The disk has begun anew, and its log with it.
      executed.remove(member);
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
          ExecutedIsKept.class, member.name + " denies what it has executed, with " + outcome);
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
                // Another transfer with the same id: the client has used the id twice.
                .anyMatch(placed -> placed.id().equals(transfer.id()));
    if (!isKept) {
      throw lost(member, transfer.id());
    }
  }

  private static Violation lost(Member member, UUID id) {
    return new Violation(
        ExecutedIsKept.class,
        member.name + " answered that " + id + " is executed, and has it no more");
  }
}
