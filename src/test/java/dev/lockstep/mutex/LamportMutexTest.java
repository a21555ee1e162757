package dev.lockstep.mutex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Hashes;
import dev.lockstep.mutex.MutexMessage.Ack;
import dev.lockstep.mutex.MutexMessage.Heartbeat;
import dev.lockstep.mutex.MutexMessage.Hello;
import dev.lockstep.mutex.MutexMessage.Release;
import dev.lockstep.mutex.MutexMessage.Request;
import dev.lockstep.mutex.MutexMessage.Welcome;
import dev.lockstep.mutex.MutexWorld.Sent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * L. Lamport, "Time, Clocks, and the Ordering of Events in a Distributed System", CACM 21(7), 1978,
 * sentence by sentence; and then the rules for crashes and unreliable links (design L1 to L14).
 */
class LamportMutexTest {
  private static final long FAR = 1L << 32;

  private static long time(MutexWorld world, String name) {
    return world.mutex(name).time();
  }

  private static Timestamp claim(MutexWorld world, String name) {
    return world.mutex(name).claim().orElseThrow();
  }

  private static State state(String from, long time, Optional<Timestamp> claim) {
    return new State(from, 1, 1, time, claim, MutexWorld.GENESIS, 0);
  }

  private static MutexInput received(MutexMessage message) {
    return new MutexInput.Received(message);
  }

  @Nested
  @DisplayName("Ordering the events")
  class Clocks {
    @Test
    @DisplayName("IR1. Each process Pi increments Ci between any two successive events.")
    void no_two_events_of_a_member_have_one_time() {
      var world = MutexWorld.of("A", "B");
      List<Long> times = new ArrayList<>();
      world.acquire("A").deliverAll().leaveAndClaimAgain("A").deliverAll().leave("A").loseAll();
      for (int i = 0; i < 3; i++) {
        world.acquire("A").resend("A").resend("A");
        world.step("A", new MutexInput.Report("B")).withdraw("A");
        world.wire.forEach(sent -> times.add(sent.message().state().time()));
        world.loseAll();
      }
      assertEquals(times.stream().distinct().sorted().toList(), times);
      assertEquals(15, times.size());
    }

    @Test
    @DisplayName("IR2(a). The message m contains a timestamp Tm = Ci(a).")
    void a_message_carries_the_time_at_which_it_was_sent() {
      var world = MutexWorld.of("A", "B", "C").acquire("A");
      for (var sent : world.wire) {
        assertEquals(time(world, "A"), sent.message().state().time());
      }
    }

    @Test
    @DisplayName("IR2(b). Pj sets Cj not below its present value and greater than Tm.")
    void a_receiver_sets_its_clock_above_what_it_has_heard() {
      for (long ahead : new long[] {-2, -1, 0, 1, 2, 1_000, FAR}) {
        var world = MutexWorld.of("A", "B");
        world.acquire("A").withdraw("A").acquire("A").withdraw("A").loseAll();
        long before = time(world, "A");
        world.step("A", received(new Ack(state("B", before + ahead, Optional.empty()))));
        assertEquals(Math.max(before, before + ahead) + 1, time(world, "A"), "ahead by " + ahead);
      }
    }

    @Test
    @DisplayName("A heartbeat is no event: it carries the time of a clock and advances none.")
    void heartbeats_let_clocks_catch_up_and_do_not_advance_them() {
      var world = MutexWorld.of("A", "B", "C");
      for (int i = 0; i < 100; i++) {
        world.beat("A").beat("B").beat("C").deliverAll();
      }
      long highest = time(world, "A");
      assertEquals(List.of(highest, highest), List.of(time(world, "B"), time(world, "C")));
      for (int i = 0; i < 100; i++) {
        world.beat("A").beat("B").beat("C").deliverAll();
      }
      assertEquals(highest, time(world, "A"));
      assertEquals(List.of(), world.dropped);
    }

