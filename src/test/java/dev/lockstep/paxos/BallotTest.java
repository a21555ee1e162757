package dev.lockstep.paxos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BallotTest {
  @Test
  void the_round_comes_first_and_then_the_name() {
    assertTrue(new Ballot(2, "A").above(new Ballot(1, "Z")));
    assertTrue(new Ballot(2, "B").above(new Ballot(2, "A")));
    assertFalse(new Ballot(2, "A").above(new Ballot(2, "A")));
    assertTrue(new Ballot(1, "A").above(Ballot.NONE));
  }

  @Test
  void the_next_one_is_above_and_led_by_who_asks() {
    var next = new Ballot(7, "Z").next("A");
    assertTrue(next.above(new Ballot(7, "Z")));
    assertEquals("A", next.member());
    assertThrows(ArithmeticException.class, () -> new Ballot(Long.MAX_VALUE, "A").next("A"));
  }

  @Test
  void leaders_that_meet_wait_for_different_times_and_longer_each_time() {
    long longest = 0;
    var a = new Backoff();
    var b = new Backoff();
    int same = 0;
    for (int round = 1; round <= 100; round++) {
      long first = a.failed(new Ballot(round, "A"));
      long second = b.failed(new Ballot(round, "B"));
      same += first == second ? 1 : 0;
      longest = Math.max(longest, Math.max(first, second));
      assertTrue(first > 0 && first <= 320, first + " ms");
    }
    assertTrue(same < 10, same + " of 100 pauses were equal");
    assertTrue(longest > 100, longest + " ms");
    a.succeeded();
    assertTrue(a.failed(new Ballot(101, "A")) <= 20);
  }
}
