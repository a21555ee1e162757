package dev.lockstep.order.paxos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SharesTest {
  private static Map<String, Integer> of(int room, int a, int b, int c) {
    return Shares.of(Map.of("A", a, "B", b, "C", c), room);
  }

  @Test
  void what_fits_is_taken_as_a_whole() {
    assertEquals(Map.of("A", 3, "B", 2, "C", 1), of(6, 3, 2, 1));
  }

  @Test
  void each_has_as_much_as_every_other_one() {
    assertEquals(Map.of("A", 2, "B", 2, "C", 2), of(6, 100, 100, 100));
  }

  @Test
  void more_only_where_others_have_less() {
    assertEquals(Map.of("A", 8, "B", 0, "C", 2), of(10, 100, 0, 2));
  }

  @Test
  void the_room_is_used_up_when_it_does_not_divide() {
    assertEquals(8192, of(8192, 9000, 9000, 9000).values().stream().mapToInt(n -> n).sum());
  }
}