    @Test
    @DisplayName(
        "A heartbeat that is overtaken by one of the same time and more blocks is dropped.")
    void a_heartbeat_does_not_take_back_what_a_later_one_of_its_time_has_shown() {
      var world = MutexWorld.of("A", "B").beat("B");
      var early = world.sent("B", "A");
      world.loseAll().grow("B", 1).beat("B").deliverAll().hand(early);
      assertEquals(1, world.mutex("A").highestShown().height());
      assertEquals(1, world.dropped.size());
    }

    @Test
    @DisplayName("a => b iff Ci(a) < Cj(b), or Ci(a) = Cj(b) and Pi < Pj.")
    void timestamps_are_ordered_by_time_and_then_by_name() {
      List<Timestamp> order =
          List.of(
              new Timestamp(1, "B"),
              new Timestamp(2, "A"),
              new Timestamp(2, "A2"),
              new Timestamp(2, "B"),
              new Timestamp(3, "A"),
              new Timestamp(Long.MAX_VALUE, "A"));
      for (int i = 0; i < order.size(); i++) {
        for (int j = 0; j < order.size(); j++) {
          assertEquals(i < j, order.get(i).before(order.get(j)), order.get(i) + " " + order.get(j));
        }
      }
      var shuffled = new ArrayList<>(order);
      Collections.reverse(shuffled);
      Collections.sort(shuffled);
      assertEquals(order, shuffled);
    }
  }

  @Nested
  @DisplayName("The algorithm")
  class Rules {
    @Test
    @DisplayName("1. To request the resource, Pi sends the message Tm:Pi to every other process.")
    void a_request_goes_to_every_peer_and_into_the_sender_s_queue() {
      var world = MutexWorld.of("A", "B", "C").acquire("A");
      var mine = claim(world, "A");

      assertEquals(List.of("Request A-B", "Request A-C"), world.inFlight());
      assertEquals(new Timestamp(time(world, "A"), "A"), mine);
      assertEquals(Optional.of(mine), world.wire.getFirst().message().state().claim());
      assertEquals(List.of(mine), world.mutex("A").queue());
      assertEquals(List.of("B", "C"), world.mutex("A").waitingFor());
    }

    @Test
    @DisplayName("2. Pj places it on its queue and sends a timestamped acknowledgment to Pi.")
    void a_request_is_queued_and_acknowledged() {
      var world = MutexWorld.of("A", "B", "C").acquire("A").deliver("A", "B");

      assertEquals(List.of(claim(world, "A")), world.mutex("B").queue());
      assertEquals(List.of("Request A-C", "Ack B-A"), world.inFlight());
      assertTrue(world.sent("B", "A").message().state().time() > claim(world, "A").time());
    }

    @Test
    @DisplayName("3. To release, Pi removes its request and sends a timestamped release to all.")
    void a_release_goes_to_everybody() {
      var world = MutexWorld.of("A", "B", "C").acquire("A").deliverAll().leave("A");

      assertEquals(List.of("Release A-B", "Release A-C"), world.inFlight());
      assertEquals(Optional.empty(), world.wire.getFirst().message().state().claim());
      assertEquals(List.of(), world.mutex("A").queue());
      assertEquals(Set.of(), world.inside());
    }

    @Test
    @DisplayName("4. When Pj receives the release, it removes the request from its queue.")
    void a_release_empties_the_queues_of_the_others() {
      var world = MutexWorld.of("A", "B", "C").acquire("A").deliverAll();
      var mine = claim(world, "A");
      assertEquals(List.of(mine), world.mutex("C").queue());

      world.leave("A").deliver("A", "B");
      assertEquals(List.of(), world.mutex("B").queue());
      assertEquals(List.of(mine), world.mutex("C").queue());
    }

    @Test
    @DisplayName("5(i). Granted when the request of Pi is ordered before any other in the queue.")
    void an_earlier_request_goes_first() {
      var world = MutexWorld.of("A", "B");
      world.acquire("B").deliverAll().leave("B").deliverAll().acquire("A");
      world.deliver("A", "B").acquire("B").deliverAll();
      assertTrue(claim(world, "A").before(claim(world, "B")));
      assertEquals(Set.of("A"), world.inside());

      world.leave("A").deliverAll();
      assertEquals(Set.of("B"), world.inside());
    }

