package dev.lockstep.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.lab.scenario.LineReader;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The lab")
class LabTest {
  private final Lab lab = new Lab(Setup.DEFAULT);

  private Moment act(String... lines) {
    for (var line : lines) {
      lab.perform(new LineReader(lab.setup()).entries(line).getFirst());
    }
    return lab.moment();
  }

  private void must(String condition) {
    var reader = new LineReader(lab.setup());
    var expect = (Entry.Expect) reader.entries("expect " + condition).getFirst();
    var truth = Truth.of(expect.condition(), lab.moment());
    assertTrue(truth.holds(), () -> condition + ": " + truth.instead());
  }

  @Test
  void stands_still_until_it_is_told_to_move() {
    act("A transfers 4 to B");
    must("A waits for B and C");
    must("request A→B in flight");
    must("request A→C in flight");
    act("say \"Nothing happens.\"");
    must("request A→C in flight");
  }

  @Test
  void breaks_a_tie_in_the_same_way_in_whatever_order_the_requests_arrive() {
    act("A transfers 4 to B", "B transfers 1 to A");
    act("deliver request A→B", "deliver request B→A", "deliver all until A inside");
    must("B outside");
    lab.back(2);
    act("deliver all from B", "deliver all to C", "deliver all until A inside");
    assertEquals("main.2", lab.branch().name());
    must("B outside");
    must("no two inside");
  }

  @Test
  void a_lost_ack_is_waited_for_and_named() {
    act("A transfers 4 to B", "deliver all request", "drop ack C→A", "deliver all");
    long before = lab.moment().now();
    must("A waits for C");
    must("transfer 1 is waiting");
    act("run until transfer 1 is committed");
    must("transfer 1 is committed");
    assertTrue(lab.moment().now() - before < 1_000, "it has stopped in time");
    act("deliver all");
    must("balance of B at C is 14");
  }

  @Test
  void a_message_that_is_doubled_arrives_twice() {
    var before = act("A transfers 4 to B", "double request A→B");
    assertEquals(3, before.flight().size());
    act("deliver request A→B", "deliver request A→B", "deliver all");
    must("nothing in flight");
    must("height of C is 1");
    must("nothing broken");
  }

  @Test
  void what_is_sent_over_a_cut_link_waits_until_the_link_is_whole() {
    act("cut A→C", "A transfers 4 to B", "deliver all");
    must("request A→C in flight");
    must("A waits for C");
    var refused = assertThrows(ImpossibleException.class, () -> act("deliver request A→C"));
    assertTrue(refused.getMessage().contains("A→C is cut"), refused.getMessage());
    act("heal all", "deliver all");
    must("transfer 1 is committed");
  }

  @Test
  void a_partition_cuts_between_its_sides_and_not_within_them() {
    var moment = act("partition A, B | C");
    assertEquals(
        List.of(new Link("A", "C"), new Link("B", "C"), new Link("C", "A"), new Link("C", "B")),
        List.copyOf(moment.cuts()));
  }

  @ParameterizedTest
  @CsvSource({"kept, 1", "torn, 0", "lost, 0"})
  void the_record_that_a_crash_meets_is_kept_or_torn_or_lost(String unsynced, int height) {
    act("A transfers 4 to B", "deliver all until A inside");
    act("crash A, unsynced " + unsynced);
    must("A down");
    must("transfer 1 is in doubt");
    must("height of A is " + height);
    must("height of B is 0");
  }

  @Test
  void a_crash_comes_between_two_effects_of_one_step() {
    act("A transfers 4 to B", "deliver all until A inside", "crash A after its 1st effect");
    act("sync disk A");
    must("A down");
    must("release A→B in flight");
    assertEquals(1, lab.moment().flight().stream().filter(m -> m.type().equals("release")).count());
  }

