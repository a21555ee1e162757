package dev.lockstep.cli.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The same files hold the page to it ({@code src/test/js/trace-export.test.js}). */
@DisplayName("A trace in the terminal")
class TraceAgreementTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> MEMBERS = List.of("A", "B", "C");
  private static final String ID = "018f4e7a-6b1c-7d3e-9a2b-5c4d3e2f1a0b";

  static String file(String name) throws IOException {
    try (var in = TraceAgreementTest.class.getResourceAsStream("/trace/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static List<Point> points() throws IOException {
    var order = new CausalOrder(MEMBERS);
    var events = JSON.readTree(file("events.json")).path("events");
    for (var member : MEMBERS) {
      events.path(member).forEach(each -> order.add(new Step(member, (ObjectNode) each), 0));
    }
    return order.rest();
  }

  @Test
  void is_exported_as_the_page_exports_it() throws IOException {
    var points = points();

    assertEquals(file("expected.shiviz"), ShiViz.text(points));
    assertEquals(file("expected.mermaid"), Mermaid.text(MEMBERS, points));
    var lines = file("expected.jsonl").lines().toList();
    assertEquals(lines.size(), points.size());
    for (int i = 0; i < lines.size(); i++) {
      assertEquals(JSON.readTree(lines.get(i)), JSON.readTree(line(points.get(i))));
    }
  }

  private static String line(Point point) {
    return JsonLines.line(point.step).toString();
  }

  /** ShiViz reads a log with the expression in its first line, and checks the clocks. */
  @Test
  void is_read_by_shiviz_and_its_clocks_grow_along_every_message() throws IOException {
    var points = points();
    var text = ShiViz.text(points);
    var expression = text.lines().findFirst().orElseThrow();
    assertEquals(ShiViz.EXPRESSION, expression);
    var parser = Pattern.compile(expression.replace("{.*}", "\\{.*\\}"));

    List<Map<String, Integer>> clocks = new ArrayList<>();
    var found = parser.matcher(text.substring(text.indexOf("\n\n") + 2));
    while (found.find()) {
      var point = points.get(clocks.size());
      assertEquals(point.step.member(), found.group("host"));
      assertEquals(Words.sentence(point.step), found.group("event"));
      clocks.add(clock(JSON.readTree(found.group("clock"))));
    }

    assertEquals(points.size(), clocks.size());
    for (int i = 0; i < points.size(); i++) {
      var sender = points.get(i).sender;
      if (sender != null) {
        var mine = clocks.get(i);
        clocks
            .get((int) sender.place)
            .forEach((name, count) -> assertTrue(mine.getOrDefault(name, 0) >= count));
      }
    }
    requireCountedWithoutHoles(points, clocks);
  }

  private static Map<String, Integer> clock(JsonNode json) {
    Map<String, Integer> clock = new HashMap<>();
    json.properties().forEach(entry -> clock.put(entry.getKey(), entry.getValue().asInt()));
    return clock;
  }

  private static void requireCountedWithoutHoles(
      List<Point> points, List<Map<String, Integer>> clocks) {
    Map<String, Integer> last = new HashMap<>();
    for (int i = 0; i < points.size(); i++) {
      var member = points.get(i).step.member();
      assertEquals(last.merge(member, 1, Integer::sum), clocks.get(i).get(member));
    }
  }

  @Test
  void has_every_message_after_its_sending() throws IOException {
    for (var point : points()) {
      assertTrue(point.sender == null || point.sender.place < point.place, line(point));
    }
  }

  @Test
  void shows_a_heartbeat_only_where_an_entry_rests_on_it() throws IOException {
    var shown = choice(Set.of(), Optional.empty()).of(points());

    assertEquals(
        List.of("C1", "C1"),
        shown.stream()
            .filter(point -> point.step.text("type").equals("heartbeat"))
            .map(point -> point.step.text("message"))
            .toList());
    assertTrue(
        shown.stream()
            .noneMatch(point -> List.of("committed", "timer").contains(point.step.kind())));
  }

  @Test
  void of_one_transfer_has_its_claim_and_its_block_and_nothing_else() throws IOException {
    var shown = choice(Set.of(), Optional.of("2f1a0b")).of(points());

    var kinds = shown.stream().map(point -> point.step.kind()).toList();
    assertTrue(kinds.containsAll(List.of("requested", "claimed", "entered", "block", "answered")));
    assertTrue(kinds.stream().noneMatch(List.of("peer_lost", "proposed", "state")::contains));
    assertEquals(
        List.of("A1", "A2", "B1", "C2"),
        shown.stream()
            .filter(point -> List.of("request", "ack").contains(point.step.text("type")))
            .map(point -> point.step.text("message"))
            .distinct()
            .sorted()
            .toList());
  }

  @Test
  void of_some_types_has_these_alone() throws IOException {
    var shown = choice(Set.of("ack", "left"), Optional.empty()).of(points());

    assertTrue(shown.stream().anyMatch(point -> point.step.kind().equals("left")));
    assertTrue(
        shown.stream()
            .map(point -> point.step)
            .filter(step -> !Set.of("unreachable", "live").contains(step.kind()))
            .allMatch(step -> step.text("type").equals("ack") || step.kind().equals("left")));
  }

  private static Choice choice(Set<String> types, Optional<String> transfer) {
    return new Choice(types, false, Optional.empty(), transfer);
  }

  /** What is offered behind --type is what the documentation of the stream names. */
  @Test
  void knows_the_kinds_and_types_of_the_documentation() throws IOException {
    var page = Files.readString(Path.of("docs/interfaces.md"));
    var words = page.substring(page.indexOf("### Events\n"), page.indexOf("### Events of all"));

    for (var known : Choice.known()) {
      assertTrue(words.contains("`" + known + "`"), known);
    }
    Pattern.compile("^\\| (`[a-z_]+`(, `[a-z_]+`)*) \\|", Pattern.MULTILINE)
        .matcher(words)
        .results()
        .flatMap(row -> Pattern.compile("[a-z_]+").matcher(row.group(1)).results())
        .forEach(kind -> assertTrue(Choice.isKnown(kind.group()), kind.group()));
  }
}