    @Test
    @DisplayName("5(ii). And when Pi has received a later message from every other process.")
    void nobody_enters_before_everybody_was_heard() {
      var world = MutexWorld.of("A", "B", "C").acquire("A");
      world.deliver("A", "B").deliver("B", "A");
      assertEquals(Set.of(), world.inside());
      assertEquals(List.of("C"), world.mutex("A").waitingFor());

      world.deliver("A", "C").deliver("C", "A");
      assertEquals(Set.of("A"), world.inside());
      assertEquals(List.of(), world.mutex("A").waitingFor());
    }

    @Test
    @DisplayName("5(ii) again: any message that is later will do, an acknowledgment or not.")
    void the_request_of_another_serves_as_its_acknowledgment() {
      var world = MutexWorld.of("A", "B").acquire("A");
      world.beat("B").beat("B").beat("B").loseAll();
      var later = new Timestamp(claim(world, "A").time() + 5, "B");
      world.step("A", received(new Request(state("B", later.time(), Optional.of(later)))));
      assertEquals(Set.of("A"), world.inside());
    }

    @Test
    @DisplayName("A message that is not later than the request grants nothing.")
    void what_was_sent_before_the_request_is_no_answer() {
      for (var name : List.of("A", "C")) {
        var world = MutexWorld.of(name, "B").acquire(name);
        long mine = claim(world, name).time();
        world.step(name, received(new Heartbeat(state("B", mine - 1, Optional.empty()))));
        assertEquals(Set.of(), world.inside());
        // At the same time the name decides which came first.
        world.step(name, received(new Heartbeat(state("B", mine, Optional.empty()))));
        assertEquals(name.equals("A") ? Set.of("A") : Set.of(), world.inside());
        world.step(name, received(new Heartbeat(state("B", mine + 1, Optional.empty()))));
        assertEquals(Set.of(name), world.inside());
      }
    }

    @Test
    void equal_clocks_are_ordered_by_name() {
      var world = MutexWorld.of("A", "B", "C");
      long level = Math.max(time(world, "A"), Math.max(time(world, "B"), time(world, "C")));
      for (var name : world.names) {
        while (time(world, name) < level) {
          world.beat(name).loseAll();
        }
      }
      world.acquire("C").acquire("B").acquire("A");
      assertEquals(claim(world, "A").time(), claim(world, "C").time());

      world.deliverAll();
      assertEquals(Set.of("A"), world.inside());
      world.leave("A").deliverAll();
      assertEquals(Set.of("B"), world.inside());
      world.leave("B").deliverAll();
      assertEquals(Set.of("C"), world.inside());
    }

    @Test
    @DisplayName("(I) A process which has been granted the resource must release it first.")
    void nobody_else_enters_before_the_release_arrives() {
      var world = MutexWorld.of("A", "B", "C").acquire("A").deliverAll();
      world.acquire("B").acquire("C").deliverAll().resend("B").resend("C").deliverAll();
      assertEquals(Set.of("A"), world.inside());

      world.leave("A");
      assertEquals(Set.of(), world.inside());
      world.deliver("A", "B");
      assertEquals(Set.of("B"), world.inside());
    }

    @Test
    @DisplayName("(II) Different requests must be granted in the order in which they are made.")
    void requests_are_granted_in_their_order() {
      var world = MutexWorld.of("A", "B", "C", "D");
      List<Timestamp> made = new ArrayList<>();
      for (var name : List.of("C", "A", "D", "B")) {
        world.acquire(name).deliverAll();
        made.add(claim(world, name));
      }
      for (var next : made) {
        assertEquals(Set.of(next.member()), world.inside());
        world.leave(next.member()).deliverAll();
      }
      assertEquals(made, world.entered);
    }

    @Test
    @DisplayName("(III) If every process releases it, every request is eventually granted.")
    void no_member_starves_when_all_request_again_and_again() {
      var world = MutexWorld.of("A", "B", "C").acquire("A").acquire("B").acquire("C").deliverAll();
      for (int turn = 0; turn < 30; turn++) {
        world.leaveAndClaimAgain(world.inside().first()).deliverAll();
      }
      var turns = world.entered.stream().map(Timestamp::member).toList();
      for (int i = 3; i < turns.size(); i++) {
        assertEquals(turns.get(i - 3), turns.get(i), "turn " + i + " of " + turns);
      }
      assertEquals(31, turns.size());
    }