  @Test
  void a_frozen_member_takes_nothing_in() {
    act("freeze B", "A transfers 4 to B", "deliver all", "tick 3");
    must("A waits for B");
    assertThrows(ImpossibleException.class, () -> act("deliver request A→B"));
    act("thaw B", "deliver all");
    must("transfer 1 is committed");
  }

  @Test
  void a_member_that_has_lost_its_disk_waits_for_rejoin() {
    act("A transfers 4 to B", "deliver all", "crash B", "lose disk B", "restart B", "deliver all");
    must("B lost");
    act("crash B", "rejoin B", "deliver all", "tick 30", "deliver all");
    must("B ready");
    must("height of B is 1");
  }

  @Test
  void a_held_disk_syncs_when_it_is_named() {
    act("hold disk A", "A transfers 4 to B", "deliver all");
    must("A inside");
    act("sync disk A", "free disk A", "deliver all");
    must("transfer 1 is committed");
  }

  @Test
  void paxos_mode_executes_alone_and_agrees_when_money_is_short() {
    var paxos = new Lab(Setup.DEFAULT.with(LabProtocol.named("paxos").orElseThrow()));
    var reader = new LineReader(paxos.setup());
    for (var line :
        List.of(
            "A transfers 4 to B",
            "sync disk A",
            "expect transfer 1 is executed",
            "C transfers 7 to A",
            "deliver all",
            "A transfers 12 to B",
            "expect A leading",
            "expect A waits for B and C",
            "deliver all",
            "expect transfer 3 is executed",
            "tick 10",
            "deliver all",
            "expect height of B is 1")) {
      var entry = reader.entries(line).getFirst();
      paxos.perform(entry);
      if (entry instanceof Entry.Expect(var condition)) {
        var truth = Truth.of(condition, paxos.moment());
        assertTrue(truth.holds(), () -> line + ": " + truth.instead());
      }
    }
  }

  @Test
  void what_is_impossible_changes_nothing() {
    act("A transfers 4 to B");
    var before = lab.moment();
    var refused = assertThrows(ImpossibleException.class, () -> act("deliver ack B→A"));
    assertEquals(
        "there is no ack B→A in flight; in flight: request A→B, request A→C", refused.getMessage());
    assertSame(before, lab.moment());
    act("deliver request A→B");
    must("ack B→A in flight");
  }

  @Test
  void back_shows_the_same_moment_again_and_a_fork_leaves_it() {
    act("A transfers 4 to B");
    var first = lab.moment();
    act("deliver request A→B", "deliver request A→C");
    assertEquals(2, lab.back(2));
    assertSame(first, lab.moment());
    lab.fork("other");
    act("drop request A→B");
    assertEquals(2, lab.branch().length());
    lab.go("main");
    assertEquals(3, lab.at());
    assertEquals(List.of("main", "other"), lab.branches().stream().map(Branch::name).toList());
  }

  @Test
  void a_fork_below_the_place_where_a_branch_has_left_leaves_the_parent() {
    act("A transfers 4 to B", "deliver request A→B");
    lab.fork("one");
    act("deliver request A→C");
    lab.back(2);
    lab.fork("two");
    assertEquals("main", lab.branch().parent().orElseThrow().name());
    assertEquals(1, lab.branch().leftAt());
  }

  /** A life executed anew comes to the same moments, whatever has happened in it. */
  @ParameterizedTest
  @CsvSource({"lamport, 3", "paxos, 5"})
  void the_same_moves_lead_to_the_same_moments(String protocol, int members) {
    var setup = Setup.DEFAULT.with(LabProtocol.named(protocol).orElseThrow()).with(members);
    var life = new Lab(setup);
    Wandering.wander(life, new Random(7), 300);
    var again = new Lab(setup);
    for (int step = 1; step <= life.branch().length(); step++) {
      again.perform(life.branch().step(step).entry());
      assertEquals(life.moment(life.branch(), step), again.moment());
    }
    assertTrue(life.moment().asked().stream().anyMatch(one -> one.outcome().isPresent()));
  }
}
