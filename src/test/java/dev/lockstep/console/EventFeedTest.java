package dev.lockstep.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lockstep.order.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers are never used twice and never skipped; what is too old is gone, and one can tell. */
class EventFeedTest {
  private static EventFeed feed(int capacity, int events) {
    var feed = new EventFeed("A", capacity);
    for (int i = 1; i <= events; i++) {
      feed.add(new Event.Committed(10, i), Instant.EPOCH.plusSeconds(i));
    }
    return feed;
  }

  @Test
  void an_empty_feed_ends_before_it_begins() {
    assertEquals(1, feed(4, 0).first());
    assertEquals(0, feed(4, 0).last());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void the_newest_events_can_be_read_by_their_numbers(int capacity) {
    for (int events = 1; events <= 30; events++) {
      var feed = feed(capacity, events);
      assertEquals(events, feed.last());
      assertEquals(Math.max(1, events - capacity + 1), feed.first());
      for (long number = feed.first(); number <= feed.last(); number++) {
        var event = feed.get(number);
        assertEquals(number, event.getLong("height"), "capacity " + capacity);
        assertEquals(number, event.getLong("seq"));
        assertEquals(Instant.EPOCH.plusSeconds(number).toString(), event.getString("at"));
      }
    }
  }

  @Test
  void an_event_names_its_node_and_its_kind() {
    var event = feed(4, 1).get(1);
    assertEquals("A", event.getString("node"));
    assertEquals("committed", event.getString("kind"));
    assertEquals(10, event.getLong("time"));
  }

  @Test
  void listeners_are_told_until_they_leave_even_if_they_leave_while_being_told() {
    var feed = feed(4, 0);
    List<String> told = new ArrayList<>();
    Runnable stays = () -> told.add("stays");
    Runnable[] leaves = new Runnable[1];
    leaves[0] =
        () -> {
          told.add("leaves");
          feed.ignore(leaves[0]);
        };
    feed.listen(leaves[0]);
    feed.listen(stays);
    feed.listen(stays);
    feed.announce();
    feed.announce();
    assertEquals(List.of("leaves", "stays", "stays"), told.stream().sorted().toList());
  }
}