    @Test
    @DisplayName("The algorithm needs 3(N-1) messages for each turn.")
    void a_turn_costs_three_messages_for_every_other_member() {
      for (var names : List.of(new String[] {"A", "B"}, new String[] {"A", "B", "C", "D", "E"})) {
        var world = MutexWorld.of(names).acquire("A");
        int messages = 0;
        while (!world.wire.isEmpty()) {
          world.deliver(world.wire.getFirst());
          messages++;
        }
        world.leave("A");
        messages += world.wire.size();
        world.deliverAll();
        assertEquals(3 * (names.length - 1), messages);
      }
    }

    @Test
    void a_member_alone_enters_at_once() {
      assertEquals(Set.of("A"), MutexWorld.of("A").acquire("A").inside());
    }
  }

  @Nested
  @DisplayName("Every message carries the sender's whole state")
  class WholeState {
    @Test
    void a_message_shows_claim_head_and_durable_height() {
      var world = MutexWorld.of("A", "B").acquire("A").deliverAll().build("A").leave("A");
      world.deliverAll().acquire("A").loseAll().beat("A");
      var mine = claim(world, "A");

      var shown = world.sent("A", "B").message().state();
      assertEquals(
          new State(
              "A", 1, 1, time(world, "A"), Optional.of(mine), new Head(1, Hashes.of("block 1")), 1),
          shown);
    }

    @Test
    void any_later_message_replaces_a_lost_request() {
      var world = MutexWorld.of("A", "B").acquire("A").loseAll().beat("A").deliverAll();
      assertEquals(List.of(claim(world, "A")), world.mutex("B").queue());
    }

    @Test
    void a_request_is_repeated_when_it_or_its_ack_is_lost() {
      var world = MutexWorld.of("A", "B", "C").acquire("A").lose(l -> l.to().equals("B"));
      world.deliverAll();
      assertEquals(Set.of(), world.inside());

      world.resend("A");
      assertEquals(
          List.of("Request A-B"), world.inFlight(), "only to peers that have not answered");
      world.deliver("A", "B").loseAll().resend("A").deliverAll();
      assertEquals(Set.of("A"), world.inside());

      world.resend("A");
      assertEquals(
          List.of(), world.inFlight(), "a member in the critical section requests nothing");
    }

    @Test
    void the_answer_to_the_next_request_replaces_a_lost_release() {
      var world = MutexWorld.of("A", "B").acquire("A").deliverAll().leave("A").loseAll();
      world.acquire("B").deliverAll();
      assertEquals(Set.of("B"), world.inside());
    }

    @Test
    @DisplayName(
        "A duplicated ack breaks the algorithm of the paper; here a copy is dropped as old.")
    void a_duplicated_ack_is_dropped() {
      var world = MutexWorld.of("A", "B").acquire("A").deliver("A", "B");
      var ack = world.sent("B", "A");
      world.deliverAll().leave("A").deliverAll();

      world.acquire("A").loseAll().hand(ack).hand(ack);
      assertEquals(Set.of(), world.inside());
      assertEquals(2, world.dropped.size());
    }

    @Test
    @DisplayName("An overtaken message breaks the algorithm of the paper; here it is dropped.")
    void a_message_that_was_overtaken_changes_nothing() {
      var world = MutexWorld.of("A", "B").acquire("A");
      var request = world.sent("A", "B");
      world.lose(request::equals).beat("A");
      var newer = world.sent("A", "B");
      world.deliver(newer).loseAll();
      var before = world.mutex("B");

      world.hand(request);
      assertEquals(before, world.mutex("B"));
      assertEquals(List.of(), world.inFlight());
      assertInstanceOf(Request.class, world.dropped.getLast().message());
    }

