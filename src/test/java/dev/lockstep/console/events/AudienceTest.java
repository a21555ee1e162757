package dev.lockstep.console.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Many listeners with much to hear give way to everything else. */
@DisplayName("The subscribers to the events")
class AudienceTest {
  private final Deque<Runnable> later = new ArrayDeque<>();
  private final Audience audience = new Audience(later::add);
  private final List<String> heard = new ArrayList<>();

  @Test
  void everybody_hears_until_leaving_even_while_others_hear() {
    Audience.Listener stays = () -> heard.add("stays") && false;
    var leaves = new Audience.Listener[1];
    leaves[0] =
        () -> {
          heard.add("leaves");
          audience.leave(leaves[0]);
          return true;
        };
    audience.join(leaves[0]);
    audience.join(stays);
    audience.join(stays);
    audience.wakeAll();
    audience.wakeAll();
    assertEquals(List.of("leaves", "stays", "stays"), heard);
    audience.wake(leaves[0]);
    assertEquals(3, heard.size());
  }

  @Test
  void who_wakes_others_while_it_hears_is_not_interrupted() {
    Audience.Listener second = () -> heard.add("second") && false;
    Audience.Listener first =
        () -> {
          audience.wake(second);
          return heard.add("first") && false;
        };
    audience.join(first);
    audience.join(second);
    audience.wake(first);
    assertEquals(List.of("first", "second"), heard);
  }

  @Test
  void who_fails_is_dismissed_and_keeps_nothing_from_the_others() {
    audience.join(
        new Audience.Listener() {
          @Override
          public boolean hear() {
            heard.add("fails");
            throw new IllegalStateException("it is broken");
          }

          @Override
          public void dismiss() {
            heard.add("dismissed");
            throw new IllegalStateException("its connection is broken too");
          }
        });
    audience.join(() -> heard.add("stays") && false);
    for (int i = 0; i < 2; i++) {
      audience.wakeAll();
      // To log it may have taken a slice.
      while (!later.isEmpty()) {
        later.remove().run();
      }
    }
    assertEquals(List.of("fails", "dismissed", "stays", "stays"), heard);
  }

  @Test
  void listeners_that_never_have_enough_take_turns_and_let_others_work() {
    var first = new AtomicInteger();
    var second = new AtomicInteger();
    audience.join(() -> first.incrementAndGet() > 0);
    audience.join(() -> second.incrementAndGet() > 0);
    // Neither ever ends, and yet it returns.
    audience.wakeAll();
    for (int slice = 0; slice < 3; slice++) {
      assertTrue(Math.abs(first.get() - second.get()) <= 1, first + " and " + second);
      assertEquals(1, later.size());
      audience.wakeAll();
      assertEquals(1, later.size());
      later.remove().run();
    }
    assertTrue(first.get() > 3, first::toString);
  }
}
