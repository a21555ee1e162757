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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipFile;

/** The record of a run of real processes: made, computed again, and left for another run. */
public final class RecordOfRun {
  private final Path data;
  private final Path file;
  private final List<String> hashes;

  private RecordOfRun(Path data, Path file, List<String> hashes) {
    this.data = data;
    this.file = file;
    this.hashes = hashes;
  }

  /** Makes it of a cluster that runs, and whose heads are equal. */
  public static RecordOfRun of(RealCluster cluster) throws IOException, InterruptedException {
    var file = cluster.directory.resolve("incident.lockstep");
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
    return new RecordOfRun(cluster.data, file, hashes);
  }

  /**
   * The run is computed again, and what would have happened had an ack been lost.
   *
   * @param ends how many processes ended before the last one of their member
   */
  public void computeAgainAndFork(int ends) throws IOException {
    var run = Incident.read(file).run().orElseThrow();
    assertEquals(
        ends, run.steps().stream().filter(RecordedRun.Step.Ends.class::isInstance).count());
    fork(run, computedAgain(run));
  }

  /** State and bytes are compared with what was recorded after every input. */
  private Lab computedAgain(RecordedRun run) throws IOException {
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
    try (var files = Files.list(data.resolve(member).resolve("journal"))) {
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
  public void requireEvents(String... sentences) throws IOException {
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