    @Test
    void an_old_release_does_not_hide_the_newer_claim() {
      var world = MutexWorld.of("A", "B").acquire("A").deliverAll().leave("A");
      var release = world.sent("A", "B");
      world.loseAll().acquire("A").deliver("A", "B").hand(release);
      assertEquals(List.of(claim(world, "A")), world.mutex("B").queue());
    }

    @Test
    void a_message_from_a_stranger_is_dropped() {
      var world = MutexWorld.of("A", "B");
      var before = world.mutex("A");
      for (var kind : everyKind(new State("X", 1, 1, 9, Optional.empty(), MutexWorld.GENESIS, 0))) {
        world.step("A", received(kind));
      }
      for (var kind : everyKind(new State("A", 1, 1, 9, Optional.empty(), MutexWorld.GENESIS, 0))) {
        world.step("A", received(kind));
      }
      assertEquals(before, world.mutex("A"));
      assertEquals(14, world.dropped.size());
      assertEquals(List.of(), world.inFlight());
    }
  }

  private static List<MutexMessage> everyKind(State state) {
    return List.of(
        new Hello(state, false, 0),
        new Welcome(state, true, 0, 0, 0),
        new Request(state),
        new Ack(state),
        new Release(state),
        new MutexMessage.Durable(state),
        new Heartbeat(state));
  }

  @Nested
  @DisplayName("The chain moves with the critical section")
  class Heads {
    @Test
    void no_member_enters_before_it_has_the_block_of_the_last_holder() {
      var world = MutexWorld.of("A", "B").acquire("A").deliverAll().acquire("B").deliverAll();
      world.build("A").leave("A").deliverAll();
      assertEquals(Set.of(), world.inside());
      assertEquals(new Head(1, Hashes.of("block 1")), world.mutex("B").highestShown());

      world.grow("B", 1);
      assertEquals(Set.of("B"), world.inside());
    }

    @Test
    void a_durable_height_stays_when_a_lower_one_is_reported_later() {
      var world = MutexWorld.of("A", "B").grow("A", 3).step("A", new MutexInput.Report("B"));
      world.deliverAll();
      assertEquals(3, world.mutex("B").peers().get("A").durable());

      long later = time(world, "A") + 10;
      world.step("B", received(new Heartbeat(state("A", later, Optional.empty()))));
      assertEquals(3, world.mutex("B").peers().get("A").durable());
    }
  }

  @Nested
  @DisplayName("A release that claims again, and a request that is withdrawn")
  class Shortcuts {
    @Test
    void a_release_that_claims_again_serves_as_the_next_request() {
      var world = MutexWorld.of("A", "B", "C").acquire("A").deliverAll().leaveAndClaimAgain("A");
      assertEquals(List.of("Release A-B", "Release A-C"), world.inFlight());
      assertEquals(Set.of(), world.inside());

      world.deliverAll();
      assertEquals(Set.of("A"), world.inside());
      assertEquals(2, world.entered.size());
    }

    @Test
    void a_member_that_claims_again_is_behind_those_that_waited() {
      var world = MutexWorld.of("A", "B").acquire("A").deliverAll().acquire("B").deliverAll();
      world.leaveAndClaimAgain("A").deliverAll();
      assertEquals(Set.of("B"), world.inside());
      world.leave("B").deliverAll();
      assertEquals(Set.of("A"), world.inside());
    }

    @Test
    void a_withdrawn_request_blocks_no_member() {
      var world = MutexWorld.of("A", "B", "C").acquire("A").deliver("A", "B").deliver("A", "C");
      world.loseAll().acquire("B").withdraw("A").deliverAll();
      assertEquals(Set.of("B"), world.inside());
      assertEquals(List.of(claim(world, "B")), world.mutex("C").queue());
    }

    @Test
    void an_input_out_of_order_is_a_broken_invariant() {
      var idle = MutexWorld.of("A", "B");
      assertThrows(IllegalStateException.class, () -> idle.leave("A"));
      assertThrows(IllegalStateException.class, () -> idle.withdraw("A"));
      idle.acquire("A");
      assertThrows(IllegalStateException.class, () -> idle.acquire("A"));
      assertThrows(IllegalStateException.class, () -> idle.leave("A"));
      idle.deliverAll();
      assertThrows(IllegalStateException.class, () -> idle.withdraw("A"));
      assertThrows(IllegalStateException.class, () -> idle.acquire("A"));
    }
  }

