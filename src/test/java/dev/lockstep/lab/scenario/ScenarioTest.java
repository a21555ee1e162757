package dev.lockstep.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.lab.Setup;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A scenario")
class ScenarioTest {
  private static final LineReader READER = new LineReader(Setup.DEFAULT);

  private static Play play(String text) {
    return Play.of(ScenarioReader.read(text.lines().toList()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A transfers 4 to B",
        "A transfers 4.50 to B2 from A2",
        "A transfers 1 to B at C",
        "deliver request A→B",
        "deliver 2nd request A→B",
        "deliver all",
        "deliver all to A",
        "deliver all request from B",
        "deliver all ack A→B",
        "deliver all until A inside",
        "deliver all request A→B until nothing in flight",
        "drop ack C→A",
        "drop all heartbeat",
        "double 3rd ack C→A",
        "cut A→B",
        "cut A↔B",
        "heal A↔B",
        "heal all",
        "partition A, B | C",
        "crash B",
        "crash B, unsynced torn",
        "crash B after its 2nd effect",
        "crash B after its 11th effect, unsynced kept",
        "restart B",
        "rejoin B",
        "lose disk B",
        "hold disk B",
        "sync disk B",
        "free disk B",
        "freeze B",
        "thaw B",
        "tick",
        "tick 5",
        "tick B",
        "tick B 5",
        "run 30",
        "run 30 until A inside",
        "say \"Nobody may be skipped because a timer ran out.\"",
        "ask \"Who enters?\" answer \"A\" or \"member A\" because \"Its request is earlier.\"",
        "ask \"Who enters?\" answer \"A\"",
        "expect A inside",
        "expect A leading",
        "expect nobody inside",
        "expect no two inside",
        "expect A waits for B and C",
        "expect A waits for nobody",
        "expect A follows B",
        "expect clock of C is 12",
        "expect height of C is 1",
        "expect balance of A is 6",
        "expect balance of A at B is 6.50",
        "expect queue of A is A, B",
        "expect queue of A is empty",
        "expect transfer 1 is committed",
        "expect transfer 2 is in doubt",
        "expect chains agree",
        "expect chains differ",
        "expect ack C→A in flight",
        "expect 2nd ack C→A in flight",
        "expect nothing in flight",
        "expect nothing broken",
        "expect broken mutual exclusion"
      })
  void has_lines_that_are_written_as_they_are_read(String line) {
    assertEquals(line, LineWriter.text(READER.entries(line).getFirst()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "deliver request A->B; deliver request A→B",
        "cut A<->B; cut A↔B",
        "  tick   # twice; tick",
        "say “quoted”; say \"quoted\"",
        "expect A is inside; expect A inside",
        "expect A waits for C, B; expect A waits for B and C",
        "run until A inside; run 20 until A inside",
        "run; run 20",
        "deliver until A inside; deliver all until A inside"
      })
  void may_be_written_in_other_ways(String line, String meant) {
    assertEquals(meant, LineWriter.text(READER.entries(line).getFirst()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "delivr request A→B; 1; \"delivr\" is no action and no member; did you mean \"deliver\"?",
        "deliver requst A→B; 9; \"requst\" is no kind of message; did you mean \"request\"?",
        "deliver request A→X; 19; \"X\" is no member; there are A, B, C.",
        "deliver request A B; 19; \"B\": an arrow is expected here; write A→B, or A->B.",
        "deliver request A→A; 20; The end of the line: A has no link to itself; write the names of two members.",
        "A transfers four to B; 13; \"four\": an amount is expected here; write digits, and a point before cents, as in 4.50.",
        "crash B after its two effect; 19; \"two\": a place is expected here; write crash B after its 2nd effect.",
        "crash B unsynced torm; 18; \"torm\" is no fate of what is not synced; did you mean \"torn\"?",
        "expect A insde; 10; \"insde\" is no state of a member; did you mean \"inside\"?",
        "expect broken mutual exclusoin; 15; \"mutual exclusoin\" is no invariant; did you mean \"mutual exclusion\"?",
        "say \"no end; 5; The quotation has no end; close it with \".",
        "tick 20000; 6; 20000 ticks are too many; write 10000 at most.",
        "restart B now; 11; \"now\": the line should end before this; write restart B."
      })
  void names_the_place_the_word_and_the_remedy(String line, int column, String rest) {
    // The sentence may itself hold the delimiter, so only its beginning is compared.
    var mistake = assertThrows(MistakeException.class, () -> READER.entries(line).getFirst());
    assertTrue(mistake.getMessage().startsWith(rest), mistake.getMessage());
    assertEquals(column, mistake.column());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "protocol raft; 1",
        "members 12; 1",
        "members B, C; 1",
        "tick/members 3; 2",
        "tick/  tick; 2",
        "branch x/  tick/branch x/  tick; 3",
        "begin later; 1",
        "disks sometimes; 1"
      })
  void names_the_line(String text, int line) {
    var mistake =
        assertThrows(
            MistakeException.class,
            () -> ScenarioReader.read(text.replace("/", "\n").lines().toList()));
    assertEquals(line, mistake.line(), mistake.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"members 4", "members A, B, C, D", "members A B C D"})
  void has_so_many_members(String header) {
    assertEquals(4, ScenarioReader.read(List.of(header, "tick D")).setup().members());
  }

  @Test
  void is_written_by_the_lab_with_its_branches_as_it_was_read() {
    var lines =
        List.of(
            "protocol lamport",
            "members 3",
            "",
            "branch quiet",
            "  tick",
            "A transfers 4 to B",
            "deliver request A→B",
            "branch lost",
            "  drop request A→C",
            "  expect A waits for B and C",
            "  branch later",
            "    tick 5",
            "deliver all",
            "expect transfer 1 is committed");
    var play = Play.of(ScenarioReader.read(lines));
    assertTrue(play.failure().isEmpty(), () -> play.failure().toString());
    assertEquals(lines, ScenarioWriter.write(play.lab()));
  }

  @Test
  void fails_at_the_line_that_does_not_hold_and_says_what_is_so() {
    var failure = play("A transfers 4 to B\nexpect A inside\n").failure().orElseThrow();
    assertEquals(2, failure.line());
    assertEquals("expect A inside", failure.text());
    assertEquals("A is ready and waits for B and C", failure.reason());
  }

  @Test
  void fails_at_a_move_that_cannot_happen_also_in_a_branch() {
    var failure = play("tick\nbranch x\n  deliver ack A→B\n").failure().orElseThrow();
    assertEquals(3, failure.line());
  }

  @Test
  void goes_on_after_a_branch_where_it_was() {
    var play =
        play(
            """
            A transfers 4 to B
            branch lost
              drop all
              expect nothing in flight
            expect request A→B in flight
            deliver all
            expect balance of B at C is 14
            """);
    assertTrue(play.failure().isEmpty(), () -> play.failure().toString());
    assertEquals(3, play.expectations());
  }
}
