package dev.lockstep.bench;

import dev.lockstep.chain.Protocol;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * Loads a running cluster. Used by one thread.
 *
 * @param processes of the nodes, by member; empty when they are not this process's to watch
 */
public record Bench(Protocol protocol, List<Target> targets, Map<String, ProcessHandle> processes) {
  /**
   * How often and how long.
   *
   * @param compiling how long the nodes do each workload before the first is measured. Until Java
   *     has compiled what they do, they keep every processor busy, and answer ten times slower
   * @param compilingAlone the same for workloads of single transfers: Java compiles what has run
   *     thousands of times, which they take longer to do
   * @param compilingAll the least for all workloads together, so that the figures of one do not
   *     depend on which others are measured
   * @param warmUp before the first run of a workload
   */
  public record Plan(
      int runs,
      Duration compiling,
      Duration compilingAlone,
      Duration compilingAll,
      Duration warmUp,
      Duration time) {

    private double compiling(Workload workload) {
      return (workload.isOneAtATime() ? compilingAlone : compiling).toNanos();
    }
  }

  /** Before each run, so that the clients are under way when answers begin to count. */
  private static final Duration PAUSE = Duration.ofMillis(300);

  private static final int TURNS = 3;

  public Bench {
    targets = List.copyOf(targets);
    processes = Map.copyOf(processes);
  }

  /** Does all of these workloads, by turns, and measures nothing. */
  public void warmUp(List<Workload> workloads, Plan plan) {
    double all = workloads.stream().mapToDouble(plan::compiling).sum();
    double longer = Math.max(1, plan.compilingAll.toNanos() / all);
    for (int turn = 0; turn < TURNS; turn++) {
      workloads.forEach(
          workload -> {
            long each = (long) (plan.compiling(workload) * longer / TURNS);
            load(workload, load -> load.run(new Window(0, each)));
          });
    }
  }

  /**
   * @param done runs after each run, and after the warm-up
   * @throws BenchException when an answer is no success
   */
  public Series series(Workload workload, Plan plan, Runnable done) {
    List<Run> runs = new ArrayList<>();
    load(
        workload,
        load -> {
          load.run(new Window(0, plan.warmUp.toNanos()));
          done.run();
          for (int i = 0; i < plan.runs; i++) {
            runs.add(run(workload, load, plan.time));
            done.run();
          }
        });
    return new Series(protocol, targets.size(), workload, runs);
  }

  private void load(Workload workload, Consumer<Load> use) {
    var vertx =
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
    var asked = workload.everywhere() ? targets : targets.subList(0, 1);
    try (var load = load(vertx, workload, asked)) {
      use.accept(load);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private static Load load(Vertx vertx, Workload workload, List<Target> targets) {
    return switch (workload.channel()) {
      case INSIDE -> new InsideLoad(workload, targets);
      case WEBSOCKET -> new SocketLoad(vertx, workload, targets);
      case HTTP -> new HttpLoad(workload, targets);
    };
  }

  private Run run(Workload workload, Load load, Duration time) {
    var window = new Window(PAUSE.toNanos(), time.toNanos());
    var answered = CompletableFuture.runAsync(() -> load.run(window));
    window.awaitBegin();
    var before = Processors.now(processes);
    window.awaitEnd();
    var after = Processors.now(processes);
    join(answered);
    return Run.of(
        workload, window, after.nodesSince(before), after.foreignSince(before, window.seconds()));
  }

  private static void join(CompletableFuture<Void> answered) {
    try {
      answered.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof BenchException known ? known : e;
    }
  }
}
