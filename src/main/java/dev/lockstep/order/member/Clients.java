package dev.lockstep.order.member;

import dev.lockstep.chain.Refusal;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.Outcome;
import dev.lockstep.order.member.Requests.Place;
import dev.lockstep.order.member.Requests.Waiting;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a member does for its clients. A member answers a known transfer from memory, executes a new
 * one at once if the protocol allows that, and otherwise lets it wait for a block.
 */
public final class Clients {
  private final LocalMember member;
  private final Transfers transfers;
  private final Requests requests;

  public Clients(LocalMember member, Transfers transfers) {
    this.member = member;
    this.transfers = transfers;
    this.requests = new Requests(member.outbox(), member::time);
  }

  public Requests requests() {
    return requests;
  }

  void submit(long ticket, List<Transfer> asked) {
    requests.open(ticket, asked.stream().map(Transfer::id).toList());
    if (member.isFailStopped()) {
      for (int i = 0; i < asked.size(); i++) {
        requests.settle(new Place(ticket, i), unserved(asked.get(i), this::stopped));
      }
      return;
    }
    boolean isOverloaded =
        requests.waitingCount() + asked.size() > member.limits().waitingTransfers();
    member.ledger().load(asked);
    for (int i = 0; i < asked.size(); i++) {
      submit(new Place(ticket, i), asked.get(i), isOverloaded);
    }
  }

  private void submit(Place place, Transfer transfer, boolean isOverloaded) {
    if (serve(place, transfer)) {
      return;
    }
    if (isOverloaded) {
      requests.settle(place, new Outcome.Overloaded(requests.waitingCount()));
    } else {
      requests.await(place, transfer, deadline());
    }
  }

  /**
   * Answers what the rules of money or this member's memory say, and executes what may be executed
   * at once.
   *
   * @return whether that was all: if not, the transfer needs a block
   */
  private boolean serve(Place place, Transfer transfer) {
    var refusal = member.ledger().rules().refusal(transfer, member.self());
    if (refusal.isPresent()) {
      requests.settle(place, new Outcome.Refused(refusal.get()));
      return true;
    }
    var known = transfers.known(transfer);
    if (known.isPresent()) {
      settle(place, known.get());
      return true;
    }
    var executed = transfers.execute(transfer);
    executed.ifPresent(outcome -> settle(place, outcome));
    return executed.isPresent();
  }

  /** Answers with an outcome, now or when it is certain. */
  public void settle(Place place, Known known) {
    settle(place, known, () -> overload(known.until().orElseThrow()));
  }

  private Outcome overload(Until until) {
    return Doubt.overload(transfers.doubt(until).waitingFor(), requests.askedAgainCount());
  }

  /**
   * @param crowded the answer when too many wait to hear what was there before their request
   */
  private void settle(Place place, Known known, Supplier<Outcome> crowded) {
    if (known.until().isEmpty()) {
      requests.settle(place, known.outcome().get());
    } else if (member.isFailStopped()) {
      requests.settle(place, doubt(known.until().get()));
    } else if (known.existed()
        && requests.askedAgainCount() >= member.limits().waitingTransfers()) {
      requests.settle(place, crowded.get());
    } else {
      requests.await(place, known, known.until().get(), deadline());
    }
  }

  private long deadline() {
    return member.now() + member.limits().transferTimeout();
  }

  void find(long ticket, UUID id) {
    requests.openLookUp(ticket, id);
    var place = new Place(ticket, 0);
    transfers
        .find(id)
        .ifPresentOrElse(
            known -> settle(place, known, () -> new Outcome.Overloaded(requests.askedAgainCount())),
            () -> requests.settle(place, new Outcome.NotFound()));
  }

  /**
   * Tries every waiting transfer again, in their order.
   *
   * @param refusal why a transfer that still cannot be served is refused; empty if it goes on
   *     waiting
   */
  public void retry(Function<Waiting, Optional<Refusal>> refusal) {
    requests.retry(
        waiting -> serve(waiting.place(), waiting.transfer()) || refuse(waiting, refusal));
  }

  private boolean refuse(Waiting waiting, Function<Waiting, Optional<Refusal>> reason) {
    var refusal = reason.apply(waiting);
    refusal.ifPresent(r -> requests.settle(waiting.place(), new Outcome.Refused(r)));
    return refusal.isPresent();
  }

  /**
   * Answers what has waited for too long. What may be on a disk already is in doubt; what never
   * went there was not executed.
   *
   * @param unavailable the answer to a transfer that is definitely not executed
   */
  void expire(Supplier<Outcome.Unavailable> unavailable) {
    expire(member.now(), unavailable);
  }

  private void expire(long upTo, Supplier<Outcome.Unavailable> unavailable) {
    requests.expire(upTo, late -> unserved(late.transfer(), unavailable), this::doubt);
  }

  /** The member has stopped: everything that waits is answered, and nothing waits any more. */
  void failStopped() {
    expire(Long.MAX_VALUE, this::stopped);
  }

  private Outcome.Unavailable stopped() {
    return new Outcome.Unavailable(List.of(member.self()), member.failStopReason());
  }

  /**
   * The answer to a transfer that was never decided: definitely not executed, unless another
   * request for the same transfer was served.
   */
  private Outcome unserved(Transfer transfer, Supplier<Outcome.Unavailable> unavailable) {
    var known = transfers.known(transfer);
    if (known.isEmpty()) {
      return unavailable.get();
    }
    var outcome = known.get().outcome().get();
    return known.get().until().isEmpty() || outcome instanceof Outcome.Refused
        ? outcome
        : doubt(known.get().until().get());
  }

  private Outcome doubt(Until until) {
    return member.isFailStopped()
        ? Doubt.failStopped(member.self(), member.failStopReason())
        : transfers.doubt(until);
  }
}
