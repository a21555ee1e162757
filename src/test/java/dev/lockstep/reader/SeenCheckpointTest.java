package dev.lockstep.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Chains;
import dev.lockstep.chain.Genesis;
import dev.lockstep.cli.FakeReader;
import dev.lockstep.keys.Keys;
import dev.lockstep.keys.VerifierKey;
import dev.lockstep.proof.Checkpoint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A client remembers the checkpoint that it has seen")
class SeenCheckpointTest {
  private static final Genesis GENESIS = Chains.genesis();
  private static final List<Block> CHAIN = Chains.random(3, 9, 2);
  private static final List<Block> REWRITTEN = Chains.random(4, 12, 2);

  @TempDir Path folder;

  private final HttpClient http = NodeReader.client();
  private FakeReader node;
  private Path file;

  @BeforeEach
  void start() throws IOException {
    node = new FakeReader(GENESIS, CHAIN);
    node.signed = CHAIN.subList(0, 5);
    file = folder.resolve("seen-checkpoint");
  }

  @AfterEach
  void stop() {
    node.close();
    http.close();
  }

  private Optional<String> check() throws IOException, InterruptedException {
    var keys =
        Stream.of("A", "B", "C")
            .map(m -> new VerifierKey(GENESIS.ledger() + "/" + m, Keys.of(m).publicKey()))
            .toList();
    var believed =
        new Believed(GENESIS.ledger(), Optional.of(Checkpoint.originOf(GENESIS)), keys, 3);
    var reader = new NodeReader(http, URI.create(node.link()).resolve("/"), "t");
    return new SeenCheckpoint(file).check(reader, believed);
  }

  @Test
  void and_a_ledger_that_continues_it_takes_its_place() throws Exception {
    assertEquals(Optional.empty(), check());
    assertEquals(node.checkpoint(), Files.readString(file));
    node.signed = CHAIN;
    assertEquals(Optional.empty(), check());
    assertEquals(node.checkpoint(), Files.readString(file));
    assertEquals(Optional.empty(), check());
  }

  @Test
  void and_one_that_does_not_is_reported_with_both_notes_kept() throws Exception {
    assertEquals(Optional.empty(), check());
    var seen = Files.readString(file);
    for (int blocks : new int[] {3, 5, 6, 8, 12}) {
      node.signed = REWRITTEN.subList(0, blocks);
      var alarm = check().orElseThrow();
      assertTrue(
          alarm.contains(
              "its ledger up to block "
                  + blocks
                  + " does not continue the one up to block 5 that was seen before."),
          alarm);
      assertEquals(seen, Files.readString(file));
      assertEquals(seen, Files.readString(folder.resolve("seen-checkpoint.earlier")));
      assertEquals(node.checkpoint(), Files.readString(folder.resolve("seen-checkpoint.now")));
    }
  }

  @Test
  void and_a_checkpoint_without_a_majority_is_reported() throws Exception {
    node.signers = List.of("A");
    var alarm = check().orElseThrow();
    assertTrue(alarm.contains("2 of 3 members have to sign"), alarm);
    assertTrue(Files.notExists(file));
  }

  @Test
  void and_a_node_that_gives_none_now_changes_nothing() throws Exception {
    assertEquals(Optional.empty(), check());
    var seen = Files.readString(file);
    node.close();
    assertEquals(Optional.empty(), check());
    assertEquals(seen, Files.readString(file));
  }
}
