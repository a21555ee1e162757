package dev.lockstep.cli;

import dev.lockstep.bench.Growth;
import dev.lockstep.chain.Protocol;
import java.time.Duration;
import java.util.function.Consumer;

/** Fills the chain of one node, and starts the node again. Used by one thread. */
final class GrowthBench {
  private static final int NODES = 1;

  private final Main main;
  private final Consumer<BenchCluster> begun;

  /**
   * @param begun is given the cluster before its node starts
   */
  GrowthBench(Main main, Consumer<BenchCluster> begun) {
    this.main = main;
    this.begun = begun;
  }

  Growth measure(Protocol protocol, long transfers) {
    try (var progress = new Progress("transfers", main.stdio());
        var cluster = BenchCluster.start(protocol, NODES, main.stdio(), begun)) {
      progress.total(transfers);
      long before = System.nanoTime();
      long filled = Growth.fill(cluster.targets().getFirst(), transfers, progress::reached);
      var filling = Duration.ofNanos(System.nanoTime() - before);
      cluster.stopAll();
      long bytes = cluster.diskBytes();
      before = System.nanoTime();
      cluster.startAll(main.stdio());
      var start = Duration.ofNanos(System.nanoTime() - before);
      cluster.stopAndVerify(main.verifier());
      return new Growth(filled, filling, bytes, start);
    }
  }
}
