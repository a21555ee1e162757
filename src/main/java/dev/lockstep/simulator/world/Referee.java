package dev.lockstep.simulator.world;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.Event;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.Outcome;
import dev.lockstep.order.PeerMessage;
import dev.lockstep.order.Snapshot;
import dev.lockstep.simulator.invariant.Invariant;
import dev.lockstep.simulator.member.Member;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Shows everything that happens to every invariant. It is the only caller of invariants. */
final class Referee implements Invariant {
  private final List<Invariant> invariants;

  Referee(Subject subject, Genesis genesis, List<Member> members) {
    invariants = subject.allInvariants(genesis, members);
  }

  private void tell(Consumer<Invariant> news) {
    for (var invariant : invariants) {
      news.accept(invariant);
    }
  }

  @Override
  public void begun(Member member) {
    tell(invariant -> invariant.begun(member));
  }

  @Override
  public void ended(Member member) {
    tell(invariant -> invariant.ended(member));
  }

  @Override
  public void halted(Member member, String reason) {
    tell(invariant -> invariant.halted(member, reason));
  }

  @Override
  public void sent(Member member, PeerMessage message) {
    tell(invariant -> invariant.sent(member, message));
  }

  @Override
  public void noted(Member member, Event event, Optional<Snapshot> after) {
    tell(invariant -> invariant.noted(member, event, after));
  }

  @Override
  public void journalled(Member member, long sequence) {
    tell(invariant -> invariant.journalled(member, sequence));
  }

  @Override
  public void kept(Member member, JournalRecord entry) {
    tell(invariant -> invariant.kept(member, entry));
    if (entry instanceof JournalRecord.Appended(var block)) {
      synced(member, block);
    }
  }

  @Override
  public void synced(Member member, Block block) {
    tell(invariant -> invariant.synced(member, block));
  }

  @Override
  public void replaced(Member member) {
    tell(invariant -> invariant.replaced(member));
  }

  @Override
  public void restored(Member member) {
    tell(invariant -> invariant.restored(member));
  }

  @Override
  public void submitted(Member member, long ticket, List<Transfer> transfers) {
    tell(invariant -> invariant.submitted(member, ticket, transfers));
  }

  @Override
  public void answered(Member member, long ticket, Transfer transfer, Outcome outcome) {
    tell(invariant -> invariant.answered(member, ticket, transfer, outcome));
    told(member, transfer.id(), outcome);
  }

  @Override
  public void found(Member member, UUID id, Outcome outcome) {
    tell(invariant -> invariant.found(member, id, outcome));
    told(member, id, outcome);
  }

  @Override
  public void told(Member member, UUID id, Outcome outcome) {
    tell(invariant -> invariant.told(member, id, outcome));
  }
}
