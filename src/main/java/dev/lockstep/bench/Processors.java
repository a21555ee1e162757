package dev.lockstep.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * The processor time that was used up to a moment.
 *
 * @param nodes microseconds, by member
 * @param self microseconds of this process
 * @param machine microseconds of all processes; empty except on Linux
 */
record Processors(Map<String, Double> nodes, double self, OptionalDouble machine) {
  private static final Path STAT = Path.of("/proc/stat");

  /** One of {@code /proc/stat}: it counts hundredths of a second. */
  private static final double TICK_MICROS = 10_000;

  /** The columns for idle processors, and for those that wait for a disk. */
  private static final int IDLE = 4;

  private static final int WAITING = 5;

  /** The last column before the time of guests, which is in the first ones as well. */
  private static final int STOLEN = 8;

  static Processors now(Map<String, ProcessHandle> processes) {
    Map<String, Double> nodes = new TreeMap<>();
    processes.forEach((member, process) -> nodes.put(member, micros(process)));
    return new Processors(nodes, micros(ProcessHandle.current()), machineMicros());
  }

  Map<String, Double> nodesSince(Processors before) {
    Map<String, Double> used = new TreeMap<>();
    nodes.forEach((member, micros) -> used.put(member, micros - before.nodes.get(member)));
    return used;
  }

  /** How many processors others kept busy; below zero where it cannot be known. */
  double foreignSince(Processors before, double seconds) {
    if (machine.isEmpty() || before.machine.isEmpty() || nodes.isEmpty()) {
      return -1;
    }
    double ours = self - before.self;
    for (double micros : nodesSince(before).values()) {
      ours += micros;
    }
    double all = machine.getAsDouble() - before.machine.getAsDouble();
    return Math.max(0, (all - ours) / 1e6 / seconds);
  }

  private static double micros(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e3;
  }

  private static OptionalDouble machineMicros() {
    try (var lines = Files.lines(STAT)) {
      var first = lines.findFirst().orElse("").trim().split("\\s+");
      double ticks = 0;
      for (int i = 1; i < Math.min(first.length, STOLEN); i++) {
        ticks += i == IDLE || i == WAITING ? 0 : Double.parseDouble(first[i]);
      }
      return OptionalDouble.of(ticks * TICK_MICROS);
    } catch (IOException _) {
      // Another system than Linux.
      return OptionalDouble.empty();
    }
  }
}
