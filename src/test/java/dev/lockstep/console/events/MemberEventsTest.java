package dev.lockstep.console.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lockstep.bus.TraceMessage;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What a member says of itself")
class MemberEventsTest {
  private static TraceMessage.Page page(String json) {
    return new TraceMessage.Page("B", 1, 7, 8, 7, List.of(new TraceMessage.Item(7, json)));
  }

  @Test
  void is_shown_as_its_own_whatever_it_claims() {
    var event =
        MemberEvents.checked(
                "B", page("{\"kind\":\"sent\",\"time\":3,\"at\":\"x\",\"node\":\"A\",\"seq\":99}"))
            .getFirst();
    assertEquals("B", event.getString("node"));
    assertEquals(7, event.getLong("seq"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{}",
        "{\"kind\":1,\"time\":3,\"at\":\"x\"}",
        "{\"kind\":\"sent\",\"time\":\"3\",\"at\":\"x\"}",
        "{\"kind\":\"sent\",\"time\":-3,\"at\":\"x\"}",
        "{\"kind\":\"sent\",\"time\":3}",
        "{\"kind\":\"0123456789012345678901234567890123\",\"time\":3,\"at\":\"x\"}"
      })
  void is_refused_when_it_is_no_event(String json) {
    assertThrows(IllegalArgumentException.class, () -> MemberEvents.checked("B", page(json)));
  }

  private static String telling(String now) {
    return "{'kind':'left','time':3,'at':'x','now':%s}".formatted(now).replace('\'', '"');
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'clock':9,'heard':{'B':{'time':8,'height':1},'C':null},'queue':[{'time':7,'member':'A'}]}",
        "{'claim':null,'place':'outside','leads':{'ballot':{},'promised':['A'],'voted':[]}}",
        "{'of_a_later_version':[1]}"
      })
  void may_be_a_state(String now) {
    assertEquals(1, MemberEvents.checked("B", page(telling(now))).size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "{'clock':'9'}",
        "{'queue':{}}",
        "{'queue':[null]}",
        "{'heard':[]}",
        "{'heard':{'B':8}}",
        "{'leads':{'promised':'A','voted':[]}}"
      })
  void is_refused_when_it_is_no_state(String now) {
    assertThrows(
        IllegalArgumentException.class, () -> MemberEvents.checked("B", page(telling(now))));
  }
}
