package dev.lockstep.integration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 of one node, of two and of all, at any moment, under load. The plan comes from a seed; to
 * see one again: {@code ./run.sh test -Dit.test=ManyKillsIT -Dseed=N}. What the processes make of
 * it differs each time.
 */
@DisplayName("Many kills under load")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class ManyKillsIT {
  @TempDir Path directory;

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Testimony testimony = new Testimony();
  private final Random random = new Random(seed);

  @Test
  void three_kills_lose_nothing_and_tell_no_lie() throws Exception {
    killUnderLoad(3);
  }

  @Test
  @Tag("long")
  void thirty_kills_lose_nothing_and_tell_no_lie() throws Exception {
    killUnderLoad(30);
  }

  private void killUnderLoad(int kills) throws Exception {
    System.out.println("ManyKillsIT: " + kills + " kills, -Dseed=" + seed);
    try (var cluster = new RealCluster(directory, "timeouts: { transfer: 2s }\n", "A", "B", "C")) {
      cluster.startAll();
      try (var load = new Load(cluster, testimony)) {
        int surelyWhileStarting = 1 + random.nextInt(kills - 1);
        var victims = victims(kills, cluster.names.size());
        for (int kill = 0; kill < kills; kill++) {
          if (kill == surelyWhileStarting || kill > 0 && random.nextInt(3) == 0) {
            whileThoseKilledLastAreStarting();
          } else {
            cluster.names.forEach(cluster::awaitReady);
            load.awaitMoreCommitted(1 + random.nextInt(100));
          }
          killAndStartAgain(cluster, victims.get(kill));
        }
        cluster.names.forEach(cluster::awaitReady);
        load.awaitMoreCommitted(100);
        load.finish();
        System.out.println("ManyKillsIT: " + testimony);
        cluster.awaitEqualHeads();
        testimony.assertKeptBy(cluster);
      }
      cluster.stopAllAndVerify();
    }
  }

  private void whileThoseKilledLastAreStarting() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(random.nextInt(2_500));
  }

  private void killAndStartAgain(RealCluster cluster, int count) throws Exception {
    List<String> shuffled = new ArrayList<>(cluster.names);
    Collections.shuffle(shuffled, random);
    var victims = shuffled.subList(0, count);
    cluster.kill(victims);
    for (var name : victims) {
      cluster.start(name);
    }
  }

  /** How many die at each kill: every number at least once, and mostly one. */
  private List<Integer> victims(int kills, int members) {
    List<Integer> counts = new ArrayList<>();
    for (int count = 1; count <= members; count++) {
      counts.add(count);
    }
    while (counts.size() < kills) {
      int dice = random.nextInt(10);
      counts.add(dice < 6 ? 1 : dice < 8 ? 2 : members);
    }
    Collections.shuffle(counts, random);
    return counts;
  }
}
