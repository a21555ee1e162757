package dev.lockstep.order;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lives of small clusters under faults, each from its seed; a failure names the seed. */
class RandomLivesTest {
  private static final int LIVES = Integer.getInteger("lives", 150);
  private static final int STEPS = 1_500;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void nothing_answered_is_lost_and_no_two_chains_part(int members) {
    int committed = 0;
    for (long seed = Long.getLong("seed", 0); seed < LIVES; seed++) {
      try {
        committed += live(seed, members);
      } catch (AssertionError | RuntimeException failure) {
        throw new AssertionError("seed " + seed + " with " + members + " members", failure);
      }
    }
    assertTrue(committed > LIVES, "only " + committed + " transfers were committed in all");
  }

  private static int live(long seed, int members) {
    var names =
        java.util.stream.IntStream.range(0, members)
            .mapToObj(i -> "" + (char) ('A' + i))
            .toArray(String[]::new);
    var world = new World(seed, new Limits(3, 100, 3_000), names);
    var random = world.random;
    world.startAll();
    boolean diskLost = false;
    for (int i = 0; i < STEPS; i++) {
      var name = names[random.nextInt(members)];
      var node = world.node(name);
      switch (random.nextInt(100)) {
        case 0, 1 -> {
          if (node.isUp()) {
            world.crash(name);
          }
        }
        case 2, 3, 4, 5, 6 -> {
          if (!node.isUp()) {
            world.start(name);
          }
        }
        case 7 -> {
          if (members >= 3 && !diskLost && random.nextInt(4) == 0) {
            diskLost = true;
            world.loseDisk(name).start(name, true);
          }
        }
        case 8, 9, 10, 11, 12 -> {
          if (node.isUp()) {
            world.submit(
                name,
                world.transfer(
                    name,
                    names[random.nextInt(members)] + (random.nextBoolean() ? "2" : ""),
                    random.nextInt(400)));
          }
        }
        case 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25 -> {
          if (node.isUp()) {
            world.sync(name);
          }
        }
        case 26, 27, 28, 29, 30, 31 -> world.pass(random.nextInt(100));
        case 32 -> {
          if (!world.wire.isEmpty()) {
            world.wire.remove(random.nextInt(world.wire.size()));
          }
        }
        case 33, 34 -> {
          if (!world.wire.isEmpty()) {
            world.hand(world.wire.get(random.nextInt(world.wire.size())));
          }
        }
        default -> {
          if (!world.wire.isEmpty()) {
            // Mostly in order, sometimes a message that is far from its turn.
            int bound =
                random.nextInt(10) == 0 ? world.wire.size() : Math.min(3, world.wire.size());
            world.deliver(random.nextInt(bound));
          }
        }
      }
      while (world.wire.size() > 200) {
        world.wire.remove(random.nextInt(world.wire.size()));
      }
    }
    world.checkPrefixes();
    for (var name : names) {
      if (!world.node(name).isUp()) {
        world.start(name);
      }
    }
    world.run(8_000);
    world.checkConverged();
    return world.committed.size();
  }
}
