package dev.lockstep.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Paxos mode under load: leaders, a follower and all nodes are killed, and a leader is frozen. */
@DisplayName("Paxos mode with kills under load")
class PaxosKillsIT {
  private static final int REMEMBERED = 50;

  @TempDir Path directory;
  private final Testimony testimony = new Testimony();

  @Test
  void what_was_executed_or_committed_survives_a_leader_a_follower_and_all() throws Exception {
    killUnderLoad(1);
  }

  @Test
  @Tag("long")
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void what_was_executed_or_committed_survives_thirty_kills() throws Exception {
    // The leaders one after another, then a follower, and all of them at once.
    killUnderLoad(28);
  }

  private void killUnderLoad(int leaders) throws Exception {
    try (var cluster =
        RealCluster.ofPaxos(directory, "1000.00", "timeouts: { transfer: 2s }\n", "A", "B", "C")) {
      cluster.startAll();
      try (var load = new Load(cluster, testimony)) {
        for (int i = 0; i < leaders; i++) {
          awaitBlocks(cluster, cluster.names, 3);
          killAndStart(cluster, load, leader(cluster, cluster.names.getFirst()));
        }
        awaitBlocks(cluster, cluster.names, 3);
        killAndStart(cluster, load, follower(cluster));
        leaderIsFrozen(cluster, load);
        allDie(cluster, load);
        load.finish();
        drain(cluster);
        askAgain(cluster);
        System.out.println("PaxosKillsIT: " + testimony);
        testimony.assertKeptBy(cluster);
      }
      cluster.stopAllAndVerify();
    }
  }

  private static String leader(RealCluster cluster, String asked) {
    return cluster.status(asked).get("leader").textValue();
  }

  private static String follower(RealCluster cluster) {
    var leader = leader(cluster, cluster.names.getFirst());
    return cluster.names.stream().filter(name -> !name.equals(leader)).findFirst().orElseThrow();
  }

  private static List<String> without(RealCluster cluster, String name) {
    return cluster.names.stream().filter(other -> !other.equals(name)).toList();
  }

  /** The others go on; the node that comes back catches up, and has what it answered. */
  private void killAndStart(RealCluster cluster, Load load, String name) throws Exception {
    load.awaitMoreExecuted(20);
    cluster.kill(name);
    awaitBlocks(cluster, without(cluster, name), 3);
    load.awaitMoreExecuted(20);
    cluster.start(name).awaitReady(name);
    testimony.assertRememberedBy(cluster.client(name), name, REMEMBERED);
    assertNothingIsMadeOrLost(cluster, name);
  }

  private void leaderIsFrozen(RealCluster cluster, Load load) throws Exception {
    awaitBlocks(cluster, cluster.names, 3);
    var leader = leader(cluster, cluster.names.getFirst());
    cluster.freeze(leader);
    var others = without(cluster, leader);
    cluster.awaitSilence(others.getFirst(), leader, Duration.ofSeconds(3));
    awaitBlocks(cluster, others, 3);
    cluster.thaw(leader);
    awaitBlocks(cluster, cluster.names, 3);
    load.awaitMoreExecuted(20);
    cluster.names.forEach(cluster::awaitReady);
    assertNothingIsMadeOrLost(cluster, leader);
  }

  private void allDie(RealCluster cluster, Load load) throws Exception {
    load.awaitMoreExecuted(20);
    cluster.kill(cluster.names);
    for (var name : cluster.names) {
      cluster.start(name);
    }
    for (var name : cluster.names) {
      cluster.awaitReady(name);
      testimony.assertRememberedBy(cluster.client(name), name, REMEMBERED);
    }
    awaitBlocks(cluster, cluster.names, 3);
  }

  /** Waits until each of these has this many more blocks than the highest of them has now. */
  private static void awaitBlocks(RealCluster cluster, List<String> names, int more) {
    long before = names.stream().mapToLong(name -> height(cluster, name)).max().orElseThrow();
    for (var name : names) {
      await(more + " more blocks at " + name).until(() -> height(cluster, name) >= before + more);
    }
  }

  private static long height(RealCluster cluster, String name) {
    return cluster.status(name).get("height").longValue();
  }

  /** At whatever height a node is, its balances add up, and its own log has not spent too much. */
  private static void assertNothingIsMadeOrLost(RealCluster cluster, String name) {
    var sum = BigDecimal.ZERO;
    for (var account : cluster.client(name).get("/api/accounts").body().get("accounts")) {
      sum = sum.add(new BigDecimal(account.get("on_chain").textValue()));
      assertTrue(
          new BigDecimal(account.get("balance").textValue()).signum() >= 0, account::toString);
    }
    assertEquals(cluster.balance.multiply(BigDecimal.valueOf(cluster.names.size())), sum);
  }

  /** The answer to a repeated request for what was executed is its place on the chain. */
  private void askAgain(RealCluster cluster) {
    int before = testimony.count("committed");
    for (var name : cluster.names) {
      testimony.askAgain(cluster.client(name), name, REMEMBERED);
    }
    int asked = cluster.names.size() * REMEMBERED;
    assertEquals(asked, testimony.count("committed") - before, testimony::toString);
  }

  /** Asks each member for more than there is, which brings all that was executed onto blocks. */
  private void drain(RealCluster cluster) {
    for (var name : cluster.names) {
      var id = UUID.randomUUID().toString();
      var to = without(cluster, name).getFirst();
      testimony.asked(id, name, to, "999999.00");
      var answer = cluster.client(name).transfer(id, name, to, "999999.00");
      testimony.told(id, answer);
      assertEquals("422 insufficient_funds", answer.status() + " " + answer.code());
    }
    cluster.awaitEqualHeads();
    for (var name : cluster.names) {
      assertEquals(0, cluster.status(name).get("log").intValue(), name + " has a log");
    }
  }
}
