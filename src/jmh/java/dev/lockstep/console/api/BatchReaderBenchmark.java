package dev.lockstep.console.api;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What it costs to read a transfer in a request of 1,000. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BatchReaderBenchmark {
  private static final int TRANSFERS = 1_000;

  private final String id = new UUID(0x018f4e7a6b1c7d3eL, 0x9a2b5c4d3e2f1a0bL).toString();
  private final BatchReader reader =
      new BatchReader(new TransferInput(Optional.of("alice"), () -> id));
  private final byte[] text =
      ("{\"transfers\":["
              + String.join(
                  ",",
                  Collections.nCopies(
                      TRANSFERS, "{\"id\":\"" + id + "\",\"to\":\"bob\",\"amount\":\"1.00\"}"))
              + "]}")
          .getBytes(StandardCharsets.UTF_8);

  @Benchmark
  @OperationsPerInvocation(TRANSFERS)
  public List<TransferInput.Read> fromTheText() {
    return reader.read(text).orElseThrow();
  }

  @Benchmark
  @OperationsPerInvocation(TRANSFERS)
  public List<TransferInput.Read> fromATree() {
    return reader.read(JsonInput.parse(text));
  }
}