  @Nested
  @DisplayName("Restart")
  class Restarts {
    @Test
    void no_member_requests_or_acknowledges_before_all_have_answered_its_hello() {
      var world = MutexWorld.starting("A", "B", "C").greet("A").greet("B");
      world.lose(l -> l.to().equals("C")).deliverAll();
      assertFalse(world.mutex("A").participating());
      assertTrue(world.mutex("B").waitingFor().contains("C"));
      world.beat("A").step("A", new MutexInput.Report("B")).beat("B");
      assertEquals(List.of(), world.inFlight());

      world.greet("C").deliverAll().resend("A").resend("B").deliverAll();
      for (var name : world.names) {
        assertTrue(world.mutex(name).participating(), name);
      }
    }

    @Test
    void the_claim_of_an_earlier_incarnation_is_void() {
      var world = MutexWorld.of("A", "B").acquire("A").deliverAll();
      world.acquire("B").deliverAll();
      assertEquals(Set.of("A"), world.inside());

      world.restart("A").deliverAll().resend("B").deliverAll();
      assertEquals(Set.of("B"), world.inside());
      assertEquals(2, world.mutex("B").peers().get("A").incarnation());
    }

    @Test
    void messages_of_an_earlier_incarnation_are_dropped_once_a_later_one_was_heard() {
      var world = MutexWorld.of("A", "B").beat("A").beat("A").beat("A").acquire("A");
      var old = new ArrayList<>(world.wire);
      world.loseAll().restart("A").deliverAll().acquire("B").loseAll();

      for (var sent : old) {
        world.hand(sent);
      }
      assertEquals(old.size(), world.dropped.stream().filter(d -> d.message() != null).count());
      assertEquals(List.of(claim(world, "B")), world.mutex("B").queue());
      assertEquals(Set.of(), world.inside());
    }

    @Test
    @DisplayName("A receiver drops what is meant for an earlier incarnation of it.")
    void an_ack_for_an_earlier_incarnation_is_no_answer_to_this_one() {
      var world = MutexWorld.of("A", "B").acquire("A").deliver("A", "B");
      var ack = world.sent("B", "A");
      world.loseAll().restart("A").deliverAll();

      world.acquire("A").loseAll().hand(ack);
      assertEquals(Set.of(), world.inside());
      assertTrue(world.dropped.getLast().reason().contains("meant for incarnation 1"));
    }

    @Test
    @DisplayName("A hello tells the sender's incarnation and nothing else.")
    void an_old_hello_is_no_evidence() {
      var world = MutexWorld.of("A", "B").acquire("A").loseAll();
      long later = claim(world, "A").time() + 100;
      for (var rejoin : List.of(true, false)) {
        var hello =
            new Hello(
                new State("B", 1, 1, later, Optional.empty(), MutexWorld.GENESIS, 0), rejoin, 0);
        world.step("A", received(hello)).loseAll();
      }
      assertEquals(Set.of(), world.inside());
      assertTrue(time(world, "A") > later, "but its time is heard");
    }

    @Test
    void a_hello_of_an_earlier_incarnation_does_not_bring_it_back() {
      var world = MutexWorld.of("A", "B").restart("B");
      var hello = world.sent("B", "A");
      world.deliverAll().restart("B").deliverAll();
      assertEquals(3, world.mutex("A").peers().get("B").incarnation());
      world.hand(hello).deliverAll();
      assertEquals(3, world.mutex("A").peers().get("B").incarnation());
      world.acquire("A").deliverAll();
      assertEquals(Set.of("A"), world.inside());
    }

