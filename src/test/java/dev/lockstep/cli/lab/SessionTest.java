package dev.lockstep.cli.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.lab.Lab;
import dev.lockstep.lab.Setup;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A session of the lab")
class SessionTest {
  private final Session session = new Session(new Lab(Setup.DEFAULT), (ask, answer, isRight) -> {});

  private List<String> run(String line) {
    var reply = (Session.Reply.Text) session.run(line);
    assertEquals(0, reply.exitCode(), () -> line + ": " + reply.lines());
    return reply.lines();
  }

  private int code(String line) {
    return ((Session.Reply.Text) session.run(line)).exitCode();
  }

  private static void assertSays(List<String> lines, String words) {
    assertTrue(lines.stream().anyMatch(line -> line.contains(words)), lines::toString);
  }

  @Test
  void goes_on_by_itself_until_somebody_enters() {
    run("A transfers 4 to B");
    run("break somebody enters");
    assertSays(run("auto 100"), "Stopped: A enters.");
    run("expect A inside");
    run("break none");
    run("break a block is decided");
    assertSays(run("auto 100 fair"), "Stopped: block 1 is decided.");
  }

  @Test
  void stops_where_an_expectation_becomes_so() {
    run("A transfers 4 to B");
    run("break A waits for C");
    assertSays(run("auto 100"), "Stopped: A waits for C.");
    run("expect A waits for C");
  }

  @Test
  void the_same_seed_is_the_same_faulty_weather_and_no_invariant_breaks() {
    run("auto 800 faulty 7");
    var steps = run("steps");
    assertTrue(steps.stream().anyMatch(line -> line.contains("crash ")));
    assertTrue(steps.stream().anyMatch(line -> line.contains("double ")));
    run("expect nothing broken");
    run("new");
    run("auto 800 faulty 7");
    assertEquals(steps, run("steps"));
    run("new paxos");
    run("auto 800 faulty 7");
    run("expect nothing broken");
  }

  @Test
  void a_step_that_is_moved_happens_earlier_on_another_branch() {
    run("A transfers 4 to B");
    run("B transfers 1 to A");
    run("deliver request A→C");
    run("deliver request B→C");
    assertSays(run("reorder 4 before 3"), "main.2");
    assertEquals("> 4  deliver request A→C", run("steps").getLast());
    assertEquals(5, code("reorder 3 before 1"));
    assertEquals(4, session.lab().at());
  }

  @Test
  void another_protocol_beside_it_has_the_same_requests_and_faults() {
    run("beside paxos");
    run("A transfers 4 to B");
    run("crash C");
    var beside = session.beside().orElseThrow();
    assertEquals("executed", beside.lab().moment().asked().getFirst().word());
    run("back");
    assertTrue(beside.lab().moment().member("C").isUp());
  }

  @Test
  void two_protocols_are_compared_by_waits_messages_and_who_could_go_on() {
    run("crash C");
    run("A transfers 4 to B");
    run("run 40");
    var lines = run("compare paxos");
    assertSays(lines, "unavailable after");
    assertSays(lines, "waits for C");
    assertTrue(
        lines.stream()
            .anyMatch(line -> line.matches("after crash C +nobody could go on +A, B could go on")),
        lines::toString);
  }

  @Test
  void two_phase_commit_is_found_to_block_and_paxos_is_not() {
    var lines = run("find two-phase-commit");
    assertSays(lines, "nonblocking");
    assertSays(lines, "no invariant is broken");
    assertTrue(session.lab().branch().length() <= 5, run("steps")::toString);
  }

  @Test
  void two_phase_commit_commits_when_all_have_voted() {
    run("new two-phase-commit");
    run("A transfers 4 to B");
    run("deliver all accept");
    run("expect A waits for B and C");
    run("deliver all");
    run("expect transfer 1 is committed");
    run("expect height of C is 1");
    run("B transfers 1 to A");
    run("C transfers 1 to A");
    run("run 40");
    run("expect transfer 2 is committed");
    run("expect transfer 3 is committed");
    run("expect chains agree");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "auto x",
        "auto 0",
        "auto 5 stormy",
        "break nonsense",
        "reorder 3",
        "new paxoz",
        "new 12",
        "find nothing",
        "beside",
        "beside nobody",
        "compare",
        "compare it"
      })
  void what_it_does_not_understand_is_said(String line) {
    assertEquals(2, code(line));
  }
}
