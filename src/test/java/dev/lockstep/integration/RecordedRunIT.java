package dev.lockstep.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Block;
import dev.lockstep.cli.incident.Incident;
import dev.lockstep.lab.Flying;
import dev.lockstep.lab.ImpossibleException;
import dev.lockstep.lab.Lab;
import dev.lockstep.lab.Move;
import dev.lockstep.lab.RecordedRun;
import dev.lockstep.lab.Setup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.zip.ZipFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real processes under the supervisor of a lab: cut, held, frozen and killed. Their run is
 * recorded, computed again, and left for another run.
 */
@Tag("long")
@DisplayName("A run of real processes in the lab")
class RecordedRunIT {
  @TempDir Path directory;

  @Test
  void is_disturbed_recorded_computed_again_and_forked() throws Exception {
    var file = directory.resolve("incident.lockstep");
    try (var cluster =
            new RealCluster(directory, "lab: true\nmutex: { keep: false }\n", "A", "B", "C");
        var supervisor = new Supervisor(cluster)) {
      supervisor.await("help lists");
      cluster.names.forEach(cluster::awaitReady);
      for (int i = 0; i < 3; i++) {
        assertEquals(201, cluster.client("A").transfer(null, "A", "B", "0.10").status());
        assertEquals(201, cluster.client("B").transfer(null, "B", "C", "0.10").status());
      }
      // No ack of C arrives, and no other message of it, until the link is whole.
      supervisor.say("cut C→A");
      var waiting =
          CompletableFuture.supplyAsync(
              () -> cluster.client("A").transfer(null, "A", "B", "0.10").status());
      cluster.awaitWaiting("A", "C");
      supervisor.say("heal C→A");
      assertEquals(201, waiting.join());

      supervisor.say("hold release A→B");
      assertEquals(201, cluster.client("A").transfer(null, "A", "B", "0.10").status());
      supervisor.say("free A→B");
      supervisor.say("kill B");
      supervisor.await("B was killed");
      supervisor.say("restart B");
      supervisor.await("B was started again");
      cluster.awaitReady("B");
      assertEquals(201, cluster.client("C").transfer(null, "C", "A", "0.10").status());
      cluster.awaitEqualHeads();
      // Block 1 comes first; genesis is no block of a journal.
      var hashes =
          cluster.chain("A").stream()
              .filter(block -> block.path("height").asLong() > 0)
              .sorted(Comparator.comparingLong(block -> block.path("height").asLong()))
              .map(block -> block.path("hash").asText())
              .toList();

      var made = cluster.run("", "record", "--to", file.toString());
      assertEquals(0, made.code(), made.err());
      requireNoSecret(file);
      requireEvents(
          file,
          "C sends nothing to A any more",
          "A holds release to B back",
          "B was killed (kill -9)");
      var run = Incident.read(file).run().orElseThrow();
      assertEquals(1, run.steps().stream().filter(RecordedRun.Step.Ends.class::isInstance).count());
      fork(run, computedAgain(run, hashes));
    }
  }

  /** {@code ./run.sh lab --real}, to which lines are said. */
  private static final class Supervisor implements AutoCloseable {
    private final RealCluster.Running running;

    Supervisor(RealCluster cluster) throws IOException {
      running = cluster.converse("lab", "--real");
    }

    void say(String line) throws IOException {
      var out = running.process().getOutputStream();
      out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    }

    void await(String words) {
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

  /** State and bytes are compared with what was recorded after every input. */
  private Lab computedAgain(RecordedRun run, List<String> hashes) throws IOException {
    var lab = new Lab(Setup.of(run));
    try {
      while (true) {
        lab.perform(new Move.Recorded());
      }
    } catch (ImpossibleException end) {
      assertEquals("nothing more was recorded", end.getMessage());
    }
    for (var member : lab.moment().members()) {
      assertEquals(hashes, member.chain().stream().map(block -> block.hash().toString()).toList());
      for (var block : member.chain()) {
        assertTrue(isIn(journal(member.name()), block), "block " + block.height());
      }
    }
    return lab;
  }

  private String journal(String member) throws IOException {
    var text = new StringBuilder();
    try (var files = Files.list(directory.resolve("data").resolve(member).resolve("journal"))) {
      for (var each : files.sorted().toList()) {
        text.append(Files.readString(each, StandardCharsets.ISO_8859_1));
      }
    }
    return text.toString();
  }

  private static boolean isIn(String journal, Block block) {
    return journal.contains(new String(block.bytes(), StandardCharsets.ISO_8859_1));
  }

  /** What if this ack had been lost? Then it would have been asked for again. */
  private static void fork(RecordedRun run, Lab lab) {
    int step = 1;
    while (ack(lab, step).isEmpty()) {
      step++;
    }
    lab.go(Lab.MAIN, step);
    int asked = lab.moment().asked().size();
    lab.perform(new Move.Drop(lab.moment().nameOf(ack(lab, step).orElseThrow())));
    assertEquals("main.2", lab.branch().name());
    for (int i = 0; i < 40; i++) {
      lab.perform(new Move.Run(5, Optional.empty()));
    }
    assertEquals(Optional.empty(), lab.moment().broken());
    assertEquals("committed", lab.moment().asked().get(asked - 1).word());
  }

  private static Optional<Flying> ack(Lab lab, int step) {
    return lab.moment(lab.branches().getFirst(), step).flight().stream()
        .filter(message -> message.type().equals("ack"))
        .findFirst();
  }

  /** What somebody has done is an event of the members. */
  private static void requireEvents(Path file, String... sentences) throws IOException {
    try (var zip = new ZipFile(file.toFile());
        var in = zip.getInputStream(zip.getEntry("trace.jsonl"))) {
      var trace = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (var sentence : sentences) {
        assertTrue(trace.contains(sentence), sentence);
      }
    }
  }

  private static void requireNoSecret(Path file) throws IOException {
    try (var zip = new ZipFile(file.toFile())) {
      var names = zip.stream().map(entry -> entry.getName()).toList();
      assertTrue(names.containsAll(List.of("cluster.yaml", "trace.jsonl", "trace.html")));
      assertFalse(names.stream().anyMatch(name -> name.matches(".*(key|token|session).*")));
    }
  }
}
