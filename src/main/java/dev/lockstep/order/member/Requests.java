package dev.lockstep.order.member;

import dev.lockstep.chain.Transfer;
import dev.lockstep.order.Effect;
import dev.lockstep.order.Event;
import dev.lockstep.order.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The requests of clients that are not answered yet: transfers that wait for their turn, and
 * transfers whose outcome is known and not certain yet. A request is answered as a whole, when the
 * last of its transfers has its outcome.
 */
public final class Requests {
  private final Map<Long, Open> open = new HashMap<>();
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final SortedMap<Long, List<Held>> untilCommitted = new TreeMap<>();
  private final SortedMap<Long, List<Held>> untilSynced = new TreeMap<>();
  private final Outbox outbox;
  private final LongSupplier time;
  private final AnsweredInStep answered = new AnsweredInStep();
  private int askedAgain;
  private long waitedEver;

  /** One transfer of one request. */
  public record Place(long ticket, int index) {}

  /**
   * @param number the place in the order of arrival, counted up by one
   */
  public record Waiting(Place place, Transfer transfer, long deadline, long number) {}

  /** An outcome that is held back until it is certain. */
  private record Held(Place place, Known known, long deadline) {}

  /** A request, with the outcomes that its transfers have so far. */
  private static final class Open {
    final List<UUID> ids;
    final boolean isAsking;
    final Outcome[] outcomes;
    int missing;

    Open(List<UUID> ids, boolean isAsking) {
      this.ids = ids;
      this.isAsking = isAsking;
      this.outcomes = new Outcome[ids.size()];
      this.missing = ids.size();
    }
  }

  /**
   * @param time the Lamport time of this member
   */
  Requests(Outbox outbox, LongSupplier time) {
    this.outbox = outbox;
    this.time = time;
  }

  /**
   * @param id of the transfer that a client looks for
   */
  void openLookUp(long ticket, UUID id) {
    open.put(ticket, new Open(List.of(id), false));
  }

  /**
   * @param ids of the transfers that a client asks for, in order
   */
  void open(long ticket, List<UUID> ids) {
    open.put(ticket, new Open(ids, true));
    if (!ids.isEmpty()) {
      var first = ids.stream().limit(Event.SHOWN).toList();
      outbox.note(new Event.Requested(time.getAsLong(), first, ids.size()));
    }
    if (ids.isEmpty()) {
      answer(ticket);
    }
  }

  public int waitingCount() {
    return waiting.size();
  }

  /** How many requests for a transfer that was known before them still wait for its outcome. */
  int askedAgainCount() {
    return askedAgain;
  }

  public boolean isAnyWaiting() {
    return !waiting.isEmpty();
  }

  /** Puts a transfer at the end of the queue. */
  void await(Place place, Transfer transfer, long deadline) {
    waiting.add(new Waiting(place, transfer, deadline, ++waitedEver));
  }

  /** The number of the transfer that was queued last. */
  public long lastNumber() {
    return waitedEver;
  }

  /**
   * Tries every waiting transfer again, in their order.
   *
   * @param turn whether the transfer has its outcome now
   */
  void retry(Predicate<Waiting> turn) {
    waiting.removeIf(turn);
  }

  /** Takes the first waiting transfer out of the queue, which must not be empty. */
  public Waiting takeNext() {
    return waiting.remove();
  }

  /** Holds an outcome back until it is certain. */
  void await(Place place, Known known, Until until, long deadline) {
    var held = new Held(place, known, deadline);
    switch (until) {
      case Until.Committed(var height) -> add(untilCommitted, height, held);
      case Until.Synced(var sequence) -> add(untilSynced, sequence, held);
    }
    askedAgain += known.existed() ? 1 : 0;
  }

  private static void add(SortedMap<Long, List<Held>> held, long mark, Held one) {
    held.computeIfAbsent(mark, m -> new ArrayList<>()).add(one);
  }

  private void settle(Held one, Outcome outcome) {
    askedAgain -= one.known.existed() ? 1 : 0;
    settle(one.place, outcome);
  }

  public void settle(Place place, Outcome outcome) {
    var request = open.get(place.ticket);
    if (request == null || request.outcomes[place.index] != null) {
      throw new IllegalStateException("second outcome for " + place + ": " + outcome);
    }
    request.outcomes[place.index] = outcome;
    note(request.ids.get(place.index), outcome);
    if (--request.missing == 0) {
      answer(place.ticket);
    }
  }

  /** The step is over: tells what it has answered. */
  void noteAnswered() {
    answered.take(time.getAsLong()).forEach(outbox::note);
  }

  /** Refusals and doubts are events, so that they can be counted and looked up. */
  private void note(UUID id, Outcome outcome) {
    switch (outcome) {
      case Outcome.Refused(var refusal) ->
          outbox.note(new Event.Refused(time.getAsLong(), id, refusal));
      case Outcome.InDoubt(var waitingFor, var reason) ->
          outbox.note(new Event.InDoubt(time.getAsLong(), id, waitingFor, reason));
      case Outcome.Committed _,
          Outcome.Executed _,
          Outcome.Unavailable _,
          Outcome.Overloaded _,
          Outcome.NotFound _ -> {}
    }
  }

  /** The chain is on the disks of a majority up to this height. */
  public void committed(long height) {
    settleUpTo(untilCommitted, height);
  }

  /** Everything up to this record is on the disk of this member. */
  public void synced(long sequence) {
    settleUpTo(untilSynced, sequence);
  }

  private void settleUpTo(SortedMap<Long, List<Held>> held, long reached) {
    var certain = held.headMap(reached + 1);
    for (var each : certain.values()) {
      each.forEach(one -> settle(one, one.known.outcome().get()));
    }
    certain.clear();
  }

  /**
   * Answers what has waited for too long.
   *
   * @param unserved the outcome of what still waits for its turn
   * @param uncertain the outcome of what is known and not certain
   */
  void expire(long now, Function<Waiting, Outcome> unserved, Function<Until, Outcome> uncertain) {
    // All deadlines are equally far from their request, so the first in line is the first to
    // expire.
    while (!waiting.isEmpty() && waiting.peek().deadline <= now) {
      var late = waiting.remove();
      settle(late.place, unserved.apply(late));
    }
    expire(untilCommitted, now, height -> uncertain.apply(new Until.Committed(height)));
    expire(untilSynced, now, sequence -> uncertain.apply(new Until.Synced(sequence)));
  }

  private void expire(SortedMap<Long, List<Held>> held, long now, LongFunction<Outcome> uncertain) {
    held.forEach(
        (mark, each) ->
            each.removeIf(
                one -> {
                  boolean isLate = one.deadline <= now;
                  if (isLate) {
                    settle(one, uncertain.apply(mark));
                  }
                  return isLate;
                }));
    held.values().removeIf(List::isEmpty);
  }

  private void answer(long ticket) {
    var request = open.remove(ticket);
    if (request.isAsking) {
      answered.add(request.ids, request.outcomes);
    }
    outbox.perform(new Effect.Answer(ticket, Arrays.asList(request.outcomes)));
  }
}
