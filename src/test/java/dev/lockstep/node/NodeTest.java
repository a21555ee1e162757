package dev.lockstep.node;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.FreePorts;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Protocol;
import dev.lockstep.config.ClusterConfig;
import dev.lockstep.config.Member;
import dev.lockstep.config.NodeOptions;
import dev.lockstep.journal.DataDirectory;
import dev.lockstep.journal.Progress;
import dev.lockstep.journal.Recovery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node says that does not start. */
@DisplayName("A node")
class NodeTest {
  @TempDir Path data;

  @Test
  void a_damaged_journal_is_named_with_its_remedy_and_left_as_it_is() throws IOException {
    var options =
        new NodeOptions(config(), "A", data, false, NodeOptions.SESSION, "./run.sh --data d A");
    try (var directory = DataDirectory.open(data, "A")) {
      var life = Recovery.open(directory, options.config().genesis(), Progress.NONE);
      life.beginIncarnation();
      life.journal().close();
    }
    var segment = data.resolve("A/journal/0000000001.log");
    var bytes = Files.readAllBytes(segment);
    // In genesis, which is confirmed by what stands behind it.
    bytes[40] ^= 1;
    Files.write(segment, bytes);

    List<String> notices = new ArrayList<>();
    var thrown =
        assertThrows(NodeException.class, () -> Node.start(options, Progress.NONE, notices::add));

    assertTrue(thrown.getMessage().startsWith("The journal is damaged in "), thrown.getMessage());
    assertTrue(
        thrown
            .getMessage()
            .endsWith(
                "; ./run.sh --data d A --rejoin sets the journal aside and copies the chain from the"
                    + " others."),
        thrown.getMessage());
    assertFalse(Files.exists(data.resolve("A/journal.lost-1")));
    assertTrue(notices.isEmpty(), notices::toString);
  }

  private static ClusterConfig config() {
    var ports = FreePorts.take(3);
    var member = new Member("A", "127.0.0.1", ports.get(0), ports.get(1), ports.get(2));
    return ClusterConfig.of(
        "test", Protocol.LAMPORT, List.of(member), List.of(new Genesis.Account("A", "A", 1000)));
  }
}
