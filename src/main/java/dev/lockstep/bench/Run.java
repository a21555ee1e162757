package dev.lockstep.bench;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * One run of a workload.
 *
 * @param perSecond transfers, or balances
 * @param p50 of the time from a request to its answer, in milliseconds; the same for the others
 * @param cpuMicros processor time of each node for a transfer or a balance, by member; empty where
 *     it cannot be known
 * @param foreign how many processors others kept busy; below zero where it cannot be known
 */
public record Run(
    double perSecond,
    double p50,
    double p99,
    double p999,
    Map<String, Double> cpuMicros,
    double foreign) {
  private static final double MICROS = 1_000;

  /**
   * @throws BenchException when nothing was answered
   */
  static Run of(
      Workload workload, Window window, Map<String, Double> cpuMicrosInAll, double foreign) {
    Histogram answers = window.answers();
    if (answers.getTotalCount() == 0) {
      throw new BenchException("Nothing was answered within %.1f s.".formatted(window.seconds()));
    }
    double operations = (double) answers.getTotalCount() * Math.max(1, workload.transfers());
    var cpu = new TreeMap<String, Double>();
    cpuMicrosInAll.forEach((member, micros) -> cpu.put(member, micros / operations));
    return new Run(
        operations / window.seconds(),
        answers.getValueAtPercentile(50) / MICROS,
        answers.getValueAtPercentile(99) / MICROS,
        answers.getValueAtPercentile(99.9) / MICROS,
        cpu,
        foreign);
  }
}
