package dev.lockstep.order;

import dev.lockstep.chain.Amount;
import dev.lockstep.chain.Decision;
import dev.lockstep.chain.Location;
import dev.lockstep.chain.Refusal;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.Requests.Place;
import dev.lockstep.order.Requests.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a member of Paxos mode does for its clients: executes at once what their accounts can pay,
 * and lets the rest wait for a block that may bring the money.
 */
final class Clients {
  /** So many full logs may gather while no block can be agreed on. */
  private static final int FULL_LOGS_MAX = 8;

  private final PaxosMember member;
  private final Requests requests;
  private List<Transfer> executed = new ArrayList<>();

  /** Those who began to wait up to this number have had their block: it brought too little. */
  private long gathered;

  Clients(PaxosMember member) {
    this.member = member;
    this.requests = new Requests(member::effect, member::time);
  }

  Requests requests() {
    return requests;
  }

  void submit(long ticket, List<Transfer> transfers) {
    requests.open(ticket, transfers.stream().map(Transfer::id).toList());
    boolean overloaded =
        requests.waitingCount() + transfers.size() > member.limits.waitingTransfers();
    for (int i = 0; i < transfers.size(); i++) {
      submit(new Place(ticket, i), transfers.get(i), overloaded);
    }
    persistExecuted();
  }

  private void submit(Place place, Transfer transfer, boolean overloaded) {
    if (isSettled(place, transfer)) {
      return;
    }
    if (overloaded) {
      requests.settle(place, new Outcome.Overloaded(requests.waitingCount()));
    } else {
      requests.await(place, transfer, deadline());
    }
  }

  private long deadline() {
    return member.now + member.limits.transferTimeout();
  }

  /** Answers what the rules or this member's memory say, and executes what can be paid. */
  private boolean isSettled(Place place, Transfer transfer) {
    var refusal = member.ledger.rules().refusal(transfer, member.self);
    if (refusal.isPresent()) {
      requests.settle(place, refused(transfer, refusal.get()));
      return true;
    }
    if (isKnown(transfer)) {
      settleWhenDurable(place, transfer, true);
      return true;
    }
    if (!canExecute(transfer)) {
      return false;
    }
    member.executing.add(transfer);
    executed.add(transfer);
    settleWhenDurable(place, transfer, false);
    return true;
  }

  private boolean canExecute(Transfer transfer) {
    return member.takesPart
        && member.ledger.height() >= member.fence
        && !isLogFull()
        && member.spendable(transfer.from()) >= transfer.amount();
  }

  private boolean isLogFull() {
    return member.log.size() + member.executing.size()
        >= member.limits.logTransfers() * FULL_LOGS_MAX;
  }

  /** One record, and so one sync, for all that a step has executed. */
  private void persistExecuted() {
    if (!executed.isEmpty()) {
      var transfers = List.copyOf(executed);
      executed = new ArrayList<>();
      member.persist(new JournalRecord.Executed(transfers), () -> join(transfers));
    }
  }

  private void join(List<Transfer> transfers) {
    List<Transfer> joined = new ArrayList<>();
    for (var transfer : transfers) {
      // A block may have come meanwhile that has another transfer by this id.
      member.executing.take(transfer.id()).ifPresent(joined::add);
    }
    member.log.add(joined);
    member.effect(new Effect.Executed(joined));
    member.note(new Event.Executed(member.time(), joined.size(), member.log.size()));
  }

  // --- what is known ----------------------------------------------------------------------------

  private boolean isKnown(Transfer transfer) {
    return member.ledger.known(transfer).isPresent() || logged(transfer.id()).isPresent();
  }

  private Optional<Transfer> logged(UUID id) {
    return member.log.find(id).or(() -> member.executing.find(id));
  }

  /** What became of a transfer that is on the chain, or in the log. */
  private Outcome known(Transfer transfer, boolean existed) {
    var onChain = member.ledger.known(transfer);
    if (onChain.isPresent()) {
      return switch (onChain.get()) {
        case Decision.Accepted(var location) -> committed(location, existed);
        case Decision.Exists(var location) -> committed(location, existed);
        case Decision.Refused(var refusal) -> refused(transfer, refusal);
      };
    }
    return logged(transfer.id()).orElseThrow().equals(transfer)
        ? new Outcome.Executed(existed)
        : refused(transfer, otherContent(transfer));
  }

  private Outcome.Committed committed(Location location, boolean existed) {
    return new Outcome.Committed(location, member.ledger.hashAt(location.height()), existed);
  }

  private static Refusal otherContent(Transfer transfer) {
    return new Refusal(
        Refusal.Code.EXISTS_WITH_DIFFERENT_CONTENT,
        "The id "
            + transfer.id()
            + " belongs to another transfer, which is executed; choose a new id.");
  }

  private void settleWhenDurable(Place place, Transfer transfer, boolean existed) {
    if (executed.isEmpty() && member.unsynced().isEmpty()) {
      requests.settle(place, known(transfer, existed));
    } else if (existed && requests.askedAgainCount() >= member.limits.waitingTransfers()) {
      requests.settle(place, Doubt.overload(List.of(member.self), requests.askedAgainCount()));
    } else {
      var now = known(transfer, existed);
      requests.await(place, mark(), () -> whenDurable(transfer, now), existed, deadline());
    }
  }

