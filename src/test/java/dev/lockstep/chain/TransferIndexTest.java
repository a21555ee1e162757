package dev.lockstep.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The index of transfers")
class TransferIndexTest {
  private static final int MANY = 200_000;

  record Ids(String name, LongFunction<UUID> id) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Ids> ids() {
    var random = new Random(1);
    return Stream.of(
        new Ids("random", n -> new UUID(random.nextLong(), random.nextLong())),
        new Ids("counted", n -> new UUID(0, n)),
        new Ids("counted above", n -> new UUID(n, 0)),
        new Ids("equal halves", n -> new UUID(n, n)),
        new Ids("time-ordered", n -> new UUID(0x018f_4e7b_0000_7000L + (n << 16), n * 31)));
  }

  @ParameterizedTest
  @MethodSource("ids")
  void every_id_is_found_where_it_was_put_while_the_table_grows(Ids kind) {
    var index = new TransferIndex();
    Map<UUID, Location> all = new HashMap<>();
    for (long n = 0; n < MANY; n++) {
      var id = kind.id.apply(n);
      long height = 1 + n / 100;
      int position = (int) (n % 100);
      assertTrue(index.find(id) < 0, "found before it was added");
      index.add(id, n, height, position);
      all.put(id, new Location(height, position));
      if (Long.bitCount(n) == 1) {
        all.forEach((each, location) -> assertFound(index, each, location));
      }
    }
    all.forEach((each, location) -> assertFound(index, each, location));
    assertTrue(index.find(new UUID(-1, -1)) < 0);
  }

  @Test
  void blocks_may_be_empty_or_full_and_any_number_is_a_fingerprint() {
    var index = new TransferIndex();
    index.add(new UUID(0, 0), -1, 1, 0);
    for (int i = 0; i < Block.TRANSFERS_MAX; i++) {
      index.add(new UUID(1, i), Long.MIN_VALUE, 5_000, i);
    }
    index.add(new UUID(-1, -1), 0, 5_001, 0);

    assertFound(index, new UUID(0, 0), new Location(1, 0));
    assertFound(index, new UUID(1, 0), new Location(5_000, 0));
    assertFound(
        index, new UUID(1, Block.TRANSFERS_MAX - 1), new Location(5_000, Block.TRANSFERS_MAX - 1));
    assertFound(index, new UUID(-1, -1), new Location(5_001, 0));
    assertEquals(Long.MIN_VALUE, index.fingerprint(index.find(new UUID(1, 7))));
  }

  @Test
  void a_block_that_was_taken_back_leaves_its_height_to_another() {
    var index = new TransferIndex();
    index.add(new UUID(0, 1), 1, 1, 0);
    index.add(new UUID(0, 2), 2, 2, 0);
    index.add(new UUID(0, 3), 3, 2, 1);
    index.removeLast(new UUID(0, 3));
    index.removeLast(new UUID(0, 2));
    index.add(new UUID(0, 4), 4, 2, 0);
    assertTrue(index.find(new UUID(0, 2)) < 0);
    assertFound(index, new UUID(0, 1), new Location(1, 0));
    assertFound(index, new UUID(0, 4), new Location(2, 0));
  }

  @Test
  void what_was_added_last_can_be_taken_back_in_turn() {
    var index = new TransferIndex();
    var random = new Random(2);
    Map<UUID, Location> kept = new HashMap<>();
    for (int round = 0; round < 2_000; round++) {
      int size = 1 + random.nextInt(20);
      var ids = Stream.generate(() -> new UUID(random.nextLong(4_000), 0)).distinct();
      var fresh = ids.filter(id -> !kept.containsKey(id)).limit(size).toList();
      boolean keep = round % 10 == 0 && kept.size() < 1_500;
      index.reserve(fresh.size());
      for (int i = 0; i < fresh.size(); i++) {
        index.add(fresh.get(i), i, round, i);
        if (keep) {
          kept.put(fresh.get(i), new Location(round, i));
        }
      }
      if (!keep) {
        fresh.reversed().forEach(index::removeLast);
        fresh.forEach(id -> assertTrue(index.find(id) < 0));
      }
      kept.forEach((id, location) -> assertFound(index, id, location));
    }
  }

  /**
   * What is taken back leaves no gap before an entry that came into the larger table meanwhile, and
   * that entry is no longer found in the smaller one. All ids share a slot, so they stand in a row.
   */
  @Test
  void a_block_that_is_taken_back_while_the_table_grows_takes_nothing_along() {
    var index = new TransferIndex();
    int inFirstTable = 800;
    for (int n = 0; n < inFirstTable; n++) {
      index.add(inOneSlot(n), n, 1, n);
    }
    // So many that all entries could have moved meanwhile.
    int taken = 400;
    index.reserve(taken);
    for (int n = 0; n < taken; n++) {
      index.add(inOneSlot(inFirstTable + n), n, 2, n);
    }
    for (int n = taken - 1; n >= 0; n--) {
      index.removeLast(inOneSlot(inFirstTable + n));
    }
    for (int n = 0; n < inFirstTable; n++) {
      assertFound(index, inOneSlot(n), new Location(1, n));
    }
    assertTrue(index.find(inOneSlot(inFirstTable)) < 0);
  }

  @Test
  void no_id_that_is_added_takes_much_memory_at_once() {
    var index = new TransferIndex();
    for (int i = 0; i < 1_800_000; i++) {
      int n = i;
      long bytes = Allocations.of(() -> index.add(new UUID(n, n), n, 1 + n / 1_000, n % 1_000));
      assertTrue(bytes < 1 << 20, () -> bytes + " bytes at once");
    }
  }

  /** The hash is a product, and its upper half chooses the slot: here it is 0. */
  private static UUID inOneSlot(long n) {
    return new UUID(n * inverse(0x9E3779B97F4A7C15L), 0);
  }

  /** Modulo 2 to the 64th, by Newton's method: each step doubles the bits that are right. */
  private static long inverse(long odd) {
    long inverse = odd;
    for (int bits = 3; bits < Long.SIZE; bits *= 2) {
      inverse *= 2 - odd * inverse;
    }
    return inverse;
  }

  private static void assertFound(TransferIndex index, UUID id, Location location) {
    int slot = index.find(id);
    assertTrue(slot >= 0, id + " is gone");
    assertEquals(location, index.location(slot));
  }
}
