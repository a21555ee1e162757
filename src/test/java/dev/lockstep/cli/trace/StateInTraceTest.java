package dev.lockstep.cli.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.bus.StateJson;
import dev.lockstep.chain.Protocol;
import dev.lockstep.order.Event;
import dev.lockstep.order.LamportEvent;
import dev.lockstep.order.Snapshot;
import dev.lockstep.simulator.Simulation;
import dev.lockstep.simulator.report.Trace;
import dev.lockstep.simulator.world.Fault;
import dev.lockstep.simulator.world.Plan;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What readers put together of a trace is what the state machines held. */
@DisplayName("The state of a member in a trace")
class StateInTraceTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A run whose members crash and start again. */
  private static Trace run(Protocol protocol) {
    var faults = EnumSet.of(Fault.CRASH, Fault.LOSS);
    return Simulation.replay(new Plan(protocol, 3, faults), 7);
  }

  private static JsonNode parsed(String json) throws JsonProcessingException {
    return JSON.readTree(json);
  }

  /** As docs/interfaces.md says that it is read. */
  private static ObjectNode merged(ObjectNode before, JsonNode now) {
    if (now.path("whole").asBoolean()) {
      return now.deepCopy();
    }
    var after = before.deepCopy();
    now.properties()
        .forEach(
            each -> {
              if (each.getKey().equals("heard")) {
                var heard = after.withObjectProperty("heard");
                each.getValue()
                    .properties()
                    .forEach(
                        peer -> {
                          if (peer.getValue().isNull()) {
                            heard.remove(peer.getKey());
                          } else {
                            heard.set(peer.getKey(), peer.getValue());
                          }
                        });
              } else {
                after.set(each.getKey(), each.getValue());
              }
            });
    return after;
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void put_together_of_its_changes_is_the_state_of_the_state_machine(Protocol protocol)
      throws JsonProcessingException {
    var trace = run(protocol);
    Map<String, List<Snapshot.View>> taken = new HashMap<>();
    for (var told : trace.told()) {
      if (told instanceof Trace.Told.Noted(var _, var member, var _, var after)) {
        var views = taken.computeIfAbsent(member, _ -> new ArrayList<>());
        // Of a timer nothing is told: its step has changed nothing yet.
        views.add(after.map(Snapshot::view).orElseGet(views::getLast));
      }
    }
    Map<String, ObjectNode> states = new HashMap<>();
    Map<String, Integer> numbers = new HashMap<>();
    int changes = 0;
    for (var line : SimulatedTrace.lines(trace)) {
      var event = parsed(line);
      var member = event.path("node").asText();
      if (List.of(Step.LIVE, Step.UNREACHABLE).contains(event.path("kind").asText())) {
        continue;
      }
      if (event.has("now")) {
        changes += event.path("now").path("whole").asBoolean() ? 0 : 1;
        states.put(member, merged(states.get(member), event.get("now")));
      }
      int number = numbers.merge(member, 1, Integer::sum);
      var held = (ObjectNode) parsed(StateJson.whole(taken.get(member).get(number - 1)));
      if (held.path("heard").isMissingNode()) {
        held.putObject("heard");
      }
      states.get(member).withObjectProperty("heard");
      assertEquals(held, states.get(member), () -> "after " + line);
    }
    assertTrue(changes > 300, changes + " changes");
  }

  /** Any message that comes brings the state of its sender, unless a newer one has come before. */
  @Test
  void after_a_receipt_of_paxos_mode_it_is_as_new_as_the_message() {
    int receipts = 0;
    for (var told : run(Protocol.PAXOS).told()) {
      if (told instanceof Trace.Told.Noted(var _, var _, Event.Received received, var after)) {
        receipts++;
        var heard = after.orElseThrow().view().heard();
        assertTrue(
            heard.stream()
                .anyMatch(
                    peer ->
                        peer.member().equals(received.from())
                            && peer.time() >= received.messageTime()),
            () -> received + ": " + heard);
      }
    }
    assertTrue(receipts > 200, receipts + " receipts");
  }

  @Test
  void says_who_is_inside_as_its_events_do() {
    Map<String, Boolean> inside = new HashMap<>();
    int entries = 0;
    for (var told : run(Protocol.LAMPORT).told()) {
      if (told instanceof Trace.Told.Noted(var _, var member, var event, var after)
          && after.isPresent()) {
        var section = (Snapshot.Section) after.orElseThrow().view().ofProtocol();
        boolean is =
            section.place() == Snapshot.Place.INSIDE || section.place() == Snapshot.Place.KEPT;
        if (event instanceof LamportEvent.Entered entered) {
          entries++;
          assertEquals(entered.claim(), section.claim().orElseThrow());
          assertEquals(entered.claim(), section.queue().getFirst());
          assertTrue(is, () -> told.toString());
        }
        inside.put(member, is);
      }
    }
    assertTrue(entries > 3, entries + " entries");
    assertTrue(inside.size() == 3, inside::toString);
  }

  @Test
  void is_read_in_a_few_words() throws JsonProcessingException {
    var now =
        "{'clock':9,'claim':{'time':7,'member':'A'},'place':'waiting','queue':[{'time':7,'member':'A'}],"
            + "'heard':{'B':{'time':8,'allows':true},'C':null}}";
    var step =
        (ObjectNode) parsed("{\"kind\":\"received\",\"now\":" + now.replace('\'', '"') + "}");

    assertEquals(
        "clock 9, request (7, A), waiting, queue (7, A), heard B 8 ✔, nothing heard of C",
        StateWords.of(new Step("A", step)));
    assertEquals("", StateWords.of(new Step("A", JSON.createObjectNode())));
  }
}
