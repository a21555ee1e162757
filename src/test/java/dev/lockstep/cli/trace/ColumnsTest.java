package dev.lockstep.cli.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The columns of a trace")
class ColumnsTest {
  private final List<String> lines = new ArrayList<>();

  private List<String> show(int across) throws IOException {
    var columns =
        new Columns(
            List.of("A", "B", "C"), across, false, ZoneOffset.UTC, (text, _) -> text, lines::add);
    TraceAgreementTest.points().forEach(point -> columns.show(point.step));
    columns.flush();
    return lines;
  }

  @Test
  void have_the_events_of_each_member_below_its_name() throws IOException {
    var heading = show(131).getFirst();

    assertEquals("time            clock  A" + " ".repeat(35) + "B" + " ".repeat(35) + "C", heading);
    int b = heading.indexOf('B');
    int c = heading.indexOf('C');
    assertTrue(
        lines.stream().anyMatch(line -> line.indexOf("request 1 ← A") == b), lines::toString);
    assertTrue(
        lines.stream().anyMatch(line -> line.indexOf("request 1 ← A") == c), lines::toString);
  }

  @Test
  void show_a_message_to_several_members_once() throws IOException {
    var sent = show(131).stream().filter(line -> line.contains("→")).toList();

    assertEquals("12:00:00.001        1  request 1 → B, C", sent.getFirst());
    assertTrue(sent.stream().anyMatch(line -> line.contains("release 6 +#1 again → C")));
  }

  @Test
  void break_what_is_too_long_between_words() throws IOException {
    show(0);

    assertTrue(lines.stream().allMatch(line -> line.length() <= 23 + 3 * 26), lines::toString);
    int enters = lines.indexOf("12:00:00.004        4  enters (1, A), heard B");
    assertEquals(" ".repeat(23) + "  ack 3, C heartbeat 2", lines.get(enters + 1));
  }

  /** A member that lies in its events does not control the reader's terminal. */
  @Test
  void show_no_control_characters() {
    var columns =
        new Columns(List.of("A"), 80, false, ZoneOffset.UTC, (text, _) -> text, lines::add);
    var json = Step.reached("A", true, "").json().put("kind", "state").put("state", "\u001b[2J");
    columns.show(new Step("A", json));

    assertTrue(lines.getLast().endsWith("\uFFFD[2J"), lines::toString);
  }
}
