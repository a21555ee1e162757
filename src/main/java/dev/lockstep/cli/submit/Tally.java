package dev.lockstep.cli.submit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/** Counts what became of the transfers. Safe for use by many threads. */
final class Tally {
  private static final int LINES_SHOWN = 5;

  private final LongConsumer progress;
  private final Map<String, Long> accepted = new TreeMap<>();
  private final Map<String, Group> refused = new TreeMap<>();
  private final Group unavailable = new Group();
  private final Group inDoubt = new Group();

  /** Transfers with the same fate: how many, the first few lines, and the first reason. */
  static final class Group {
    private final List<Long> lines = new ArrayList<>();
    private long count;
    private String detail = "";

    private void add(long line, String why) {
      if (count++ == 0) {
        detail = why;
      }
      // Streams are counted as they come, so a late one may still have the earliest lines.
      if (lines.size() < LINES_SHOWN || line < lines.getLast()) {
        lines.add(line);
        lines.sort(null);
        if (lines.size() > LINES_SHOWN) {
          lines.removeLast();
        }
      }
    }

    long count() {
      return count;
    }

    List<Long> lines() {
      return lines;
    }

    String detail() {
      return detail;
    }
  }

  /**
   * @param progress is told of each that is counted
   */
  Tally(LongConsumer progress) {
    this.progress = progress;
  }

  synchronized void count(long line, ItemOutcome outcome) {
    switch (outcome) {
      case ItemOutcome.Accepted(var status) -> accepted.merge(status, 1L, Long::sum);
      case ItemOutcome.Refused(var code, var detail) ->
          refused.computeIfAbsent(code, _ -> new Group()).add(line, detail);
      case ItemOutcome.Unavailable(var detail) -> unavailable.add(line, detail);
      case ItemOutcome.Overloaded(var detail) -> unavailable.add(line, detail);
      case ItemOutcome.InDoubt(var detail) -> inDoubt.add(line, detail);
    }
    progress.accept(1);
  }

  /** By status. To be called, like the others below, when nobody counts any more. */
  Map<String, Long> accepted() {
    return accepted;
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
        + refused.values().stream().mapToLong(Group::count).sum()
        + unavailable.count()
        + inDoubt.count();
  }
}
