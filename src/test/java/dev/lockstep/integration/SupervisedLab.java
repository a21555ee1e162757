package dev.lockstep.integration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/** {@code ./run.sh lab --real}, to which lines are said. */
public final class SupervisedLab implements AutoCloseable {
  private final RealCluster.Running running;

  public SupervisedLab(RealCluster cluster) throws IOException {
    running = cluster.converse("lab", "--real");
  }

  public void say(String line) throws IOException {
    var out = running.process().getOutputStream();
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  public void await(String words) {
    Awaitility.await(words)
        .atMost(Duration.ofSeconds(150))
        .until(
            () -> {
              assertTrue(running.process().isAlive(), () -> said(running.err()));
              return said(running.out()).contains(words);
            });
  }

  private static String said(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    say("exit");
    running.process().onExit().join();
  }
}