    @Test
    void a_new_incarnation_has_to_give_evidence_again() {
      var world = MutexWorld.of("A", "B", "C").acquire("A").deliver("A", "B").deliver("B", "A");
      assertEquals(List.of("C"), world.mutex("A").waitingFor());

      world.restart("B").deliver("B", "A").lose(l -> l.to().equals("B"));
      assertEquals(List.of("B", "C"), world.mutex("A").waitingFor());
      world.deliverAll();
      assertEquals(Set.of(), world.inside());
      world.resend("B").deliverAll().resend("A").deliverAll();
      assertEquals(Set.of("A"), world.inside());
    }

    @Test
    void a_hello_does_not_end_the_critical_section_of_another_member() {
      var world = MutexWorld.of("A", "B").acquire("A").deliverAll().restart("B").deliverAll();
      world.acquire("B").deliverAll();
      assertEquals(Set.of("A"), world.inside());
      world.leave("A").deliverAll();
      assertEquals(Set.of("B"), world.inside());
    }

    @Test
    void the_clock_of_a_new_incarnation_is_above_every_clock_it_has_heard() {
      var world = MutexWorld.of("A", "B", "C");
      for (int i = 0; i < 50; i++) {
        world.beat("C").deliverAll();
      }
      long before = time(world, "C");
      world.restart("A").deliverAll();
      assertTrue(time(world, "A") > before);
    }

    @Test
    void a_member_participates_when_it_has_the_blocks_that_the_welcomes_showed() {
      var world = MutexWorld.of("A", "B").restart("A").grow("B", 2).deliverAll();
      assertFalse(world.mutex("A").participating());
      assertEquals(2, world.mutex("A").required());
      world.grow("A", 1);
      assertFalse(world.mutex("A").participating());
      world.grow("A", 2);
      assertTrue(world.mutex("A").participating());
    }

    @Test
    @DisplayName("While a member joins, its messages are no evidence.")
    void the_welcome_of_a_joining_member_is_no_evidence() {
      var world = MutexWorld.of("A", "B", "C").restart("B").restart("C").loseAll();
      world.resend("B").deliver("B", "C");
      var welcome = (Welcome) world.sent("C", "B").message();
      assertFalse(welcome.participating());
      world.deliver("C", "B");
      assertTrue(world.mutex("B").peers().get("C").welcomed());
      assertEquals(Optional.empty(), world.mutex("B").peers().get("C").heard());
    }

    @Test
    void a_joining_member_does_not_acknowledge_requests() {
      var world = MutexWorld.of("A", "B", "C").restart("B").lose(l -> l.to().equals("C"));
      world.deliverAll();
      assertFalse(world.mutex("B").participating());
      world.acquire("A").deliver("A", "B");
      assertFalse(world.inFlight().contains("Ack B-A"));
      world.beat("B").step("B", new MutexInput.Report("A"));
      assertFalse(
          world.inFlight().stream().anyMatch(l -> l.endsWith("B-A")), "" + world.inFlight());
    }

    @Test
    void a_lost_hello_or_welcome_is_repeated() {
      var world = MutexWorld.of("A", "B", "C").restart("A").lose(l -> l.to().equals("B"));
      world.deliverAll();
      assertEquals(List.of("B"), world.mutex("A").waitingFor());
      world.resend("A");
      assertEquals(List.of("Hello A-B"), world.inFlight());
      world.deliver("A", "B").loseAll().resend("A").deliverAll();
      assertTrue(world.mutex("A").participating());
    }
  }

  @Nested
  @DisplayName("A member that has lost its disk does not participate")
  class Forgetting {
    private void assertForgotten(MutexWorld world, String reason) {
      var sentence = world.forgotten.get("A");
      assertTrue(sentence != null && sentence.contains(reason), () -> "" + world.forgotten);
      assertTrue(world.mutex("A").lost());
      world.loseAll().greet("A").resend("A").beat("A").step("A", new MutexInput.Report("B"));
      assertEquals(List.of(), world.inFlight(), "it must not send anything any more");
    }

    @Test
    void a_member_sends_nothing_once_a_later_incarnation_of_it_is_known() {
      var world = MutexWorld.of("A", "B").acquire("A").deliverAll();
      var toLaterLife =
          new State("B", 1, 2, time(world, "A") + 1, Optional.empty(), MutexWorld.GENESIS, 0);
      world.step("A", received(new Heartbeat(toLaterLife)));
      assertForgotten(world, "B has heard from incarnation 2 of A, but this one is 1");
    }

