package dev.lockstep.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Location;
import dev.lockstep.chain.Refusal;
import dev.lockstep.chain.Transfer;
import dev.lockstep.mutex.MutexMessage;
import dev.lockstep.order.member.Doubt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The ledger in Lamport mode, as clients and the other members see it (design M1 to M6 and L1 to
 * L15).
 */
class LamportOrderTest {
  private static World ready(String... names) {
    return quiet(World.of(names));
  }

  private static World quiet(World world) {
    world.startAll().settle();
    // Beats make members hear of each other's disks; afterwards nothing is under way.
    world.run(500);
    world.nodes.values().forEach(n -> assertEquals(MemberState.READY, n.status().state()));
    world.sent.clear();
    return world;
  }

  private static List<Outcome> answer(World world, String name, long ticket) {
    return world.node(name).answers.get(ticket);
  }

  private static Outcome.Committed committed(World world, String name, long ticket) {
    return assertInstanceOf(Outcome.Committed.class, answer(world, name, ticket).getFirst());
  }

  private static Transfer[] transfers(World world, String from, String to, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> world.transfer(from, to, 1))
        .toArray(Transfer[]::new);
  }

  // --- a turn ------------------------------------------------------------------------------------

  @Test
  void a_transfer_is_committed_at_its_place_on_every_chain() {
    var world = ready("A", "B", "C");
    var transfer = world.transfer("A", "B", 400);
    long ticket = world.submit("A", transfer);
    world.settle();

    var outcome = committed(world, "A", ticket);
    assertEquals(new Location(1, 0), outcome.location());
    assertFalse(outcome.existed());
    for (var name : world.nodes.keySet()) {
      assertEquals(outcome.block(), world.chain(name).getFirst().hash());
      assertEquals(List.of(transfer), world.chain(name).getFirst().transfers());
    }
  }

  @Test
  void a_batch_goes_on_one_block_and_what_is_over_the_limit_on_the_next() {
    var world = quiet(new World(1, new Limits(5, 100, World.TIMEOUT, 8192, 0, false, 0), "A", "B"));
    long ticket = world.submit("A", transfers(world, "A", "B", 12));
    world.settle();

    assertEquals(
        List.of(5, 5, 2), world.chain("B").stream().map(b -> b.transfers().size()).toList());
    var places =
        answer(world, "A", ticket).stream().map(o -> ((Outcome.Committed) o).location()).toList();
    for (int i = 0; i < 12; i++) {
      assertEquals(new Location(1 + i / 5, i % 5), places.get(i));
    }
  }

  @Test
  void what_arrives_while_a_turn_is_awaited_shares_the_block() {
    var world = ready("A", "B");
    world.submit("A", world.transfer("A", "B", 1));
    world.submit("A", world.transfer("A", "B", 2));
    world.settle();
    assertEquals(1, world.chain("A").size());
    assertEquals(2, world.chain("A").getFirst().transfers().size());
  }

  @Test
  void everybody_gets_a_turn_when_all_want_one() {
    var world = ready("A", "B", "C");
    for (var name : world.nodes.keySet()) {
      world.submit(name, world.transfer(name, "A2", 10));
    }
    world.settle();
    assertEquals(
        List.of("A", "B", "C"), world.chain("A").stream().map(Block::proposer).sorted().toList());
    assertEquals(3, world.committed.size());
  }

  @Test
  void what_cannot_be_paid_is_refused_and_the_turn_ends_without_a_block() {
    var world = ready("A", "B", "C");
    long ticket = world.submit("A", world.transfer("A", "B", 1_001));
    assertNull(answer(world, "A", ticket), "only the holder of the turn knows the balances");
    world.settle();

    var refused = assertInstanceOf(Outcome.Refused.class, answer(world, "A", ticket).getFirst());
    assertEquals(Refusal.Code.INSUFFICIENT_FUNDS, refused.refusal().code());
    assertEquals(List.of(), world.chain("A"));
    assertEquals(Map.of("request", 2, "ack", 2, "release", 2), world.sent);
    assertEquals(List.of(), world.node("B").status().queue());
  }

  @Test
  void a_batch_is_decided_in_order_against_what_the_ones_before_have_left() {
    var world = ready("A", "B");
    long ticket =
        world.submit(
            "A",
            world.transfer("A2", "B", 5),
            world.transfer("A", "A2", 995),
            world.transfer("A", "B", 6),
            world.transfer("A2", "B", 995),
            world.transfer("A", "B", 5),
            world.transfer("B", "A", 1));
    world.settle();

    assertEquals(
        List.of("Refused", "Committed", "Refused", "Committed", "Committed", "Refused"),
        answer(world, "A", ticket).stream().map(o -> o.getClass().getSimpleName()).toList());
    assertEquals(3, world.chain("B").getFirst().transfers().size());
  }

  @Test
  void money_that_a_block_before_has_brought_can_be_spent() {
    var world = ready("A", "B");
    world.submit("A", world.transfer("A", "B2", 1_000));
    long ticket = world.submit("B", world.transfer("B2", "A", 1_000));
    world.settle();
    long retry = ticket;
    if (answer(world, "B", ticket).getFirst() instanceof Outcome.Refused) {
      retry = world.submit("B", world.transfer("B2", "A", 1_000));
      world.settle();
    }
    committed(world, "B", retry);
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3", "5"})
  void an_uncontended_turn_costs_three_messages_for_every_other_member(int members) {
    var names =
        IntStream.range(0, members).mapToObj(i -> "" + (char) ('A' + i)).toArray(String[]::new);
    var world = ready(names);
    world.submit("A", world.transfer("A", "A2", 1));
    world.settle();

    int others = members - 1;
    assertEquals(
        others == 0
            ? Map.of()
            : Map.of("request", others, "ack", others, "release", others, "durable", others),
        new TreeMap<>(world.sent));
    assertEquals(1, world.committed.size());
  }

  // --- the critical section is kept (design L17)
  // ---------------------------------------------------

  private static World keeping(String... names) {
    var world = quiet(new World(1, new Limits(8192, 100, World.TIMEOUT, 8192, 0, true, 0), names));
    world.submit("A", world.transfer("A", "A2", 1));
    world.settle().sent.clear();
    return world;
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3", "5"})
  void a_member_that_has_kept_the_section_sends_its_next_block_at_once(int members) {
    var names =
        IntStream.range(0, members).mapToObj(i -> "" + (char) ('A' + i)).toArray(String[]::new);
    var world = keeping(names);
    long ticket = world.submit("A", world.transfer("A", "A2", 1));
    world.settle();

    assertEquals(new Location(2, 0), committed(world, "A", ticket).location());
    int others = members - 1;
    assertEquals(
        others == 0 ? Map.of() : Map.of("append", others, "durable", others),
        new TreeMap<>(world.sent));
    assertTrue(world.node("A").inside);
  }

  @Test
  void the_section_is_released_as_soon_as_another_member_asks() {
    var world = keeping("A", "B", "C");
    long ticket = world.submit("B", world.transfer("B", "A", 1));
    world.settle();

    assertEquals(new Location(2, 0), committed(world, "B", ticket).location());
    // The release of A is its acknowledgment too.
    assertEquals(
        Map.of("request", 2, "ack", 1, "release", 2, "append", 2, "durable", 2),
        new TreeMap<>(world.sent));
    assertFalse(world.node("A").inside);
    assertTrue(world.node("B").inside);
  }

  @Test
  void a_block_that_is_made_while_another_member_asks_is_sent_with_the_release() {
    var world = keeping("A", "B");
    long first = world.submit("A", world.transfer("A", "B", 1));
    long second = world.submit("B", world.transfer("B", "A", 1));
    long third = world.submit("A", world.transfer("A", "B", 1));
    world.settle();

    assertEquals(2, committed(world, "A", first).location().height());
    assertEquals(3, committed(world, "B", second).location().height());
    assertEquals(4, committed(world, "A", third).location().height());
  }

  @Test
  void what_is_refused_in_a_section_that_was_kept_costs_no_message() {
    var world = keeping("A", "B");
    long ticket = world.submit("A", world.transfer("A", "B", 1_001));
    world.settle();

    assertInstanceOf(Outcome.Refused.class, answer(world, "A", ticket).getFirst());
    assertEquals(Map.of(), world.sent);
    assertTrue(world.node("A").inside);
  }

  @Test
  void a_member_that_misses_another_one_does_not_keep_the_section() {
    var world = keeping("A", "B", "C").crash("C");
    world.run(2_000);
    assertFalse(world.node("A").inside);
    assertEquals(List.of(), world.node("A").status().queue());

    long ticket = world.submit("A", world.transfer("A", "B", 1));
    world.run(World.TIMEOUT + 1_000);
    var outcome =
        assertInstanceOf(Outcome.Unavailable.class, answer(world, "A", ticket).getFirst());
    assertEquals(List.of("C"), outcome.waitingFor());
  }

  @Test
  void a_restart_ends_a_section_that_was_kept() {
    var world = keeping("A", "B", "C").crash("A").start("A");
    world.settle().run(500);
    assertFalse(world.node("A").inside);
    long ticket = world.submit("B", world.transfer("B", "A", 1));
    world.settle();
    committed(world, "B", ticket);
  }

  // --- an id commits at most once ----------------------------------------------------------------

  @Test
  void a_transfer_that_is_sent_again_exists_at_once_and_costs_no_message() {
    var world = ready("A", "B");
    var transfer = world.transfer("A", "B", 600);
    long first = world.submit("A", transfer);
    world.settle().sent.clear();

    long second = world.submit("A", transfer);
    assertEquals(committed(world, "A", first).location(), committed(world, "A", second).location());
    assertTrue(committed(world, "A", second).existed());
    assertEquals(Map.of(), world.sent);
  }

  @Test
  void a_hundred_copies_at_once_are_one_transfer_with_a_hundred_answers() {
    var world = ready("A", "B", "C");
    var transfer = world.transfer("A", "B", 600);
    for (int i = 0; i < 100; i++) {
      world.submit("A", transfer);
    }
    world.settle();

    var answers = world.node("A").answers.values().stream().map(List::getFirst).toList();
    assertEquals(100, answers.size());
    for (var outcome : answers) {
      assertEquals(new Location(1, 0), ((Outcome.Committed) outcome).location());
    }
    assertEquals(1, answers.stream().filter(o -> !((Outcome.Committed) o).existed()).count());
    assertEquals(1, world.chain("C").getFirst().transfers().size());
  }

  @Test
  void the_same_id_with_another_content_is_refused_and_the_first_is_kept() {
    var world = ready("A", "B");
    var transfer = world.transfer("A", "B", 600);
    var other = new Transfer(transfer.id(), "A", "B", 599, "");
    world.submit("A", transfer);
    long waiting = world.submit("A", other);
    world.settle();
    long later = world.submit("A", other);

    for (long ticket : new long[] {waiting, later}) {
      var refused = assertInstanceOf(Outcome.Refused.class, answer(world, "A", ticket).getFirst());
      assertEquals(Refusal.Code.EXISTS_WITH_DIFFERENT_CONTENT, refused.refusal().code());
    }
    assertEquals(List.of(transfer), world.chain("A").getFirst().transfers());
  }

  @Test
  void a_transfer_exists_after_a_restart_too() {
    var world = ready("A", "B", "C");
    var transfer = world.transfer("A", "B", 600);
    world.submit("A", transfer);
    world.settle().crash("A").start("A").run(2_000);

    long again = world.submit("A", transfer);
    world.settle();
    assertTrue(committed(world, "A", again).existed());
    assertEquals(1, world.chain("A").size());
  }

  @Test
  void a_transfer_that_was_on_the_disk_when_its_node_died_exists_afterwards() {
    var world = ready("A", "B", "C");
    var transfer = world.transfer("A", "B", 600);
    long ticket = world.submit("A", transfer);
    while (world.node("A").unsynced.isEmpty()) {
      world.deliver(0);
    }
    world.sync("A");
    // The block is on A's disk, its release is lost, and nobody was told anything.
    world.wire.clear();
    world.crash("A").start("A");
    assertNull(answer(world, "A", ticket));

    long again = world.submit("A", transfer);
    world.run(3_000);
    assertEquals(new Location(1, 0), committed(world, "A", again).location());
    world.checkConverged();
    assertEquals(1, world.chain("B").size());
  }

  @Test
  void a_transfer_is_found_by_its_id() {
    var world = ready("A", "B");
    var transfer = world.transfer("A", "B", 1);
    world.submit("A", transfer);
    world.settle().run(300);
    for (var name : List.of("A", "B")) {
      var node = world.node(name);
      node.asked.put(900L, List.of(transfer));
      world.step(node, new Input.Find(900, transfer.id()));
      assertEquals(new Location(1, 0), committed(world, name, 900).location());
      node.asked.put(901L, List.of(transfer));
      world.step(node, new Input.Find(901, world.transfer("A", "B", 1).id()));
      assertEquals(List.of(new Outcome.NotFound()), answer(world, name, 901));
    }
  }

  @Test
  void who_asks_for_what_is_not_committed_waits_within_bounds() {
    var world = new World(1, new Limits(8, 10, World.TIMEOUT, 8192, 0, false, 0), "A", "B");
    world = quiet(world);
    var node = world.node("A");
    var transfer = world.transfer("A", "B", 1);
    long first = world.submit("A", transfer);
    deliverWire(world);
    world.sync("A");
    for (long ticket = 900; ticket <= 910; ticket++) {
      node.asked.put(ticket, List.of(transfer));
      world.step(node, new Input.Find(ticket, transfer.id()));
    }
    for (long ticket = 900; ticket < 910; ticket++) {
      assertNull(answer(world, "A", ticket));
    }
    assertEquals(List.of(new Outcome.Overloaded(10)), answer(world, "A", 910));
    long again = world.submit("A", transfer);
    assertEquals(List.of(Doubt.overload(List.of("B"), 10)), answer(world, "A", again));

    // What waits is answered in time, and makes room for others.
    world.pass(World.TIMEOUT);
    world.step(node, new Input.Tick());
    for (long ticket = 900; ticket < 910; ticket++) {
      assertInstanceOf(Outcome.InDoubt.class, answer(world, "A", ticket).getFirst());
    }
    assertInstanceOf(Outcome.InDoubt.class, answer(world, "A", first).getFirst());
    long later = world.submit("A", transfer);
    assertNull(answer(world, "A", later));
    world.settle();
    assertTrue(committed(world, "A", later).existed());
  }

  // --- what is answered when ---------------------------------------------------------------------

  @Test
  void a_block_is_on_its_own_disk_before_anybody_is_sent_it() {
    var world = ready("A", "B", "C");
    world.submit("A", world.transfer("A", "B", 1));
    while (!world.wire.isEmpty()) {
      world.deliver(0);
    }
    assertEquals(1, world.node("A").unsynced.size());
    assertTrue(world.node("A").status().inside(), "until its block is synced the turn goes on");
    world.pass(1_000);
    for (var letter : world.wire) {
      assertTrue(shows(letter).isEmpty(), "" + letter);
      assertFalse(letter.message() instanceof PeerMessage.Blocks, "" + letter);
      if (letter.message() instanceof LamportPeerMessage turn) {
        assertEquals(0, turn.mutex().state().head().height(), "" + letter);
        assertEquals(0, turn.mutex().state().durable(), "" + letter);
      }
    }

    world.wire.clear();
    world.sync("A");
    assertEquals(2, world.wire.stream().filter(l -> shows(l).isPresent()).count());
  }

  private static World.Letter withoutBlock(World.Letter letter) {
    return letter.message() instanceof LamportPeerMessage(var turn, var _)
        ? new World.Letter(letter.to(), new LamportPeerMessage(turn, Optional.empty()))
        : letter;
  }

  private static Optional<Block> shows(World.Letter letter) {
    return letter.message() instanceof LamportPeerMessage turn ? turn.block() : Optional.empty();
  }

  @Test
  void a_block_is_answered_only_when_it_is_on_the_disks_of_a_majority() {
    var world = ready("A", "B", "C", "D", "E");
    long ticket = world.submit("A", world.transfer("A", "B", 1));
    deliverWire(world);
    world.sync("A");
    deliverWire(world);
    assertNull(answer(world, "A", ticket), "it is on one disk of five");

    world.sync("B");
    deliverWire(world);
    assertNull(answer(world, "A", ticket), "it is on two disks of five");
    assertEquals(0, world.node("A").status().committed());

    world.sync("C");
    assertNull(answer(world, "A", ticket), "the third disk has not said so yet");
    deliverWire(world);
    committed(world, "A", ticket);
    assertEquals(1, world.node("A").status().committed());
  }

  private static void deliverWire(World world) {
    while (!world.wire.isEmpty()) {
      world.deliver(0);
    }
  }

  @Test
  void the_next_holder_builds_on_a_block_that_is_not_committed_yet() {
    var world = ready("A", "B", "C");
    long first = world.submit("A", world.transfer("A", "B", 1_000));
    deliverWire(world);
    world.submit("B", world.transfer("B", "A", 1_500));
    deliverWire(world);
    world.sync("A");
    deliverWire(world);
    assertTrue(world.node("B").status().inside());
    assertNull(answer(world, "A", first));
    world.settle();
    assertEquals(2, world.committed.size());
  }

  @Test
  void while_a_member_is_down_transfers_are_unavailable_and_say_for_whom_they_wait() {
    var world = ready("A", "B", "C").crash("B");
    world.run(1_500);
    assertEquals(MemberState.WAITING, world.node("A").status().state());
    var transfer = world.transfer("A", "B", 1);
    long ticket = world.submit("A", transfer);
    world.run(World.TIMEOUT - 100);
    assertNull(answer(world, "A", ticket));
    world.run(200);

    var outcome =
        assertInstanceOf(Outcome.Unavailable.class, answer(world, "A", ticket).getFirst());
    assertEquals(List.of("B"), outcome.waitingFor());
    assertTrue(outcome.reason().startsWith("Waiting for B, silent for 11."), outcome.reason());
    assertEquals(Optional.empty(), world.node("A").status().claim(), "the claim is taken back");

    // It goes on by itself, and what was answered as not executed never is.
    world.start("B").run(2_000);
    assertEquals(MemberState.READY, world.node("A").status().state());
    long other = world.submit("A", world.transfer("A", "B", 2));
    world.settle();
    committed(world, "A", other);
    assertFalse(
        world.chain("C").stream().anyMatch(b -> b.transfers().contains(transfer)),
        "it was definitely not executed");
  }

  @Test
  void a_transfer_on_a_block_that_is_not_committed_in_time_is_in_doubt() {
    var world = ready("A", "B", "C");
    var transfer = world.transfer("A", "B", 1);
    long ticket = world.submit("A", transfer);
    deliverWire(world);
    world.sync("A");
    world.wire.clear();
    world.crash("B").crash("C");
    for (long passed = 0; passed <= World.TIMEOUT; passed += 500) {
      world.pass(500);
      world.wire.clear();
    }
    var outcome = assertInstanceOf(Outcome.InDoubt.class, answer(world, "A", ticket).getFirst());
    assertEquals(List.of("B", "C"), outcome.waitingFor());
    assertEquals(
        "Block 1 with the transfer is on the disk of A, and a majority has not confirmed it yet:"
            + " waiting for B, C.",
        outcome.reason());
    assertTrue(
        world.node("A").events.stream()
            .anyMatch(
                event ->
                    event instanceof Event.InDoubt(var _, var id, var waitingFor, var reason)
                        && id.equals(transfer.id())
                        && waitingFor.equals(outcome.waitingFor())
                        && reason.equals(outcome.reason())));

    world.start("B").start("C").run(3_000);
    long again = world.submit("A", transfer);
    world.settle();
    assertTrue(committed(world, "A", again).existed());
    world.checkConverged();
  }

  @Test
  void a_block_that_the_disk_does_not_confirm_in_time_leaves_its_transfers_in_doubt() {
    var world = ready("A", "B", "C");
    long ticket = world.submit("A", world.transfer("A", "B", 1));
    deliverWire(world);
    world.pass(World.TIMEOUT);
    assertEquals(List.of(Doubt.notSynced("A")), answer(world, "A", ticket));
  }

  @Test
  void a_transfer_that_another_request_has_brought_onto_the_chain_is_not_called_unavailable() {
    var world =
        quiet(new World(1, new Limits(1, 10, World.TIMEOUT, 8192, 0, false, 0), "A", "B", "C"));
    var transfer = world.transfer("A", "B", 1);
    world.submit("A", transfer);
    long second = world.submit("A", transfer);
    deliverWire(world);
    world.sync("A");
    // The block with the first is on A's disk; the second still waits for a turn that never comes.
    world.wire.clear();
    world.crash("B").crash("C");
    for (long passed = 0; passed <= World.TIMEOUT; passed += 500) {
      world.pass(500);
      world.wire.clear();
    }
    assertInstanceOf(Outcome.InDoubt.class, answer(world, "A", second).getFirst());
  }

  @Test
  void what_is_on_the_chain_exists_also_for_a_member_that_takes_nothing_more() {
    var world = quiet(new World(1, new Limits(8, 1, World.TIMEOUT, 8192, 0, false, 0), "A", "B"));
    var transfer = world.transfer("A", "B", 1);
    committed(world, "A", submitAndSettle(world, transfer));
    world.crash("B");
    world.submit("A", world.transfer("A", "B", 1));

    // Its queue is full, and then its disk fails.
    committed(world, "A", world.submit("A", transfer));
    world.step(world.node("A"), new Input.WriteFailed("no space left"));
    assertTrue(committed(world, "A", world.submit("A", transfer)).existed());
    assertInstanceOf(
        Outcome.Unavailable.class,
        answer(world, "A", world.submit("A", world.transfer("A", "B", 2))).getFirst());
  }

  private static long submitAndSettle(World world, Transfer transfer) {
    long ticket = world.submit(transfer.from(), transfer);
    world.settle();
    return ticket;
  }

  @Test
  void no_life_speaks_at_a_time_that_an_earlier_one_may_have_used() {
    var world = ready("A", "B");
    world.submit("A", world.transfer("A", "B", 1));
    world.run(2_000);
    long spoken = Math.max(world.beatOf("A").time(), world.beatOf("B").time());
    // Everybody forgets at once; only the disks know how far the clocks had come.
    world.crash("A").crash("B");
    world.wire.clear();
    world.start("A").sync("A");
    var first = world.wire.getFirst().message();
    assertTrue(first.time() > spoken, first + " is said after " + spoken);
  }

  @Test
  void nothing_is_said_above_the_limit_that_is_on_the_disk() {
    var world = ready("A", "B");
    var beat = world.beatOf("A");
    long far = beat.time() + 1_000_000;
    var leap =
        new dev.lockstep.mutex.State(
            "A",
            beat.incarnation(),
            beat.receiverIncarnation(),
            far,
            Optional.empty(),
            beat.head(),
            beat.durable());
    world.step(
        world.node("B"),
        new Input.Received(
            new LamportPeerMessage(new MutexMessage.Request(leap), Optional.empty())));
    assertTrue(world.wire.isEmpty(), "B has answered before its disk allows it: " + world.wire);
    world.sync("B");
    assertTrue(world.wire.getFirst().message().time() > far);
  }

  @Test
  void more_than_may_wait_is_overloaded_as_a_whole() {
    var world = quiet(new World(1, new Limits(8, 10, World.TIMEOUT, 8192, 0, false, 0), "A", "B"));
    long fits = world.submit("A", transfers(world, "A", "B", 10));
    long over = world.submit("A", transfers(world, "A", "B", 1));
    assertEquals(List.of(new Outcome.Overloaded(10)), answer(world, "A", over));
    world.settle();
    assertEquals(10, answer(world, "A", fits).size());

    long tooMany = world.submit("A", transfers(world, "A", "B", 11));
    assertEquals(11, answer(world, "A", tooMany).size());
    assertInstanceOf(Outcome.Overloaded.class, answer(world, "A", tooMany).getLast());
    long none = world.submit("A");
    assertEquals(List.of(), answer(world, "A", none));
  }

  // --- the disk ----------------------------------------------------------------------------------

  @Test
  void a_failed_write_silences_the_member() {
    var world = ready("A", "B", "C");
    long onBlock = world.submit("A", world.transfer("A", "B", 1));
    deliverWire(world);
    long waits = world.submit("A", world.transfer("A", "B", 2));
    var node = world.node("A");
    world.step(node, new Input.WriteFailed("no space left"));

    var doubt = new Outcome.InDoubt(List.of("A"), "The disk of A failed: no space left");
    assertEquals(List.of(doubt), answer(world, "A", onBlock));
    assertInstanceOf(Outcome.Unavailable.class, answer(world, "A", waits).getFirst());
    assertEquals(MemberState.FAIL_STOPPED, node.status().state());
    assertTrue(node.status().reason().contains("no space left"), node.status().reason());

    // Whatever happens from now on, it says nothing more.
    node.unsynced.clear();
    world.submit("B", world.transfer("B", "A", 1));
    deliverWire(world);
    world.step(node, new Input.Persisted(1_000));
    world.pass(5_000);
    assertTrue(world.wire.stream().noneMatch(l -> l.message().from().equals("A")));
    long late = world.submit("A", world.transfer("A", "B", 3));
    var refused = assertInstanceOf(Outcome.Unavailable.class, answer(world, "A", late).getFirst());
    assertEquals(List.of("A"), refused.waitingFor());
    assertTrue(refused.reason().contains("no space left"), refused.reason());
  }

  @Test
  void a_member_alone_needs_only_its_own_disk() {
    var world = ready("A");
    long ticket = world.submit("A", world.transfer("A", "A2", 1_000));
    assertNull(answer(world, "A", ticket));
    world.sync("A");
    committed(world, "A", ticket);
  }

  // --- catching up -------------------------------------------------------------------------------

  @Test
  void a_member_that_was_away_fetches_what_it_missed_in_pieces() {
    var world =
        quiet(new World(1, new Limits(1, 100, World.TIMEOUT, 8192, 0, false, 0), "A", "B", "C"));
    // C hears everything but the blocks themselves, so it holds up nobody.
    long ticket = world.submit("A", transfers(world, "A", "B", 20));
    while (answer(world, "A", ticket) == null) {
      deliverWire(world);
      world.sync("A").sync("B").wire.replaceAll(l -> l.to().equals("C") ? withoutBlock(l) : l);
    }
    assertEquals(List.of(), world.chain("C"));
    assertEquals(20, world.node("C").status().target());

    world.run(2_000);
    assertEquals(20, world.chain("C").size());
    world.checkConverged();
    assertEquals(7, world.sent.get("blocks"), "three blocks a piece: " + world.sent);
    assertEquals(7, world.sent.get("fetch"), "one piece at a time: " + world.sent);
  }

  @Test
  void a_block_that_overtakes_the_one_before_is_taken_in_after_it() {
    var world = ready("A", "B", "C");
    var late = blockOfBOvertakesThatOfAOnTheWayToC(world);
    assertEquals(List.of(), world.chain("C"));

    late.forEach(world::hand);
    world.settle();
    assertEquals(world.chain("A"), world.chain("C"));
    assertNull(world.sent.get("fetch"), world.sent::toString);
  }

  @Test
  void a_block_that_waits_for_the_one_before_is_forgotten_when_its_sender_restarts() {
    var world = ready("A", "B", "C");
    var late = blockOfBOvertakesThatOfAOnTheWayToC(world);
    world.crash("B").start("B").pass(500);
    world.wire.removeIf(l -> l.message() instanceof PeerMessage.Fetch);
    world.settle();
    assertEquals(List.of(), world.chain("C"));

    late.forEach(world::hand);
    world.sync("C");
    assertEquals(1, world.chain("C").size(), "the other one is of an earlier incarnation");
    world.run(2_000);
    world.checkConverged();
    assertEquals(2, world.chain("C").size());
  }

  /**
   * @return the letters with A's block, which are still on their way to C
   */
  private static List<World.Letter> blockOfBOvertakesThatOfAOnTheWayToC(World world) {
    world.submit("A", world.transfer("A", "B", 10));
    world.submit("B", world.transfer("B", "C", 10));
    List<World.Letter> late = new ArrayList<>();
    Predicate<World.Letter> isLate = l -> l.to().equals("C") && l.message().blockHeight() == 1;
    while (world.chain("A").size() < 2) {
      world.wire.stream().filter(isLate).forEach(late::add);
      world.wire.removeIf(isLate);
      if (world.wire.isEmpty()) {
        world.nodes.keySet().forEach(world::sync);
      } else {
        world.deliver(0);
      }
    }
    return late;
  }

  @Test
  void a_member_catches_up_after_a_restart_before_it_takes_transfers() {
    var world = ready("A", "B", "C");
    world.submit("A", world.transfer("A", "B", 10));
    world.settle();
    world.submit("B", world.transfer("B", "A", 10));
    world.settle().crash("C");
    // C's disk loses nothing, but two more blocks come about before it hears of them: none can.
    world.run(500).start("C").run(1_000);
    assertEquals(MemberState.READY, world.node("C").status().state());
    assertEquals(2, world.node("C").status().height());
    world.checkConverged();
  }

  @Test
  void a_piece_that_does_not_come_is_asked_for_from_somebody_else() {
    var world = ready("A", "B", "C");
    world.submit("A", world.transfer("A", "B", 10));
    deliverWire(world);
    world.sync("A");
    world.wire.removeIf(l -> l.to().equals("C") && shows(l).isPresent());
    deliverWire(world);
    world.sync("B");
    deliverWire(world);
    for (int i = 0; i < 60 && world.chain("C").isEmpty(); i++) {
      world.pass(50);
      // A answers no fetch.
      world.wire.removeIf(l -> l.to().equals("A") && l.message() instanceof PeerMessage.Fetch);
      world.settle();
    }
    assertEquals(1, world.chain("C").size());
  }

  @Test
  void a_lost_disk_is_noticed_and_the_member_takes_part_only_when_told_to_rejoin() {
    var world = ready("A", "B", "C");
    world.submit("A", world.transfer("A", "B", 10));
    world.settle().run(500);

    world.loseDisk("A").start("A").run(1_000);
    assertEquals(MemberState.LOST, world.node("A").status().state());
    assertTrue(world.node("A").status().reason().contains("--rejoin"));
    for (var name : List.of("B", "C")) {
      assertEquals(Status.Presence.LOST, presence(world, name, "A"));
    }
    assertEquals(Status.Presence.UP, presence(world, "B", "C"));
    long waiting = world.submit("B", world.transfer("B", "C", 10));
    long ticket = world.submit("A", world.transfer("A", "B", 10));
    world.run(World.TIMEOUT + 100);
    assertInstanceOf(Outcome.Unavailable.class, answer(world, "A", ticket).getFirst());
    var unavailable =
        assertInstanceOf(Outcome.Unavailable.class, answer(world, "B", waiting).getFirst());
    assertTrue(unavailable.reason().contains("--rejoin"), unavailable.reason());

    world.loseDisk("A").start("A", true).run(2_000);
    world.checkConverged();
    assertEquals(Status.Presence.UP, presence(world, "B", "A"));
    long after = world.submit("A", world.transfer("A", "B", 10));
    world.settle();
    assertEquals(new Location(2, 0), committed(world, "A", after).location());
  }

  /** Its incarnation has the number of the one to which the block was sent. */
  @Test
  void a_member_with_an_empty_disk_takes_no_block_of_a_member_that_has_not_welcomed_it() {
    var world = ready("A", "B", "C");
    world.submit("A", world.transfer("A", "B", 10));
    deliverWire(world);
    world.sync("A");
    var release = world.wire.stream().filter(l -> l.to().equals("B")).toList().getLast();
    assertTrue(shows(release).isPresent());
    world.wire.clear();
    world.loseDisk("B").start("B");
    world.wire.clear();
    world.hand(release);
    world.sync("B");
    assertEquals(List.of(), world.chain("B"));
  }

  /** They name its incarnation, and were sent before there was anything to remember. */
  @Test
  void a_member_with_an_empty_disk_does_not_join_by_welcomes_to_an_earlier_start() {
    var world = World.of("A", "B", "C").startAll();
    for (int i = 0; i < 2; i++) {
      world.sync("A").sync("B").sync("C");
      world.wire.stream().filter(l -> !l.to().equals("A")).toList().forEach(world::hand);
    }
    var welcomes = world.wire.stream().filter(l -> l.message().type().equals("welcome")).toList();
    assertEquals(
        Set.of("B", "C"),
        welcomes.stream()
            .filter(l -> l.to().equals("A"))
            .map(l -> l.message().from())
            .collect(Collectors.toSet()));
    world.run(1_000);
    world.submit("A", world.transfer("A", "B", 10));
    world.settle();

    world.loseDisk("A").start("A");
    world.wire.clear();
    welcomes.stream().filter(l -> l.to().equals("A")).forEach(world::hand);
    world.sync("A");
    assertEquals(MemberState.JOINING, world.node("A").status().state());
    world.run(1_000);
    assertEquals(MemberState.LOST, world.node("A").status().state());
  }

  @Test
  void a_member_that_restarts_with_all_that_it_had_is_not_lost() {
    var world = ready("A", "B", "C");
    world.submit("A", world.transfer("A", "B", 10));
    world.settle().run(500);
    world.crash("A").start("A");
    for (int i = 0; i < 20; i++) {
      world.run(50);
      assertNotEquals(Status.Presence.LOST, presence(world, "B", "A"));
    }
    assertEquals(Status.Presence.UP, presence(world, "B", "A"));
  }

  private static Status.Presence presence(World world, String who, String of) {
    return world.node(who).status().peers().stream()
        .filter(peer -> peer.member().equals(of))
        .findFirst()
        .orElseThrow()
        .presence();
  }

  @Test
  void a_copy_of_a_block_that_is_there_changes_nothing() {
    var world = ready("A", "B");
    world.submit("A", world.transfer("A", "B", 10));
    deliverWire(world);
    world.sync("A");
    var release = world.wire.getFirst();
    world.settle();
    var before = world.chain("B");
    world.hand(release);
    world.hand(release);
    world.settle();
    assertEquals(before, world.chain("B"));
  }
}
