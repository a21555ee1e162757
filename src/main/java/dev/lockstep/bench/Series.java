package dev.lockstep.bench;

import dev.lockstep.chain.Protocol;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** All runs of one workload. */
public record Series(Protocol protocol, int nodes, Workload workload, List<Run> runs) {
  public Series {
    runs = List.copyOf(runs);
  }

  /** Of the runs, the lower one of the two in the middle. */
  public double median(ToDoubleFunction<Run> figure) {
    var sorted = runs.stream().mapToDouble(figure).sorted().toArray();
    return sorted[(sorted.length - 1) / 2];
  }

  public double least(ToDoubleFunction<Run> figure) {
    return runs.stream().mapToDouble(figure).min().orElseThrow();
  }

  public double most(ToDoubleFunction<Run> figure) {
    return runs.stream().mapToDouble(figure).max().orElseThrow();
  }

  /** Microseconds of processor time for a transfer or a balance, by member: medians. */
  public Map<String, Double> cpuMicros() {
    Map<String, Double> medians = new TreeMap<>();
    runs.getFirst()
        .cpuMicros()
        .keySet()
        .forEach(member -> medians.put(member, median(run -> run.cpuMicros().get(member))));
    return medians;
  }
}
