package dev.lockstep.cli.submit;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/** Counts what became of the transfers. Safe for use by many threads. */
final class Tally {
  /** How many transfers of each group are listed. */
  static final int LISTED_MAX = 10_000;

  private static final Comparator<Item> BY_PLACE =
      Comparator.comparingLong(Item::line).thenComparingInt(item -> item.placed().position());

  private final LongConsumer progress;
  private final Map<String, Long> accepted = new TreeMap<>();
  private long paidBefore;
  private final Map<String, Group> refused = new TreeMap<>();
  private final Group unavailable = new Group();
  private final Group inDoubt = new Group();

  /** Transfers with the same fate: how many, the first of them, and the first reason. */
  static final class Group {
    // Streams are counted as they come, so a late one may still have the earliest lines: what goes
    // when the list is full is the last in the file.
    private final Queue<Item> items = new PriorityQueue<>(BY_PLACE.reversed());
    private long count;
    private Why why = Why.NOTHING;

    private void add(Item item, Why first) {
      if (count++ == 0) {
        why = first;
      }
      items.add(item);
      if (items.size() > LISTED_MAX) {
        items.remove();
      }
    }

    long count() {
      return count;
    }

    /** The first in the file, in its order. */
    List<Item> items() {
      return items.stream().sorted(BY_PLACE).toList();
    }

    Why why() {
      return why;
    }
  }

  /**
   * @param progress called for each that is counted
   */
  Tally(LongConsumer progress) {
    this.progress = progress;
  }

  synchronized void count(Item item, ItemOutcome outcome) {
    switch (outcome) {
      case ItemOutcome.Accepted(var status, var existed) -> {
        if (existed) {
          paidBefore++;
        } else {
          accepted.merge(status, 1L, Long::sum);
        }
      }
      case ItemOutcome.Refused(var code, var detail) ->
          refused.computeIfAbsent(code, _ -> new Group()).add(item, new Why(detail));
      case ItemOutcome.Unavailable(var detail) -> unavailable.add(item, new Why(detail));
      case ItemOutcome.Overloaded(var detail) -> unavailable.add(item, new Why(detail));
      case ItemOutcome.InDoubt(var why) -> inDoubt.add(item, why);
    }
    progress.accept(1);
  }

  /** By status. Like the methods below, to be called when all is counted. */
  Map<String, Long> accepted() {
    return accepted;
  }

  /** What an earlier run had paid. */
  long paidBefore() {
    return paidBefore;
  }

  /** By code. */
  Map<String, Group> refused() {
    return refused;
  }

  Group unavailable() {
    return unavailable;
  }

  Group inDoubt() {
    return inDoubt;
  }

  long sent() {
    return accepted.values().stream().mapToLong(Long::longValue).sum()
        + paidBefore
        + refused.values().stream().mapToLong(Group::count).sum()
        + unavailable.count()
        + inDoubt.count();
  }
}
