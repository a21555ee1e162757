package dev.lockstep.chain;

import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A look-up in the index of ids: in a small one that caches hold, and in a large one. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TransferIndexBenchmark {
  @Param({"10000", "3000000"})
  private int size;

  private final TransferIndex index = new TransferIndex();
  private final Random random = new Random(1);

  @Setup
  public void fill() {
    for (int i = 0; i < size; i++) {
      index.add(id(i), i, 1 + i / Block.TRANSFERS_MAX, i % Block.TRANSFERS_MAX);
    }
  }

  private static UUID id(long number) {
    return new UUID(number, number * 0x9E3779B97F4A7C15L);
  }

  @Benchmark
  public int findOneThatIsThere() {
    return index.find(id(random.nextInt(size)));
  }

  @Benchmark
  public int findOneThatIsNew() {
    return index.find(id(-1L - random.nextInt(size)));
  }
}
