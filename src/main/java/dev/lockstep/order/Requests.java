package dev.lockstep.order;

import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Location;
import dev.lockstep.chain.Transfer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * The requests of clients that are not answered yet: transfers that wait for their turn, and
 * transfers that are on a block which is not on enough disks yet. A request is answered as a whole,
 * when the last of its transfers has its outcome.
 */
final class Requests {
  private final Map<Long, Outcome[]> open = new HashMap<>();
  private final Map<Long, Integer> missing = new HashMap<>();
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final TreeMap<Long, List<OnBlock>> onBlocks = new TreeMap<>();
  private final Consumer<Effect> effects;
  private int askedAgain;

  /** One transfer of one request. */
  record Place(long ticket, int index) {}

  record Waiting(Place place, Transfer transfer, long deadline) {}

  private record OnBlock(Place place, Location location, boolean existed, long deadline) {}

  Requests(Consumer<Effect> effects) {
    this.effects = effects;
  }

  void open(long ticket, int size) {
    open.put(ticket, new Outcome[size]);
    missing.put(ticket, size);
    if (size == 0) {
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
    waiting.add(new Waiting(place, transfer, deadline));
  }

  /** The transfer whose turn it is, or null. */
  Waiting next() {
    return waiting.poll();
  }

  void awaitCommit(Place place, Location location, boolean existed, long deadline) {
    onBlocks
        .computeIfAbsent(location.height(), h -> new ArrayList<>())
        .add(new OnBlock(place, location, existed, deadline));
    askedAgain += existed ? 1 : 0;
  }

  private void settle(OnBlock on, Outcome outcome) {
    askedAgain -= on.existed ? 1 : 0;
    settle(on.place, outcome);
  }

  void settle(Place place, Outcome outcome) {
    var outcomes = open.get(place.ticket);
    if (outcomes == null || outcomes[place.index] != null) {
      throw new IllegalStateException("second outcome for " + place + ": " + outcome);
    }
    outcomes[place.index] = outcome;
    if (missing.merge(place.ticket, -1, Integer::sum) == 0) {
      answer(place.ticket);
    }
  }

  /** Everything up to this height is committed. */
  void committed(long height, LongFunction<Hash> hashAt) {
    var done = onBlocks.headMap(height, true);
    for (var entry : done.entrySet()) {
      var hash = hashAt.apply(entry.getKey());
      for (var on : entry.getValue()) {
        settle(on, new Outcome.Committed(on.location, hash, on.existed));
      }
    }
    done.clear();
  }

  /** Answers what has waited for too long. */
  void expire(long now, Function<Waiting, Outcome> whileWaiting, Supplier<Outcome> onBlock) {
    // All deadlines are equally far from their request, so the first in line is the first to
    // expire.
    while (!waiting.isEmpty() && waiting.peek().deadline <= now) {
      var late = waiting.poll();
      settle(late.place, whileWaiting.apply(late));
    }
    for (var each : onBlocks.values()) {
      each.removeIf(
          on -> {
            boolean late = on.deadline <= now;
            if (late) {
              settle(on, onBlock.get());
            }
            return late;
          });
    }
    onBlocks.values().removeIf(List::isEmpty);
  }

  private void answer(long ticket) {
    missing.remove(ticket);
    effects.accept(new Effect.Answer(ticket, Arrays.asList(open.remove(ticket))));
  }
}
