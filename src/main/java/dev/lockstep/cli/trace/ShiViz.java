package dev.lockstep.cli.trace;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A piece of the trace for ShiViz, as the page exports it ({@code trace-export.js}). */
final class ShiViz {
  /** The expression that ShiViz asks for: one line for host and clock, one for the event. */
  static final String EXPRESSION = "(?<host>\\S*) (?<clock>{.*})\\n(?<event>.*)";

  private ShiViz() {}

  /**
   * The log, with vector clocks that are counted from the first event of the piece. Its first line
   * is the parser's expression, its second one is empty: no executions are divided.
   *
   * @param points in causal order
   */
  static String text(List<Point> points) {
    Map<String, Map<String, Integer>> clocks = new HashMap<>();
    Map<Point, Map<String, Integer>> stamps = new HashMap<>();
    var text = new StringBuilder(EXPRESSION).append("\n\n");
    for (var point : points) {
      var member = point.step.member();
      var clock = new LinkedHashMap<>(clocks.getOrDefault(member, Map.of()));
      stamps
          .getOrDefault(point.sender, Map.of())
          .forEach((name, count) -> clock.merge(name, count, Math::max));
      clock.merge(member, 1, Integer::sum);
      clocks.put(member, clock);
      stamps.put(point, clock);
      var json = JsonNodeFactory.instance.objectNode();
      clock.forEach(json::put);
      text.append(member).append(' ').append(json).append('\n');
      text.append(Words.sentence(point.step)).append('\n');
    }
    return text.toString();
  }
}
