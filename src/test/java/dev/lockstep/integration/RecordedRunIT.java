package dev.lockstep.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
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
    try (var cluster =
            new RealCluster(directory, "lab: true\nmutex: { keep: false }\n", "A", "B", "C");
        var supervisor = new SupervisedLab(cluster)) {
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
      var record = RecordOfRun.of(cluster);
      record.requireEvents(
          "C sends nothing to A any more", "A holds release to B back", "B was killed (kill -9)");
      record.computeAgainAndFork(1);
    }
  }
}
