package dev.lockstep.cli.lab;

import dev.lockstep.lab.Comparison;
import dev.lockstep.lab.LabProtocol;
import dev.lockstep.lab.Setup;
import dev.lockstep.lab.Workload;
import dev.lockstep.lab.scenario.LineWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Two protocols with one workload, side by side, for a terminal. */
final class ComparisonText {
  private static final int LABEL = 30;
  private static final int COLUMN = 40;

  private static final long LONG_MILLIS = 500;

  private final Comparison.Result one;
  private final Comparison.Result other;
  private final Workload workload;

  private ComparisonText(Comparison.Result one, Comparison.Result other, Workload workload) {
    this.one = one;
    this.other = other;
    this.workload = workload;
  }

  static List<String> of(Setup setup, LabProtocol other, Workload workload) {
    return new ComparisonText(
            Comparison.of(setup, setup.protocol(), workload),
            Comparison.of(setup, other, workload),
            workload)
        .lines();
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(row("", one.protocol().name(), other.protocol().name()));
    for (int i = 0; i < one.waits().size(); i++) {
      lines.add(
          row(
              one.waits().get(i).asked().text(),
              answer(one.waits().get(i)),
              i < other.waits().size() ? answer(other.waits().get(i)) : "could not be asked"));
    }
    for (int i = 0; i < one.faults().size(); i++) {
      var fault = one.faults().get(i);
      lines.add(
          row(
              "after " + LineWriter.text(fault.move()),
              goesOn(fault),
              i < other.faults().size() ? goesOn(other.faults().get(i)) : "not possible"));
    }
    lines.add(row("messages", String.valueOf(one.sent()), String.valueOf(other.sent())));
    var types = new TreeSet<>(one.messages().keySet());
    types.addAll(other.messages().keySet());
    types.forEach(type -> lines.add(row("  " + type, count(one, type), count(other, type))));
    lines.add(row("blocks", String.valueOf(one.blocks()), String.valueOf(other.blocks())));
    for (var result : List.of(one, other)) {
      result
          .broken()
          .ifPresent(
              it ->
                  lines.add(
                      "BROKEN: with "
                          + result.protocol().name()
                          + " the invariant \""
                          + it.invariant()
                          + "\": "
                          + it.detail()
                          + "."));
    }
    if (workload.leftOut() > 0) {
      lines.add(
          workload.leftOut()
              + " moves were left out: they name messages or syncs, which are those of one protocol;"
              + " write run or deliver all instead.");
    }
    return lines;
  }

  private static String count(Comparison.Result result, String type) {
    return String.valueOf(result.messages().getOrDefault(type, 0));
  }

  private static String answer(Comparison.Wait wait) {
    // Shorter than that, it is the way of messages and no wait.
    boolean isLong = wait.millis().orElse(Long.MAX_VALUE) >= LONG_MILLIS;
    var awaited =
        isLong && !wait.awaited().isEmpty()
            ? ", waits for " + String.join(", ", wait.awaited())
            : "";
    return wait.asked().word()
        + wait.millis().map(millis -> " after " + millis + " ms").orElse("")
        + awaited;
  }

  private static String goesOn(Comparison.Faulted fault) {
    return fault.goesOn().isEmpty()
        ? "nobody could go on"
        : fault.goesOn().stream().collect(Collectors.joining(", ")) + " could go on";
  }

  private static String row(String label, String left, String right) {
    return ("%-" + LABEL + "s  %-" + COLUMN + "s  %s")
        .formatted(label, left, right)
        .stripTrailing();
  }
}