    @Test
    void a_disk_that_was_restored_from_an_old_copy_has_an_incarnation_that_was_used() {
      var world = MutexWorld.of("A", "B").restart("A").deliverAll().restart("A").deliverAll();
      world.start("A", 2, Disk.KEPT, MutexWorld.GENESIS).deliverAll();
      assertForgotten(world, "B has heard from incarnation 3 of A, but this one is 2");
    }

    @Test
    void an_old_copy_is_noticed_by_peers_that_have_restarted_since() {
      var world = MutexWorld.of("A", "B").restart("A").deliverAll().acquire("A").deliverAll();
      world.leave("A").deliverAll().restart("B").deliverAll();
      world.start("A", 2, Disk.KEPT, MutexWorld.GENESIS).deliverAll();
      assertForgotten(world, "but this one has not participated yet");
    }

    @Test
    void an_incarnation_that_is_used_twice_is_noticed_by_its_messages() {
      var world = MutexWorld.of("A", "B").acquire("A").deliverAll().leave("A").deliverAll();
      world.start("A", 1, Disk.KEPT, MutexWorld.GENESIS).deliverAll();
      assertForgotten(world, "but this one has not participated yet");
    }

    @Test
    void a_disk_that_has_lost_blocks_is_noticed_by_what_was_reported() {
      var world = MutexWorld.of("A", "B").grow("A", 5).grow("B", 5).beat("A").deliverAll();
      world.start("A", 2, Disk.KEPT, new Head(3, Hashes.of("block 3"))).deliverAll();
      assertForgotten(world, "block 5 is on its disk, but the disk ends at block 3");
    }

    @Test
    void an_empty_disk_while_others_have_blocks_is_noticed() {
      var world = MutexWorld.of("A", "B").grow("B", 5);
      world.start("A", 2, Disk.EMPTY, MutexWorld.GENESIS).deliverAll();
      assertForgotten(world, "B has 5 blocks, but the disk of A was empty");
    }

    @Test
    void a_rejoining_member_takes_the_incarnation_after_the_highest() {
      var world = MutexWorld.of("A", "B", "C");
      world.restart("A").deliverAll().grow("A", 4).grow("B", 4).grow("C", 4).beat("A").deliverAll();
      // Only C has heard of incarnation 3.
      world.restart("A").lose(l -> l.to().equals("B")).deliverAll();

      world.start("A", 0, Disk.LOST, MutexWorld.GENESIS).deliverAll();
      assertEquals(4, world.mutex("A").incarnation());
      assertFalse(world.mutex("A").participating());
      assertEquals(4, world.mutex("A").required());
      world.grow("A", 4);
      assertTrue(world.mutex("A").participating());
      assertEquals(4, world.mutex("B").peers().get("A").incarnation());

      world.deliverAll().acquire("A").deliverAll();
      assertEquals(Set.of("A"), world.inside());
    }

    @Test
    void a_rejoining_member_asks_all_before_it_takes_an_incarnation() {
      var world = MutexWorld.of("A", "B", "C").start("A", 0, Disk.LOST, MutexWorld.GENESIS);
      world.lose(l -> l.to().equals("C")).deliverAll();
      assertEquals(0, world.mutex("A").incarnation());
      world.resend("A").deliverAll();
      assertEquals(2, world.mutex("A").incarnation());
      assertTrue(world.mutex("A").participating());
    }

    @Test
    void messages_from_before_a_lost_disk_are_dropped_after_the_rejoin() {
      var world = MutexWorld.of("A", "B").acquire("A").build("A").beat("A");
      List<Sent> old = List.copyOf(world.wire);
      world.loseAll().start("A", 0, Disk.LOST, MutexWorld.GENESIS).deliverAll();
      assertTrue(world.mutex("A").participating());
      var before = world.mutex("B");
      old.forEach(world::hand);
      assertEquals(before, world.mutex("B"));
    }
  }
}
