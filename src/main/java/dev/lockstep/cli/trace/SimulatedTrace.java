package dev.lockstep.cli.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.bus.EventJson;
import dev.lockstep.bus.StateChanges;
import dev.lockstep.simulator.report.Trace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The events of a simulated run in the form of those of nodes, one a line, as {@code trace -o json}
 * has them. The time of the simulator counts from the beginning of 1970.
 */
public final class SimulatedTrace {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Long> numbers = new HashMap<>();

  /** Of the present process of each member. */
  private final Map<String, StateChanges> changes = new HashMap<>();

  private SimulatedTrace() {}

  public static List<String> lines(Trace trace) {
    return steps(trace).stream().map(step -> JsonLines.line(step).toString()).toList();
  }

  /** The same, as the terminal has it. */
  public static List<Step> steps(Trace trace) {
    var simulated = new SimulatedTrace();
    List<Step> steps = new ArrayList<>();
    for (var told : trace.told()) {
      steps.add(simulated.step(told));
    }
    return steps;
  }

  private Step step(Trace.Told told) {
    var at = Instant.ofEpochMilli(told.at()).toString();
    var step =
        switch (told) {
          case Trace.Told.Began(var _, var member) -> {
            changes.put(member, new StateChanges());
            yield Step.reached(member, true, at);
          }
          case Trace.Told.Ended(var _, var member) -> Step.reached(member, false, at);
          case Trace.Told.Noted(var _, var member, var event, var after) -> {
            var change = changes.get(member).of(after);
            yield new Step(member, json(EventJson.of(event, change)).put("at", at));
          }
        };
    long number = numbers.merge(told.member(), 1L, Long::sum);
    step.json().put("seq", number).put("node", told.member());
    return step;
  }

  private static ObjectNode json(EventJson event) {
    try {
      var json = JSON.createObjectNode().put("kind", event.kind()).put("time", event.time());
      json.setAll((ObjectNode) JSON.readTree(event.particulars()));
      return json;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an event of kind " + event.kind(), e);
    }
  }
}
