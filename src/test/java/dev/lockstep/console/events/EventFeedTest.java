package dev.lockstep.console.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lockstep.bus.Local;
import dev.lockstep.order.Event;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers are never used twice and never skipped; what is too old is gone, and one can tell. */
@DisplayName("The newest events")
class EventFeedTest {
  private static EventFeed feed(int capacity, int events) {
    return feed(capacity, 1, events);
  }

  private static EventFeed feed(int capacity, long begin, int events) {
    var feed = new EventFeed("A", capacity, begin);
    for (long i = begin; i < begin + events; i++) {
      feed.add(event(i));
    }
    return feed;
  }

  private static Local.Numbered event(long number) {
    return new Local.Numbered(
        number, Instant.EPOCH.plusSeconds(number), new Event.Committed(10, number));
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
        var event = new JsonObject(feed.get(number));
        assertEquals(number, event.getLong("height"), "capacity " + capacity);
        assertEquals(number, event.getLong("seq"));
        assertEquals(Instant.EPOCH.plusSeconds(number).toString(), event.getString("at"));
      }
    }
  }

  @Test
  void a_later_life_begins_at_a_number_of_its_own() {
    assertEquals(500, feed(4, 500, 0).first());
    assertEquals(499, feed(4, 500, 0).last());
    var feed = feed(4, 500, 6);
    assertEquals(500, feed.begin());
    assertEquals(502, feed.first());
    assertEquals(505, feed.last());
    assertEquals(503, new JsonObject(feed.get(503)).getLong("height"));
  }

  @Test
  void an_event_that_does_not_follow_is_a_mistake_and_not_a_hole() {
    var feed = feed(4, 2);
    assertThrows(IllegalStateException.class, () -> feed.add(event(4)));
    assertThrows(IllegalStateException.class, () -> feed.add(event(2)));
    assertEquals(2, feed.last());
  }

  @Test
  void an_event_names_its_node_and_its_kind() {
    var event = new JsonObject(feed(4, 1).get(1));
    assertEquals("A", event.getString("node"));
    assertEquals("committed", event.getString("kind"));
    assertEquals(10, event.getLong("time"));
  }

  @Test
  void an_event_is_written_once_for_all_who_keep_up() {
    var feed = feed(4, 3);
    assertSame(feed.text(2), feed.text(2));
    assertEquals(new JsonObject(feed.get(2)), new JsonObject(feed.text(2)).getJsonObject("params"));
    var first = feed.text(3);
    IntStream.rangeClosed(4, 7).forEach(number -> feed.add(event(number)));
    assertNotEquals(first, feed.text(7));
    assertEquals(7, new JsonObject(feed.text(7)).getJsonObject("params").getLong("seq"));
  }

  @Test
  void an_old_event_is_told_like_a_new_one() {
    var feed = feed(1 << 13, 1 << 13);
    assertEquals(1, new JsonObject(feed.text(1)).getJsonObject("params").getLong("seq"));
    assertEquals(8_192, new JsonObject(feed.text(8_192)).getJsonObject("params").getLong("seq"));
    assertEquals(1, new JsonObject(feed.text(1)).getJsonObject("params").getLong("seq"));
  }
}
