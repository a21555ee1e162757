package dev.lockstep.integration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Twenty times kill -9, of any one and of all, at any moment, under load. The plan comes from a
 * seed; to see one again: {@code ./run.sh test -Dit.test=ManyKillsIT -Dseed=N}. What the processes
 * make of it differs each time.
 */
@DisplayName("Twenty kills under load")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ManyKillsIT {
  private static final int KILLS = 20;

  @TempDir Path directory;

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Testimony testimony = new Testimony();
  private final Random random = new Random(seed);

  @Test
  void twenty_kills_under_load_lose_nothing_and_tell_no_lie() throws Exception {
    System.out.println("ManyKillsIT: -Dseed=" + seed);
    try (var cluster = new RealCluster(directory, "timeouts: { transfer: 2s }\n", "A", "B", "C")) {
      cluster.startingOften().startAll();
      try (var load = new Load(cluster, testimony)) {
        for (int kill = 0; kill < KILLS; kill++) {
          if (random.nextInt(3) == 0) {
            whileThoseKilledLastAreStarting();
          } else {
            cluster.names.forEach(cluster::awaitReady);
            load.awaitMoreCommitted(1 + random.nextInt(100));
          }
          killAndStartAgain(cluster);
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

  private void killAndStartAgain(RealCluster cluster) throws Exception {
    var victims = victims(cluster.names);
    cluster.kill(victims);
    Collections.shuffle(victims, random);
    for (var name : victims) {
      cluster.start(name);
    }
  }

  /** Mostly one, sometimes two, sometimes all. */
  private List<String> victims(List<String> names) {
    List<String> shuffled = new ArrayList<>(names);
    Collections.shuffle(shuffled, random);
    int dice = random.nextInt(10);
    return shuffled.subList(0, dice < 6 ? 1 : dice < 8 ? 2 : names.size());
  }
}
