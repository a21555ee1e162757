package dev.lockstep.simulator;

import dev.lockstep.simulator.invariant.Violation;
import dev.lockstep.simulator.report.Trace;
import dev.lockstep.simulator.world.Action.Timed;
import dev.lockstep.simulator.world.Fault;
import dev.lockstep.simulator.world.Plan;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/**
 * Many executions, each in one thread, as many at a time as there are processors. Stops at the
 * first violation. The result depends on the seeds alone, not on the threads.
 */
public final class Simulation {
  private final Plan plan;
  private final long first;
  private final long count;
  private final long deadlineNanos;
  private final LongConsumer progress;
  private final AtomicLong next = new AtomicLong();
  private final AtomicLong done = new AtomicLong();
  private final AtomicBoolean stop = new AtomicBoolean();
  private final Map<Fault, Long> coverage = new EnumMap<>(Fault.class);
  private long steps;
  private long blocks;
  private OptionalLong failed = OptionalLong.empty();

  /**
   * What was executed.
   *
   * @param coverage how often each fault took place
   */
  public record Report(
      long executions,
      long steps,
      long blocks,
      long nanos,
      Map<Fault, Long> coverage,
      Optional<Failure> failure) {}

  private Simulation(Plan plan, long first, long count, long deadlineNanos, LongConsumer progress) {
    this.plan = plan;
    this.first = first;
    this.count = count;
    this.deadlineNanos = deadlineNanos;
    this.progress = progress;
  }

  /**
   * The executions of these seeds.
   *
   * @param progress receives how many are done; called by several threads
   */
  public static Report ofSeeds(Plan plan, long first, long count, LongConsumer progress) {
    return new Simulation(plan, first, count, Long.MAX_VALUE, progress).run();
  }

  /** One execution after another, for this time. */
  public static Report forNanos(Plan plan, long first, long nanos, LongConsumer progress) {
    return new Simulation(plan, first, Long.MAX_VALUE, nanos, progress).run();
  }

  /**
   * What happens in one execution before its healing phase.
   *
   * @param actions if an invariant is violated, those that suffice, as far as was found
   * @param violation of all that it has; it may come in the healing phase
   */
  public record Actions(List<Timed> actions, Optional<Violation> violation) {}

  /** What happens in the execution of this seed. */
  public static Actions actions(Plan plan, long seed) {
    var execution = Execution.fromSeed(plan, seed);
    return new Actions(
        execution.violation().isPresent() ? Shrinker.shrink(plan, execution) : execution.actions(),
        execution.violation());
  }

  /** One execution, step by step. */
  public static Trace replay(Plan plan, long seed) {
    var trace = new Trace(plan.names());
    Execution.replay(plan, Execution.fromSeed(plan, seed).actions(), trace);
    return trace;
  }

  private Report run() {
    long begun = System.nanoTime();
    int threads = (int) Math.min(count, Runtime.getRuntime().availableProcessors());
    try (var pool = Executors.newFixedThreadPool(threads)) {
      CompletableFuture.allOf(
              IntStream.range(0, threads)
                  .mapToObj(i -> worker(pool, begun))
                  .toArray(CompletableFuture[]::new))
          .join();
    }
    long nanos = System.nanoTime() - begun;
    var failure =
        failed.isPresent()
            ? Optional.of(
                Failure.of(plan, failed.getAsLong(), Execution.fromSeed(plan, failed.getAsLong())))
            : Optional.<Failure>empty();
    return new Report(done.get(), steps, blocks, nanos, coverage, failure);
  }

  private CompletableFuture<Void> worker(ExecutorService pool, long begun) {
    return CompletableFuture.runAsync(
        () -> {
          while (!stop.get() && System.nanoTime() - begun < deadlineNanos) {
            long number = next.getAndIncrement();
            if (number >= count) {
              return;
            }
            add(first + number, Execution.fromSeed(plan, first + number));
            progress.accept(done.incrementAndGet());
          }
        },
        pool);
  }

  /** Every seed below a failing one has begun before it, and runs to its end. */
  private synchronized void add(long seed, Execution execution) {
    execution.coverage().forEach((fault, times) -> coverage.merge(fault, times, Long::sum));
    steps += execution.steps();
    blocks += execution.blocks();
    if (execution.violation().isPresent()) {
      stop.set(true);
      if (failed.isEmpty() || seed < failed.getAsLong()) {
        failed = OptionalLong.of(seed);
      }
    }
  }
}
