package dev.lockstep.cli.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a node sends of all members")
class LanesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final CausalOrder order = new CausalOrder(List.of("A", "B"));
  private final Lanes lanes = new Lanes(List.of("A", "B"), Map.of(), order);

  private void say(String method, String params) throws JsonProcessingException {
    lanes.take(JSON.readTree("{\"method\":\"%s\",\"params\":%s}".formatted(method, params)), 0);
  }

  private void event(String member, long number, long last) throws JsonProcessingException {
    say(
        "watched",
        "{\"member\":\"%s\",\"last\":%d,\"events\":[{\"seq\":%d,\"time\":%d,\"kind\":\"left\"}]}"
            .formatted(member, last, number, number));
  }

  private void live(String member, long last) throws JsonProcessingException {
    say(
        "watched_member",
        "{\"member\":\"%s\",\"state\":\"live\",\"last\":%d}".formatted(member, last));
  }

  private List<String> shown() {
    return order.rest().stream()
        .map(point -> point.step)
        .map(step -> step.member() + " " + step.kind() + " " + step.number())
        .toList();
  }

  @Test
  void is_complete_when_the_newest_event_of_each_is_there() throws JsonProcessingException {
    live("A", 8);
    live("B", 3);
    event("A", 7, 8);
    event("B", 3, 3);
    assertFalse(lanes.isComplete());

    event("A", 8, 8);
    assertTrue(lanes.isComplete());
    assertEquals(Map.of("A", 9L, "B", 4L), lanes.next());
  }

  @Test
  void is_complete_without_a_member_that_cannot_be_reached() throws JsonProcessingException {
    live("A", 1);
    event("A", 1, 1);
    say("watched_member", "{\"member\":\"B\",\"state\":\"unreachable\"}");

    assertTrue(lanes.isComplete());
    assertEquals(List.of("B"), lanes.unreachable());
    assertEquals(List.of("A left 1"), shown());
  }

  @Test
  void is_taken_once_and_names_what_is_missing() throws JsonProcessingException {
    live("B", 9);
    lanes.add("B", (ObjectNode) JSON.readTree("{\"seq\":4,\"time\":4,\"kind\":\"left\"}"), 0);
    event("B", 4, 9);
    event("B", 7, 9);
    say("watched_gap", "{\"member\":\"B\",\"from\":8,\"to\":8}");
    event("B", 9, 9);

    assertEquals(List.of("B left 4", "B gap 5", "B left 7", "B gap 8", "B left 9"), shown());
  }

  @Test
  void tells_when_a_member_is_lost_and_found() throws JsonProcessingException {
    live("A", 1);
    event("A", 1, 1);
    say("watched_member", "{\"member\":\"A\",\"state\":\"unreachable\",\"since\":\"\"}");
    live("A", 1);

    assertEquals(List.of("A left 1", "A unreachable 0", "A live 0"), shown());
  }

  /**
   * The numbers of a directory that was lost begin anew; the newest events are shown all the same.
   */
  @Test
  void goes_on_when_the_numbers_of_a_member_begin_anew() throws JsonProcessingException {
    live("A", 500);
    event("A", 500, 500);
    event("A", 1, 1);

    assertEquals(List.of("A left 1", "A left 500"), shown().stream().sorted().toList());
  }

  @Test
  void of_a_stranger_is_left_out() throws JsonProcessingException {
    event("X", 1, 1);

    assertEquals(List.of(), shown());
  }
}
