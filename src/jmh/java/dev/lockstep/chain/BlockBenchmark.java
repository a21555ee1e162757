package dev.lockstep.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a transfer on a block of 1,000 costs. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BlockBenchmark {
  private static final int TRANSFERS = 1_000;

  private final Genesis genesis =
      new Genesis(
          "bench",
          Protocol.LAMPORT,
          List.of("A"),
          List.of(
              new Genesis.Account("alice", "A", Amount.MAX), new Genesis.Account("bob", "A", 0)));
  private final List<Transfer> transfers = transfers();
  private final Block block = Block.of(1, genesis.hash(), 1, "A", transfers);

  private static List<Transfer> transfers() {
    List<Transfer> transfers = new ArrayList<>();
    for (long i = 0; i < TRANSFERS; i++) {
      transfers.add(new Transfer(new UUID(i * 0x9E3779B97F4A7C15L, i), "alice", "bob", 1, ""));
    }
    return transfers;
  }

  /** As at a start and at a follower: read, and hashed for the root. */
  @Benchmark
  @OperationsPerInvocation(TRANSFERS)
  public Block decode() {
    return Block.decode(block.bytes());
  }

  /** As at a proposer: encoded, and hashed for the root. */
  @Benchmark
  @OperationsPerInvocation(TRANSFERS)
  public Block make() {
    return Block.of(1, genesis.hash(), 1, "A", transfers);
  }

  /** A new ledger, and the rules, balances and index of ids for each transfer. */
  @Benchmark
  @OperationsPerInvocation(TRANSFERS)
  public Ledger append() {
    var ledger = new Ledger(genesis);
    ledger.append(block);
    return ledger;
  }
}
