package dev.lockstep.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The switches at the wire")
class WireSwitchesTest {
  private final WireSwitches switches = new WireSwitches();
  private final List<String> sent = new ArrayList<>();

  private void send(String to, String type) {
    switches.send(
        to,
        type,
        (millis, what) -> sent.add(type + " to " + to + " after " + millis),
        () -> sent.add(type + " to " + to));
  }

  private void change(String line) {
    assertTrue(switches.change(line).isPresent(), line);
  }

  @Test
  void a_link_that_is_cut_loses_what_is_sent_until_it_is_healed() {
    change("cut B");
    send("B", "request");
    send("C", "request");
    change("heal B");
    send("B", "ack");
    assertEquals(List.of("request to C", "ack to B"), sent);
  }

  @Test
  void messages_of_a_type_are_held_and_the_next_is_delivered_dropped_or_doubled() {
    change("hold ack B");
    for (int i = 0; i < 4; i++) {
      send("B", "ack");
    }
    send("B", "request");
    assertEquals(List.of("request to B"), sent);
    change("deliver B");
    assertEquals(2, sent.size());
    change("drop ack B");
    change("double B");
    assertEquals(4, sent.size());
    assertEquals(
        Optional.of("holds nothing of this kind to B"), switches.change("deliver request B"));
    change("free B");
    assertEquals(5, sent.size());
    send("B", "ack");
    assertEquals(6, sent.size());
  }

  @Test
  void what_is_held_is_bounded_and_the_oldest_goes() {
    change("hold B");
    for (int i = 0; i < WireSwitches.HELD_MAX + 1; i++) {
      send("B", i == 0 ? "first" : "later");
    }
    change("free B");
    assertEquals(WireSwitches.HELD_MAX, sent.size());
    assertEquals("later to B", sent.getFirst());
  }

  @Test
  void a_delay_is_that_of_what_is_sent_from_then_on() {
    change("delay 200 B");
    send("B", "ack");
    change("heal B");
    send("B", "ack");
    assertEquals(List.of("ack to B after 200", "ack to B"), sent);
  }

  @Test
  void freeing_one_type_holds_the_others() {
    change("hold ack B");
    change("hold request B");
    send("B", "ack");
    send("B", "request");
    change("free ack B");
    send("B", "request");
    assertEquals(List.of("ack to B"), sent);
  }

  @Test
  void healing_all_frees_cuts_delays_and_what_is_held() {
    change("cut B");
    change("hold C");
    send("C", "ack");
    assertEquals(
        Optional.of("sends everything again, and has sent 1 that were held"),
        switches.change("heal all"));
    send("B", "ack");
    assertEquals(List.of("ack to C", "ack to B"), sent);
    assertEquals(Optional.of(new JsonObject()), switches.news());
  }

  @Test
  void tells_what_is_cut_and_held_when_that_has_changed() {
    assertEquals(Optional.empty(), switches.news());
    change("hold ack B");
    send("B", "ack");
    send("B", "ack");
    var line = switches.news().orElseThrow().getJsonObject("B");
    assertEquals(
        "{\"cut\":false,\"delay_ms\":0,\"holds\":[\"ack\"],\"held\":[{\"type\":\"ack\",\"count\":2}]}",
        line.encode());
    assertEquals(Optional.empty(), switches.news());
  }

  @Test
  void another_line_is_only_told() {
    assertEquals(Optional.empty(), switches.change("A was killed (kill -9)"));
  }
}
