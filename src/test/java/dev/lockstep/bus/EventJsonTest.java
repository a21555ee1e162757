package dev.lockstep.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Chains;
import dev.lockstep.order.Event;
import dev.lockstep.order.PaxosEvent;
import dev.lockstep.paxos.Ballot;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What happens, in the words of the stream. */
@DisplayName("An event as JSON")
class EventJsonTest {
  private static final Ballot BALLOT = new Ballot(4, "B");

  /** As wide as the column of the trace. */
  private static final int KIND_MAX = 16;

  static Stream<Arguments> events() {
    var hash = Chains.genesis().hash();
    var ballot = "\"ballot\":{\"round\":4,\"member\":\"B\"},\"height\":7";
    return Stream.of(
        Arguments.of(
            new PaxosEvent.Executed(9, 2, 5), "executed", "{\"transfers\":2,\"logged\":5}"),
        Arguments.of(new PaxosEvent.Proposed(9, BALLOT, 7), "proposed", "{" + ballot + "}"),
        Arguments.of(new PaxosEvent.Promised(9, BALLOT, 7), "promised", "{" + ballot + "}"),
        Arguments.of(
            new PaxosEvent.Accepted(9, BALLOT, 7, hash),
            "accepted",
            "{" + ballot + ",\"hash\":\"" + hash + "\"}"),
        Arguments.of(
            new PaxosEvent.RoundOver(9, BALLOT, 7, "chosen"),
            "round_over",
            "{" + ballot + ",\"result\":\"chosen\"}"),
        Arguments.of(
            new Event.InDoubt(9, new UUID(1, 2), List.of("C"), "C has not confirmed it."),
            "in_doubt",
            "{\"id\":\"00000000-0000-0001-0000-000000000002\",\"waiting_for\":[\"C\"],"
                + "\"reason\":\"C has not confirmed it.\"}"));
  }

  @ParameterizedTest
  @MethodSource("events")
  void an_event_has_a_kind_and_its_particulars(Event event, String kind, String particulars) {
    var json = EventJson.of(event);
    assertEquals(kind, json.kind());
    assertEquals(9, json.time());
    assertEquals(particulars, json.particulars());
    assertTrue(json.kind().length() <= KIND_MAX, json.kind());
  }

  /** What others say is in it: whatever that is, every reader gets it back. */
  @Test
  void a_text_is_written_so_that_it_is_read_back() {
    var text = new StringBuilder("\"\\/\u007f\u2028é€\uD83D\uDE00}]{[,");
    for (char c = 0; c < ' '; c++) {
      text.append(c);
    }
    var json = EventJson.of(new Event.Fault(1, text.toString(), ""));
    assertEquals(
        new JsonObject().put("what", text.toString()).put("detail", ""),
        new JsonObject(json.particulars()));
  }
}
