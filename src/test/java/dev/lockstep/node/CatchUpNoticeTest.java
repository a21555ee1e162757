package dev.lockstep.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A person is told how a long catch-up goes, in a few lines. */
@DisplayName("The notice of a catch-up")
class CatchUpNoticeTest {
  private final CatchUpNotice notice = new CatchUpNotice();

  private List<String> told(long from, long target, long step) {
    List<String> told = new ArrayList<>();
    for (long height = from; height < target; height += step) {
      notice.reached(height, target).ifPresent(told::add);
    }
    notice.reached(target, target).ifPresent(told::add);
    return told;
  }

  @Test
  void a_few_missing_blocks_are_not_worth_a_word() {
    assertEquals(List.of(), told(5, 900, 1));
  }

  @Test
  void each_tenth_of_a_long_way_and_its_end_are_told() {
    var told = told(500, 10_500, 100);
    assertEquals("Catching up: block 500 of 10500.", told.getFirst());
    assertEquals("Catching up: block 1500 of 10500.", told.get(1));
    assertEquals("Caught up at block 10500.", told.getLast());
    assertEquals(11, told.size());
  }

  @Test
  void the_next_long_way_is_told_again() {
    assertEquals(told(0, 2_000, 100).size(), told(0, 2_000, 100).size());
    assertEquals("Catching up: block 7000 of 9000.", told(7_000, 9_000, 100).getFirst());
  }
}
