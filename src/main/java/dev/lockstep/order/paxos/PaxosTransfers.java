package dev.lockstep.order.paxos;

import dev.lockstep.chain.Amount;
import dev.lockstep.chain.Decision;
import dev.lockstep.chain.Location;
import dev.lockstep.chain.Refusal;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.Effect;
import dev.lockstep.order.Outcome;
import dev.lockstep.order.PaxosEvent;
import dev.lockstep.order.PaxosRecord;
import dev.lockstep.order.member.Doubt;
import dev.lockstep.order.member.Known;
import dev.lockstep.order.member.Requests.Waiting;
import dev.lockstep.order.member.Transfers;
import dev.lockstep.order.member.Until;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a member of Paxos mode knows of transfers, and which it executes: at once what its accounts
 * can pay (design P1). The others wait for a block that may bring the money.
 */
final class PaxosTransfers implements Transfers {
  /** The bound of the log, in lengths at which it asks for a block (design P15). */
  private static final int FULL_LOGS_MAX = 8;

  private final PaxosMember member;
  private List<Transfer> executed = new ArrayList<>();

  /**
   * Requests up to this number have had their block. One that is still short of funds is refused.
   */
  private long gathered;

  PaxosTransfers(PaxosMember member) {
    this.member = member;
  }

  // --- what is executed -------------------------------------------------------------------------

  @Override
  public Optional<Known> execute(Transfer transfer) {
    if (!canExecute(transfer)) {
      return Optional.empty();
    }
    member.log.execute(transfer);
    executed.add(transfer);
    return Optional.of(whenSynced(transfer, new Outcome.Executed(false), false));
  }

  private boolean canExecute(Transfer transfer) {
    return member.participates()
        && member.isAtRecoveryHeight()
        && !isLogFull()
        && member.spendable(transfer.from()) >= transfer.amount();
  }

  private boolean isLogFull() {
    return member.log.size() >= member.limits().logTransfers() * FULL_LOGS_MAX;
  }

  /** One record, and so one sync, for all that a step has executed. */
  void persistExecuted() {
    if (!executed.isEmpty()) {
      var transfers = List.copyOf(executed);
      executed = new ArrayList<>();
      // The answers wait for this record: an executed transfer is durable before it is answered.
      member.persist(new PaxosRecord.Executed(transfers), () -> synced(transfers.size()));
    }
  }

  private void synced(int count) {
    var synced = member.log.synced(count);
    member.outbox().perform(new Effect.Executed(synced));
    member.note(new PaxosEvent.Executed(member.time(), synced.size(), member.log.durable()));
  }

  // --- what is known ----------------------------------------------------------------------------

  @Override
  public Optional<Known> known(Transfer transfer) {
    return isKnown(transfer)
        ? Optional.of(whenSynced(transfer, outcome(transfer), true))
        : Optional.empty();
  }

  private boolean isKnown(Transfer transfer) {
    return member.ledger().known(transfer).isPresent()
        || member.log.find(transfer.id()).isPresent();
  }

  /**
   * The outcome at the time of the question is certain when everything known then is durable; what
   * becomes known later may not be durable by then. A refusal comes later only if a block brings
   * another transfer with this id, and then it holds (design P10).
   */
  private Known whenSynced(Transfer transfer, Outcome then, boolean existed) {
    return new Known(
        () -> {
          var now = outcome(transfer);
          return now instanceof Outcome.Refused ? now : then;
        },
        untilSynced(),
        existed);
  }

  /** Everything that this member knows now is durable when this record is. */
  private Optional<Until> untilSynced() {
    if (executed.isEmpty() && member.outbox().isEverythingSynced()) {
      return Optional.empty();
    }
    long next = executed.isEmpty() ? 0 : 1;
    return Optional.of(new Until.Synced(member.outbox().lastSequence() + next));
  }

  /** What became of a transfer that is on the chain, or in the log. */
  private Outcome outcome(Transfer transfer) {
    var onChain = member.ledger().known(transfer);
    if (onChain.isPresent()) {
      return switch (onChain.get()) {
        case Decision.Accepted(var location) -> committed(location);
        case Decision.Exists(var location) -> committed(location);
        case Decision.Refused(var refusal) -> new Outcome.Refused(refusal);
      };
    }
    return member.log.find(transfer.id()).orElseThrow().equals(transfer)
        ? new Outcome.Executed(true)
        : new Outcome.Refused(otherContent(transfer));
  }

  private Outcome.Committed committed(Location location) {
    return new Outcome.Committed(location, member.ledger().hashAt(location.height()), true);
  }

  private static Refusal otherContent(Transfer transfer) {
    return new Refusal(
        Refusal.Code.EXISTS_WITH_DIFFERENT_CONTENT,
        "The id "
            + transfer.id()
            + " belongs to another transfer, which is executed; choose a new id.");
  }

  @Override
  public Optional<Known> find(UUID id) {
    var location = member.ledger().find(id);
    if (location.isEmpty() && member.log.find(id).isEmpty()) {
      return Optional.empty();
    }
    Outcome found = location.<Outcome>map(this::committed).orElse(new Outcome.Executed(true));
    // A chosen block that is on this disk is certain, whatever else is on its way there.
    boolean isDurable = location.filter(l -> l.height() <= member.durable()).isPresent();
    return Optional.of(new Known(() -> found, isDurable ? Optional.empty() : untilSynced(), true));
  }

  @Override
  public Outcome.InDoubt doubt(Until until) {
    return Doubt.notSynced(member.self());
  }

  // --- what a block has not brought -------------------------------------------------------------

  /** What the promising members had executed before this request is on the chain now. */
  void gathered(long number) {
    gathered = Math.max(gathered, number);
  }

  /**
   * Why a transfer that still cannot be paid is refused: a ballot that began after its request has
   * gathered all that a majority had executed (design P2).
   */
  Optional<Refusal> refusal(Waiting waiting) {
    return waiting.number() <= gathered
            && member.participates()
            && member.isAtRecoveryHeight()
            && !isLogFull()
        ? Optional.of(shortOfFunds(waiting.transfer()))
        : Optional.empty();
  }

  private Refusal shortOfFunds(Transfer transfer) {
    return new Refusal(
        Refusal.Code.INSUFFICIENT_FUNDS,
        "Account "
            + transfer.from()
            + " has "
            + Amount.format(member.spendable(transfer.from()))
            + ", which is less than "
            + Amount.format(transfer.amount())
            + ", with everything that a majority had executed; send less or wait for money to come"
            + " in.");
  }
}
