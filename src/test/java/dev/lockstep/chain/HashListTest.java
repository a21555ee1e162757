package dev.lockstep.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A list of hashes")
class HashListTest {
  private static final int MANY = 300_000;

  private static Hash hash(long number) {
    return new Hash(number, -number, number * number, ~number);
  }

  @Test
  void what_is_counted_is_there_for_another_thread_while_the_list_grows() {
    var list = new HashList();
    var reader = CompletableFuture.runAsync(() -> readWhileItGrows(list));
    for (int n = 0; n < MANY; n++) {
      list.add(hash(n));
    }
    reader.join();
    for (int n = 0; n < MANY; n++) {
      assertEquals(hash(n), list.get(n));
    }
    assertThrows(IllegalArgumentException.class, () -> list.get(MANY));
    assertThrows(IllegalArgumentException.class, () -> list.get(-1));
  }

  private static void readWhileItGrows(HashList list) {
    for (long size = 0; size < MANY; size = list.size()) {
      if (size > 0) {
        assertEquals(hash(size - 1), list.get(size - 1));
        assertEquals(hash(size / 2), list.get(size / 2));
      }
    }
  }

  @Test
  void no_hash_that_is_added_takes_much_memory_at_once() {
    var list = new HashList();
    for (int n = 0; n < MANY; n++) {
      var hash = hash(n);
      long bytes = Allocations.of(() -> list.add(hash));
      assertTrue(bytes < 1 << 20, () -> bytes + " bytes at once");
    }
  }
}
