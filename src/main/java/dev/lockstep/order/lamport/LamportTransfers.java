package dev.lockstep.order.lamport;

import dev.lockstep.chain.Decision;
import dev.lockstep.chain.Location;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.Outcome;
import dev.lockstep.order.member.Doubt;
import dev.lockstep.order.member.Known;
import dev.lockstep.order.member.Transfers;
import dev.lockstep.order.member.Until;
import java.util.Optional;
import java.util.UUID;

/** What a member of Lamport mode knows of transfers: they are on its chain, or they wait. */
final class LamportTransfers implements Transfers {
  private final LamportMember member;

  LamportTransfers(LamportMember member) {
    this.member = member;
  }

  @Override
  public Optional<Known> known(Transfer transfer) {
    return member.ledger().known(transfer).map(this::known);
  }

  /** A decision of the ledger, which is certain when its block is committed. */
  Known known(Decision decision) {
    return switch (decision) {
      case Decision.Accepted(var location) -> onChain(location, false);
      case Decision.Exists(var location) -> onChain(location, true);
      case Decision.Refused(var refusal) -> Known.certain(new Outcome.Refused(refusal));
    };
  }

  @Override
  public Optional<Known> find(UUID id) {
    return member.ledger().find(id).map(location -> onChain(location, true));
  }

  private Known onChain(Location location, boolean existed) {
    long height = location.height();
    return new Known(
        () -> new Outcome.Committed(location, member.ledger().hashAt(height), existed),
        height <= member.committed() ? Optional.empty() : Optional.of(new Until.Committed(height)),
        existed);
  }

  /** Nothing is executed outside of the critical section. */
  @Override
  public Optional<Known> execute(Transfer transfer) {
    return Optional.empty();
  }

  @Override
  public Outcome.InDoubt doubt(Until until) {
    return switch (until) {
      case Until.Committed(var height) when height <= member.durable() ->
          Doubt.onNoMajority(height, member.self(), member.withoutBlock(height));
      case Until.Committed _, Until.Synced _ -> Doubt.notSynced(member.self());
    };
  }
}