  /**
   * What was known when the question was asked is certain now; what has become known since may not
   * be. Only should a block have brought another transfer by this id, then it is void.
   */
  private Outcome whenDurable(Transfer transfer, Outcome then) {
    var now = known(transfer, true);
    return now instanceof Outcome.Refused ? now : then;
  }

  /** Everything that this member knows now is durable when this record is. */
  private long mark() {
    return member.unsynced().sequence() + (executed.isEmpty() ? 0 : 1);
  }

  private Outcome refused(Transfer transfer, Refusal refusal) {
    member.note(new Event.Refused(member.time(), transfer.id(), refusal));
    return new Outcome.Refused(refusal);
  }

  void find(long ticket, UUID id) {
    requests.open(ticket, List.of(id));
    var place = new Place(ticket, 0);
    if (member.ledger.find(id).isEmpty() && logged(id).isEmpty()) {
      requests.settle(place, new Outcome.NotFound());
    } else if (member.unsynced().isEmpty()) {
      requests.settle(place, found(id));
    } else if (requests.askedAgainCount() >= member.limits.waitingTransfers()) {
      requests.settle(place, new Outcome.Overloaded(requests.askedAgainCount()));
    } else {
      var now = found(id);
      requests.await(place, mark(), () -> now, true, deadline());
    }
  }

  private Outcome found(UUID id) {
    return member
        .ledger
        .find(id)
        .<Outcome>map(location -> committed(location, true))
        .orElseGet(() -> new Outcome.Executed(true));
  }

  // --- time and disk ----------------------------------------------------------------------------

  /** Everything up to this record is on the disk. */
  void durable(long upTo) {
    requests.reached(upTo);
  }

  /**
   * New money may have come: those who wait for it have another turn. One of them that still cannot
   * pay is refused when a block was gathered from everybody after it had asked.
   */
  private void retry() {
    if (requests.isAnyWaiting()) {
      requests.retry(
          waiting -> isSettled(waiting.place(), waiting.transfer()) || isRefused(waiting));
      persistExecuted();
    }
  }

  /** What everybody had executed before this request is on the chain now. */
  void gathered(long number) {
    gathered = Math.max(gathered, number);
    retry();
  }

  private boolean isRefused(Waiting waiting) {
    boolean isRefused =
        waiting.number() <= gathered
            && member.takesPart
            && member.ledger.height() >= member.fence
            && !isLogFull();
    if (isRefused) {
      requests.settle(
          waiting.place(), refused(waiting.transfer(), shortOfFunds(waiting.transfer())));
    }
    return isRefused;
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

  /**
   * Answers what has waited for too long. What went to the disk nobody can say before the disk
   * does; what never went there was not executed.
   *
   * @param unavailable the answer to a transfer that is definitely not executed
   */
  void expire(Outcome.Unavailable unavailable) {
    expire(member.now, unavailable, Doubt.notSynced(member.self));
  }

  /** The member has stopped: answers everything that waits. */
  void failStop(String reason) {
    expire(Long.MAX_VALUE, stopped(reason), Doubt.failStopped(member.self, reason));
  }

  private void expire(long upTo, Outcome.Unavailable unavailable, Outcome.InDoubt doubt) {
    requests.expire(
        upTo, waiting -> unserved(waiting.transfer(), unavailable, doubt), sequence -> doubt);
  }

  private Outcome.Unavailable stopped(String reason) {
    return new Outcome.Unavailable(List.of(member.self), reason);
  }

  void turnAway(long ticket, List<Transfer> transfers, String reason) {
    requests.open(ticket, transfers.stream().map(Transfer::id).toList());
    for (int i = 0; i < transfers.size(); i++) {
      requests.settle(
          new Place(ticket, i),
          unserved(transfers.get(i), stopped(reason), Doubt.failStopped(member.self, reason)));
    }
  }

  /** What a silenced member can still tell: what it has on its disk for certain. */
  void findSilenced(long ticket, UUID id, String reason) {
    requests.open(ticket, List.of(id));
    var place = new Place(ticket, 0);
    var location = member.ledger.find(id);
    if (location.filter(l -> l.height() <= member.durableHeight()).isPresent()) {
      requests.settle(place, committed(location.get(), true));
    } else if (location.isPresent() || logged(id).isPresent()) {
      requests.settle(place, Doubt.failStopped(member.self, reason));
    } else {
      requests.settle(place, new Outcome.NotFound());
    }
  }

  /** Definitely not executed, unless another request for the same transfer was served. */
  private Outcome unserved(
      Transfer transfer, Outcome.Unavailable unavailable, Outcome.InDoubt doubt) {
    if (!isKnown(transfer)) {
      return unavailable;
    }
    var known = known(transfer, true);
    return known instanceof Outcome.Refused || member.unsynced().isEmpty() ? known : doubt;
  }
}
