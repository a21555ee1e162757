package dev.lockstep.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Under load a process stands still, or lines between nodes are cut, those of the event bus and
 * those of Hazelcast, and healed again. Meanwhile no answer is wrong, and afterwards all nodes go
 * on without help.
 */
@DisplayName("Frozen processes and cut lines under load")
class UnreachableMembersIT {
  /** Beyond the timeouts of transfers (2 s here), of the event bus (5 s) and Hazelcast (5 s). */
  private static final Duration LONGER_THAN_EVERY_TIMEOUT = Duration.ofSeconds(8);

  @TempDir static Path directory;
  private static final Testimony testimony = new Testimony();
  private static Lines lines;
  private static RealCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(Lines.arePossible(), "this machine has no second loopback address");
    lines = new Lines(directory, List.of("A", "B", "C"));
    cluster = new RealCluster(directory, "timeouts: { transfer: 2s }\n", lines);
    cluster.startAll();
  }

  /** A test that fails in the middle must not leave its cuts to the others. */
  @AfterEach
  void heal() {
    lines.heal();
  }

  @AfterAll
  static void everyDiskIsInOrder() throws Exception {
    if (cluster != null) {
      try {
        cluster.stopAllAndVerify();
      } finally {
        cluster.close();
        lines.close();
      }
    }
  }

  /** What one of these tests does while the clients work. */
  private interface Interruption {
    void happen(Load load) throws Exception;
  }

  private void underLoad(Interruption interruption) throws Exception {
    try (var load = new Load(cluster, testimony)) {
      load.awaitMoreCommitted(50);
      interruption.happen(load);
      load.awaitMoreCommitted(100);
      cluster.names.forEach(cluster::awaitReady);
      load.finish();
      cluster.awaitEqualHeads();
      testimony.assertKeptBy(cluster);
    }
  }

  @Test
  void a_member_cut_off_from_all_others_stops_the_writing_until_it_is_heard_again()
      throws Exception {
    underLoad(
        load -> {
          lines.isolate("B");
          cluster.awaitWaiting("A", "B");
          cluster.awaitWaiting("C", "B");
          cluster.awaitWaiting("B", "A", "C");
          int committed = testimony.count("committed");
          lines.awaitThrownOut("A", "B");
          cluster.names.forEach(UnreachableMembersIT::reads);
          assertEquals(
              committed, testimony.count("committed"), "committed without B, or by B alone");
          lines.heal();
        });
  }

  @Test
  void two_members_that_hear_each_other_no_more_are_told_apart_from_the_third() throws Exception {
    aWaitsForBAndBForA(() -> lines.cutBothWays("A", "B"));
  }

  @Test
  void a_member_that_is_heard_but_hears_nothing_is_waited_for() throws Exception {
    aWaitsForBAndBForA(() -> lines.cut("A", "B"));
  }

  private void aWaitsForBAndBForA(Runnable cut) throws Exception {
    underLoad(
        load -> {
          cut.run();
          cluster.awaitWaiting("A", "B");
          cluster.awaitWaiting("B", "A");
          awaitTurnedAway();
          lines.heal();
        });
  }

  @Test
  void connections_that_break_are_made_again() throws Exception {
    underLoad(load -> lines.hangUp());
  }

  @Test
  void connections_that_have_died_in_silence_are_noticed_and_made_again() throws Exception {
    underLoad(
        load -> {
          lines.forgetConnections();
          for (var name : cluster.names) {
            cluster.awaitWaiting(name, others(name));
          }
        });
  }

  @Test
  @Tag("long")
  void members_whom_hazelcast_has_thrown_out_write_all_the_same() throws Exception {
    underLoad(
        load -> {
          lines.cutHazelcast();
          lines.awaitThrownOut("A", "B");
          load.awaitMoreCommitted(100);
          lines.heal();
        });
  }

  @Test
  void a_process_that_stood_still_for_longer_than_every_timeout_is_part_of_it_again_by_itself()
      throws Exception {
    underLoad(
        load -> {
          cluster.freeze("B");
          cluster.awaitWaiting("A", "B");
          cluster.awaitWaiting("C", "B");
          int committed = testimony.count("committed");
          isTurnedAwayAndReads("A", "C");
          cluster.awaitSilence("A", "B", LONGER_THAN_EVERY_TIMEOUT);
          isTurnedAwayAndReads("C", "A");
          assertEquals(committed, testimony.count("committed"), "committed without B");
          cluster.thaw("B");
        });
  }

  private static void isTurnedAwayAndReads(String node, String to) {
    var id = UUID.randomUUID().toString();
    testimony.asked(id, node, to, "0.01");
    var answer = cluster.client(node).transferOnce(id, node, to, "0.01");
    testimony.told(id, answer);
    assertEquals("503 unavailable", answer.status() + " " + answer.code());
    assertEquals("[\"B\"]", answer.body().get("waiting_for").toString());
    assertEquals(200, cluster.client(node).status("/api/accounts"));
    assertEquals(200, cluster.client(node).status("/api/blocks"));
  }

  private static String[] others(String name) {
    return cluster.names.stream().filter(n -> !n.equals(name)).toArray(String[]::new);
  }

  /** All transfers that wait at this moment are turned away in the end. */
  private static void awaitTurnedAway() {
    int before = testimony.count("unavailable", "in_doubt");
    await("transfers are turned away")
        .atMost(Duration.ofSeconds(30))
        .until(() -> testimony.count("unavailable", "in_doubt") >= before + 6);
  }

  private static void reads(String name) {
    assertEquals(200, cluster.client(name).status("/api/accounts"));
  }
}
