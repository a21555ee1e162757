package dev.lockstep.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is stopped under load and goes on later, as if no time had passed. */
class FrozenNodeIT {
  /** Beyond the timeouts of transfers (2 s here), of the event bus (5 s) and Hazelcast (5 s). */
  private static final Duration LONGER_THAN_EVERY_TIMEOUT = Duration.ofSeconds(8);

  @TempDir Path directory;
  private final Testimony testimony = new Testimony();

  @Test
  void a_node_that_stood_still_for_longer_than_every_timeout_is_part_of_it_again_by_itself()
      throws Exception {
    try (var cluster = new RealCluster(directory, "timeouts: { transfer: 2s }\n", "A", "B", "C")) {
      cluster.startingOften().startAll();
      try (var load = new Load(cluster, testimony)) {
        load.awaitMoreCommitted(100);
        cluster.freeze("B");
        cluster.awaitWaiting("A", "B");
        cluster.awaitWaiting("C", "B");
        int committed = testimony.count("committed");
        isTurnedAwayAndReads(cluster, "A", "C");
        cluster.awaitSilence("A", "B", LONGER_THAN_EVERY_TIMEOUT);
        isTurnedAwayAndReads(cluster, "C", "A");
        assertEquals(committed, testimony.count("committed"), "committed without B");

        cluster.thaw("B");
        load.awaitMoreCommitted(100);
        cluster.names.forEach(cluster::awaitReady);
        load.finish();
        cluster.awaitEqualHeads();
        testimony.assertKeptBy(cluster);
      }
      cluster.stopAllAndVerify();
    }
  }

  private void isTurnedAwayAndReads(RealCluster cluster, String node, String to) {
    var id = UUID.randomUUID().toString();
    testimony.asked(id, node, to, "0.01");
    var answer = cluster.client(node).transfer(id, node, to, "0.01");
    testimony.told(id, answer);
    assertEquals("503 unavailable", answer.status() + " " + answer.code());
    assertEquals("[\"B\"]", answer.body().get("waiting_for").toString());
    assertEquals(200, cluster.client(node).status("/api/accounts"));
    assertEquals(200, cluster.client(node).status("/api/blocks"));
  }
}
