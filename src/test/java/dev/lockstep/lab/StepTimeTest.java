package dev.lockstep.lab;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a person feels: steps back and forth, and going on in another way, far into a life. */
@DisplayName("A step of the lab")
class StepTimeTest {
  private static final int MOVES = 5_000;
  private static final int STEPS = 1_000;
  private static final long BOUND_NANOS = 50_000_000;
  private static final long BOUND_OF_A_FORK_NANOS = 2_000_000_000;

  @Test
  void takes_no_more_than_50_ms_with_5_members_and_5000_actions() {
    var lab = new Lab(Setup.DEFAULT.with(5));
    var times = new long[MOVES];
    var random = new Random(1);
    for (int i = 0; i < MOVES; i++) {
      long begun = cpuNanos();
      Wandering.wander(lab, random, 1);
      times[i] = cpuNanos() - begun;
    }
    requireFast("forward by a new step", times);

    times = new long[STEPS];
    for (int i = 0; i < STEPS; i++) {
      long begun = cpuNanos();
      lab.back(1 + random.nextInt(100));
      lab.moment();
      lab.forward(1 + random.nextInt(100));
      lab.moment();
      times[i] = cpuNanos() - begun;
    }
    requireFast("back and forth", times);

    lab.forward(MOVES);
    times = new long[4];
    for (int i = 0; i < times.length; i++) {
      lab.go(Lab.MAIN);
      lab.back(1 + random.nextInt(100));
      long begun = cpuNanos();
      lab.perform(new Move.Tick(java.util.Optional.empty(), 7));
      times[i] = cpuNanos() - begun;
    }
    // The life is executed anew as far as this moment, once.
    requireFast("another way from an earlier moment", times, BOUND_OF_A_FORK_NANOS);
  }

  /** Of this thread: other tests at the same time do not count. */
  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static void requireFast(String what, long[] times) {
    requireFast(what, times, BOUND_NANOS);
  }

  private static void requireFast(String what, long[] times, long bound) {
    Arrays.sort(times);
    long p99 = times[Math.max(0, times.length * 99 / 100 - 1)];
    System.out.printf(
        "%s: p50 %.2f ms, p99 %.2f ms%n", what, times[times.length / 2] / 1e6, p99 / 1e6);
    assertTrue(p99 <= bound, what + " takes " + p99 / 1e6 + " ms");
  }
}
