package dev.lockstep.order;

import dev.lockstep.chain.Transfer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The requests of clients that are not answered yet: transfers that wait for their turn, and
 * transfers that are on a block which is not on enough disks yet. A request is answered as a whole,
 * when the last of its transfers has its outcome.
 */
final class Requests {
  private final Map<Long, Outcome[]> open = new HashMap<>();
  private final Map<Long, List<UUID>> ids = new HashMap<>();
  private final Map<Long, Integer> missing = new HashMap<>();
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final TreeMap<Long, List<Known>> known = new TreeMap<>();
  private final Consumer<Effect> effects;
  private final LongSupplier time;
  private int askedAgain;
  private long waitedEver;

  /** One transfer of one request. */
  record Place(long ticket, int index) {}

  /**
   * @param number counts up from one that began to wait to the next
   */
  record Waiting(Place place, Transfer transfer, long deadline, long number) {}

  /** One transfer whose outcome is known, but not yet for certain. */
  private record Known(Place place, Supplier<Outcome> outcome, boolean existed, long deadline) {}

  /**
   * @param time the Lamport time of this member
   */
  Requests(Consumer<Effect> effects, LongSupplier time) {
    this.effects = effects;
    this.time = time;
  }

  /**
   * @param transfers the ids that are asked for, in order
   */
  void open(long ticket, List<UUID> transfers) {
    open.put(ticket, new Outcome[transfers.size()]);
    ids.put(ticket, transfers);
    missing.put(ticket, transfers.size());
    if (transfers.isEmpty()) {
      answer(ticket);
    }
  }

  int waitingCount() {
    return waiting.size();
  }

  /** How many asked again for a transfer that was on the chain before them, and still wait. */
  int askedAgainCount() {
    return askedAgain;
  }

  boolean isAnyWaiting() {
    return !waiting.isEmpty();
  }

  void await(Place place, Transfer transfer, long deadline) {
    waiting.add(new Waiting(place, transfer, deadline, ++waitedEver));
  }

  /** The number of the one that began to wait last. */
  long lastNumber() {
    return waitedEver;
  }

  /**
   * Gives everybody who waits another turn, in their order.
   *
   * @param turn whether the transfer has its outcome now
   */
  void retry(Predicate<Waiting> turn) {
    waiting.removeIf(turn);
  }

  /** The transfer whose turn it is, or null. */
  Waiting next() {
    return waiting.poll();
  }

  /**
   * Holds an outcome back until it is certain.
   *
   * @param mark when this one is {@link #reached}
   * @param existed whether the transfer was there before this request
   */
  void await(Place place, long mark, Supplier<Outcome> outcome, boolean existed, long deadline) {
    known
        .computeIfAbsent(mark, m -> new ArrayList<>())
        .add(new Known(place, outcome, existed, deadline));
    askedAgain += existed ? 1 : 0;
  }

  private void settle(Known one, Outcome outcome) {
    askedAgain -= one.existed ? 1 : 0;
    settle(one.place, outcome);
  }

  void settle(Place place, Outcome outcome) {
    var outcomes = open.get(place.ticket);
    if (outcomes == null || outcomes[place.index] != null) {
      throw new IllegalStateException("second outcome for " + place + ": " + outcome);
    }
    outcomes[place.index] = outcome;
    if (outcome instanceof Outcome.InDoubt(var waitingFor, var reason)) {
      var id = ids.get(place.ticket).get(place.index);
      effects.accept(new Effect.Note(new Event.InDoubt(time.getAsLong(), id, waitingFor, reason)));
    }
    if (missing.merge(place.ticket, -1, Integer::sum) == 0) {
      answer(place.ticket);
    }
  }

  /** Everything up to this mark is certain. */
  void reached(long mark) {
    var done = known.headMap(mark, true);
    for (var each : done.values()) {
      each.forEach(one -> settle(one, one.outcome.get()));
    }
    done.clear();
  }

  /**
   * Answers what has waited for too long.
   *
   * @param uncertain the outcome of what still waits for a mark
   */
  void expire(long now, Function<Waiting, Outcome> whileWaiting, LongFunction<Outcome> uncertain) {
    // All deadlines are equally far from their request, so the first in line is the first to
    // expire.
    while (!waiting.isEmpty() && waiting.peek().deadline <= now) {
      var late = waiting.poll();
      settle(late.place, whileWaiting.apply(late));
    }
    known.forEach(
        (mark, each) ->
            each.removeIf(
                one -> {
                  boolean late = one.deadline <= now;
                  if (late) {
                    settle(one, uncertain.apply(mark));
                  }
                  return late;
                }));
    known.values().removeIf(List::isEmpty);
  }

  private void answer(long ticket) {
    missing.remove(ticket);
    ids.remove(ticket);
    effects.accept(new Effect.Answer(ticket, Arrays.asList(open.remove(ticket))));
  }
}
