package dev.lockstep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.chain.Block;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Transfer;
import dev.lockstep.command.ExitCode;
import dev.lockstep.config.ClusterConfigReader;
import dev.lockstep.config.ConfigException;
import dev.lockstep.journal.DataDirectory;
import dev.lockstep.journal.Progress;
import dev.lockstep.journal.RecordCodec;
import dev.lockstep.journal.Recovery;
import dev.lockstep.order.JournalRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("./run.sh verify --all")
class VerifyAllTest {
  @TempDir Path folder;
  private Cli cli;
  private Genesis genesis;

  @BeforeEach
  void clusterWithoutData() throws IOException, ConfigException {
    cli = new Cli(folder).cluster(1, 2, 3);
    genesis = ClusterConfigReader.read(folder.resolve("cluster.yaml")).genesis();
    for (var name : List.of("A", "B", "C")) {
      delete(folder.resolve("data").resolve(name));
    }
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (var each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  /**
   * @param forkedFrom the height from which on the member has other blocks than the others
   */
  private void write(String member, int height, int forkedFrom) throws IOException {
    try (var directory = DataDirectory.open(folder.resolve("data"), member)) {
      var life = Recovery.open(directory, genesis, Progress.NONE);
      for (int i = 1; i <= height; i++) {
        var ledger = life.memory().ledger();
        var transfer = new Transfer(new UUID(i, 1), "A", "B", i >= forkedFrom ? 2 : 1, "");
        var block = Block.of(i, ledger.head(), i, "A", List.of(transfer));
        ledger.append(block);
        var entry = new JournalRecord.Appended(block);
        life.journal().appendAndSync(RecordCodec.type(entry), RecordCodec.body(entry));
      }
      life.journal().close();
    }
  }

  @Test
  void says_that_chains_are_equal_as_far_as_they_reach() throws IOException {
    write("A", 9, 100);
    write("B", 7, 100);

    var result = cli.run("verify", "--all");

    assertEquals(ExitCode.OK, result.code(), result.err());
    assertTrue(result.out().contains("Replicas are equal up to height 7: A and B; A is at 9."));
    assertTrue(result.out().contains("C has no directory here"), result.out());
    assertTrue(result.out().endsWith("All that is here is sound.\n"), result.out());
  }

  /** Each journal is sound for itself. */
  @Test
  void finds_the_first_height_at_which_chains_differ() throws IOException {
    write("A", 9, 100);
    write("B", 8, 6);
    write("C", 9, 100);

    var result = cli.run("verify", "--all");

    assertEquals(ExitCode.VERIFICATION_FAILED, result.code(), result.out());
    assertTrue(result.out().contains("Replicas DIFFER at height 6: "), result.out());
    assertTrue(result.out().contains("A and C with "), result.out());

    var json = new ObjectMapper().readTree(cli.run("verify", "--all", "-o", "json").out());
    assertEquals(false, json.get("ok").asBoolean());
    assertEquals(6, json.at("/replicas/height").asInt());
    assertEquals(false, json.at("/replicas/equal").asBoolean());
    assertEquals(3, json.get("members").size());
  }

  @Test
  void fails_for_a_journal_that_is_damaged() throws IOException {
    write("A", 9, 100);
    write("B", 9, 100);
    var journal = folder.resolve("data/B/journal/0000000001.log");
    var bytes = Files.readAllBytes(journal);
    bytes[bytes.length / 2] ^= 1;
    Files.write(journal, bytes);

    var result = cli.run("verify", "--all");

    assertEquals(ExitCode.VERIFICATION_FAILED, result.code(), result.out());
    assertTrue(result.out().contains("A is sound: height 9"), result.out());
    assertTrue(result.err().contains("of B does not fit"), result.err());
    assertTrue(result.out().contains("NOT sound"), result.out());
  }

  @Test
  void says_when_nothing_is_there() {
    var result = cli.run("verify", "--all");

    assertEquals(ExitCode.FAILURE, result.code());
    assertEquals(1, result.err().lines().count(), result.err());
    assertTrue(result.err().contains("No member of"), result.err());
  }
}
