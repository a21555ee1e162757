package dev.lockstep.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Amount;
import dev.lockstep.chain.Refusal;
import dev.lockstep.chain.Transfer;
import dev.lockstep.paxos.Ballot;
import dev.lockstep.paxos.PaxosMessage;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of Paxos mode (design P1 to P16), one by one, on members whose wire is in hand. */
class PaxosOrderTest {
  private static final List<String> BETWEEN_MEMBERS =
      List.of("prepare", "promise", "accept", "accepted", "commit");

  /** All members take part. */
  private static World ready(World world) {
    world.startAll().run(1_000);
    world.nodes.values().forEach(n -> assertEquals(MemberState.READY, n.status().state(), n.name));
    world.sent.clear();
    return world;
  }

  private static World abc() {
    return ready(World.paxos("A", "B", "C"));
  }

  private static Outcome ask(World world, String member, Transfer transfer) {
    long ticket = world.submit(member, transfer);
    for (int i = 0; i < 400 && !world.node(member).answers.containsKey(ticket); i++) {
      world.settle().pass(50);
    }
    return world.node(member).answers.get(ticket).getFirst();
  }

  private static Outcome pay(World world, String from, String to, String amount) {
    return ask(world, from, world.transfer(from, to, Amount.parse(amount).orElseThrow()));
  }

  private static void executed(World world, String from, String to, String amount) {
    assertEquals(new Outcome.Executed(false), pay(world, from, to, amount));
  }

  private static Refusal.Code refused(Outcome outcome) {
    return assertInstanceOf(Outcome.Refused.class, outcome).refusal().code();
  }

  private static int logged(World world, String member) {
    return world.node(member).status().consensus().orElseThrow().logged();
  }

  private static long rounds(World world) {
    return world.sent.getOrDefault("prepare", 0);
  }

  private static long onChain(World world, String member, String account) {
    var memory = new Memory(world.genesis);
    world.node(member).disk.forEach(memory::recall);
    return memory.ledger().balanceOf(account);
  }

  private static long height(World world, String member) {
    return world.node(member).status().height();
  }

  /** Requirements, lines 19 to 28. */
  @Test
  void the_example_of_the_course_comes_out_number_for_number() {
    var world = abc();
    executed(world, "A", "C", "20");
    executed(world, "A", "B", "60");
    executed(world, "B", "A", "70");
    executed(world, "C", "A", "50");
    assertEquals(0, rounds(world), "no network for what can be paid");
    assertEquals(0, height(world, "A"));

    executed(world, "A", "B", "30");
    world.run(500);
    for (var name : world.nodes.keySet()) {
      assertEquals(1, height(world, name), name);
      assertEquals(14_000, onChain(world, name, "A"));
      assertEquals(9_000, onChain(world, name, "B"));
      assertEquals(7_000, onChain(world, name, "C"));
    }
    assertEquals(4, world.chain("C").getFirst().transfers().size());
    assertEquals(1, logged(world, "A"));

    executed(world, "B", "C", "50");
    executed(world, "C", "B", "60");
    executed(world, "B", "A", "60");
    world.run(500);
    assertEquals(11_000, onChain(world, "A", "A"));
    assertEquals(13_000, onChain(world, "A", "B"));
    assertEquals(6_000, onChain(world, "A", "C"));
    assertEquals(3, world.chain("A").get(1).transfers().size());
    world.checkConverged();
  }

  @Test
  void what_can_be_paid_is_executed_without_a_message_and_after_a_sync() {
    var world = abc();
    world.crash("B").crash("C");
    world.pass(2_000);
    world.wire.clear();
    long ticket = world.submit("A", world.transfer("A", "B", 100));
    assertTrue(world.wire.isEmpty());
    assertFalse(world.node("A").answers.containsKey(ticket), "answered before it is durable");
    world.sync("A");
    assertEquals(List.of(new Outcome.Executed(false)), world.node("A").answers.get(ticket));
  }

  @Test
  void many_transfers_of_one_request_are_one_record() {
    var world = abc();
    var node = world.node("A");
    int before = node.unsynced.size();
    world.submit(
        "A",
        Stream.generate(() -> world.transfer("A", "B", 1)).limit(500).toArray(Transfer[]::new));
    assertEquals(before + 1, node.unsynced.size());
  }

  @Test
  void the_same_transfer_exists_while_it_is_executed_and_when_it_is_on_a_block() {
    var world = abc();
    var transfer = world.transfer("A", "B", 4_000);
    assertEquals(new Outcome.Executed(false), ask(world, "A", transfer));
    assertEquals(new Outcome.Executed(true), ask(world, "A", transfer));
    world.crash("A").start("A").run(500);
    assertEquals(new Outcome.Executed(true), ask(world, "A", transfer), "after a crash");
    executed(world, "B", "C", "130");
    var committed = assertInstanceOf(Outcome.Committed.class, ask(world, "A", transfer));
    assertEquals(1, committed.location().height());
    assertTrue(committed.existed());
    world.crash("A").start("A").run(500);
    assertEquals(committed, ask(world, "A", transfer), "after another crash");
  }

  @Test
  void an_id_that_is_executed_is_not_used_again_for_something_else() {
    var world = abc();
    var transfer = world.transfer("A", "B", 100);
    ask(world, "A", transfer);
    var other = new Transfer(transfer.id(), "A", "C", 100, "");
    assertEquals(Refusal.Code.EXISTS_WITH_DIFFERENT_CONTENT, refused(ask(world, "A", other)));
  }

  @Test
  void of_two_owners_that_have_executed_the_same_id_one_gets_its_money_back() {
    var world = abc();
    var first = world.transfer("A", "C", 100);
    var second = new Transfer(first.id(), "B", "C", 200, "");
    assertEquals(new Outcome.Executed(false), ask(world, "A", first));
    assertEquals(new Outcome.Executed(false), ask(world, "B", second));
    executed(world, "C", "A", "101");
    world.run(500);
    assertInstanceOf(Outcome.Committed.class, ask(world, "A", first));
    assertEquals(Refusal.Code.EXISTS_WITH_DIFFERENT_CONTENT, refused(ask(world, "B", second)));
    assertEquals(0, logged(world, "B"));
    executed(world, "B", "A", "100");
  }

  @Test
  void one_round_is_enough_for_everybody_who_waits_and_the_rest_is_refused() {
    var world = abc();
    executed(world, "B", "A", "50");
    long ticket =
        world.submit(
            "A",
            world.transfer("A", "C", 12_000),
            world.transfer("A", "C", 2_000),
            world.transfer("A", "C", 20_000));
    world.run(200);
    var answers = world.node("A").answers.get(ticket);
    assertEquals(new Outcome.Executed(false), answers.get(0));
    assertEquals(new Outcome.Executed(false), answers.get(1));
    assertEquals(Refusal.Code.INSUFFICIENT_FUNDS, refused(answers.get(2)));
    assertEquals(1, height(world, "A"));
  }

  @Test
  void nobody_queues_behind_a_transfer_that_is_short() {
    var world = abc();
    world.crash("B").crash("C");
    world.run(2_000);
    long large = world.submit("A", world.transfer("A", "C", 12_000));
    executed(world, "A", "C", "30");
    assertFalse(world.node("A").answers.containsKey(large));
  }

  @Test
  void a_refusal_makes_no_block_and_is_not_remembered() {
    var world = abc();
    var transfer = world.transfer("A", "B", 12_000);
    assertEquals(Refusal.Code.INSUFFICIENT_FUNDS, refused(ask(world, "A", transfer)));
    assertEquals(0, height(world, "A"), "nobody had executed anything");
    executed(world, "B", "A", "50");
    assertEquals(new Outcome.Executed(false), ask(world, "A", transfer));
  }

  @Test
  void without_a_majority_who_is_short_is_told_who_is_missing() {
    var world = abc();
    world.crash("B").crash("C");
    world.run(2_000);
    assertEquals(MemberState.WAITING, world.node("A").status().state());
    var outcome = assertInstanceOf(Outcome.Unavailable.class, pay(world, "A", "B", "120"));
    assertEquals(List.of("B", "C"), outcome.waitingFor());
    executed(world, "A", "B", "20");
  }

  @Test
  void a_dead_follower_is_not_missed_and_fetches_what_it_missed() {
    var world = abc();
    world.crash("C");
    world.run(2_000);
    for (int i = 0; i < 5; i++) {
      executed(world, "B", "A", "10");
      executed(world, "A", "B", i == 0 ? "101" : "10");
      executed(world, "B", "A", "10");
    }
    assertTrue(height(world, "A") >= 1);
    world.start("C").run(2_000);
    world.checkConverged();
  }

  /** The course's leader that dies after one COMMIT, with a successor that has not seen it. */
  @Test
  void a_block_that_one_member_was_told_to_commit_stays_when_its_leader_is_dead() {
    var world = abc();
    executed(world, "B", "A", "50");
    world.submit("A", world.transfer("A", "C", 12_000));
    deliverUntil(world, "commit");
    world.wire.removeIf(letter -> !letter.to().equals("B") || !type(letter).equals("commit"));
    assertEquals(1, world.wire.size(), "one commit is on its way");
    world.crash("A");
    world.settle();
    assertEquals(1, height(world, "B"));
    // C leads next, before it has heard of the block.
    world.submit("C", world.transfer("C", "B", 12_000));
    world.run(3_000);
    world.start("A").run(2_000);
    world.checkConverged();
    assertEquals(1, world.chain("C").getFirst().transfers().size());
  }

  /** B has A's commit and leads the next ballot at once; on the way to C its prepare is faster. */
  @Test
  void a_prepare_that_overtakes_the_commit_before_it_is_answered_after_it() {
    var world = abc();
    executed(world, "B", "A", "50");
    world.submit("A", world.transfer("A", "C", 12_000));
    deliverUntil(world, "commit");
    Predicate<World.Letter> isLate = l -> type(l).equals("commit") && l.to().equals("C");
    var late = world.wire.stream().filter(isLate).findFirst().orElseThrow();
    world.wire.removeIf(isLate);
    world.settle().submit("B", world.transfer("B", "A", 30_000));
    world.settle();
    assertEquals(0, height(world, "C"));

    int promises = world.sent.get("promise");
    world.hand(late);
    world.sync("C");
    assertEquals(1, height(world, "C"));
    assertEquals(promises + 1, world.sent.get("promise").intValue(), "C is not asked again");
  }

  /** C is heard, and hears no ballot. What it has executed comes with the first one it hears. */
  @Test
  void a_leader_waits_long_only_once_for_a_member_that_does_not_promise() {
    var world = abc();
    world.isLost = l -> l.to().equals("C") && BETWEEN_MEMBERS.contains(type(l));
    executed(world, "C", "A", "5");
    executed(world, "B", "A", "100");
    long first = timeOf(world, () -> executed(world, "A", "B", "150"));
    assertTrue(first >= Pace.GRACE, "not waited for: " + first + " ms");
    long second = timeOf(world, () -> assertShort(world, "A"));
    assertTrue(second < Pace.GRACE, "waited for as long again: " + second + " ms");
    assertTrue(second >= Pace.GRACE_AGAIN, "not waited for at all: " + second + " ms");

    world.isLost = letter -> false;
    assertShort(world, "A");
    assertEquals(0, logged(world, "C"));

    world.isLost = l -> l.to().equals("C") && BETWEEN_MEMBERS.contains(type(l));
    long third = timeOf(world, () -> assertShort(world, "A"));
    assertTrue(third >= Pace.GRACE, "not waited for although it promised: " + third + " ms");
  }

  private static void assertShort(World world, String member) {
    assertEquals(Refusal.Code.INSUFFICIENT_FUNDS, refused(pay(world, member, "B", "60")));
  }

  private static long timeOf(World world, Runnable action) {
    long before = world.now;
    action.run();
    return world.now - before;
  }

  private static String type(World.Letter letter) {
    return letter.message().type();
  }

  /** In order, with every disk synced at once, until a message of this type is on the wire. */
  private static void deliverUntil(World world, String type) {
    for (int i = 0; i < 1_000; i++) {
      for (var name : world.nodes.keySet()) {
        world.sync(name);
      }
      if (world.wire.stream().anyMatch(letter -> type(letter).equals(type))) {
        return;
      }
      world.deliver(0);
    }
    throw new AssertionError("nobody says " + type);
  }

  /** Whatever the leader's death interrupts, the others end with one chain and go on. */
  @Test
  void the_leader_may_die_at_every_step() {
    for (var step : BETWEEN_MEMBERS) {
      var world = abc();
      executed(world, "B", "A", "50");
      executed(world, "C", "A", "50");
      world.submit("A", world.transfer("A", "C", 15_000));
      deliverUntil(world, step);
      world.crash("A");
      world.run(3_000);
      assertEquals(
          Refusal.Code.INSUFFICIENT_FUNDS,
          refused(pay(world, "B", "C", "1000")),
          "the others go on after " + step);
      world.start("A").run(2_000);
      world.checkConverged();
      assertTrue(height(world, "A") >= 1, step);
      assertEquals(10_000 + 5_000 + 5_000, onChain(world, "A", "A") + spentByA(world), step);
    }
  }

  private static long spentByA(World world) {
    return world.chain("A").stream()
        .flatMap(block -> block.transfers().stream())
        .filter(t -> t.from().equals("A"))
        .mapToLong(Transfer::amount)
        .sum();
  }

  @Test
  void a_member_promises_nothing_while_a_block_is_missing() {
    var world = abc();
    world.crash("C");
    world.run(2_000);
    executed(world, "B", "A", "50");
    executed(world, "A", "B", "120");
    assertEquals(1, height(world, "B"));
    world.start("C");
    world.wire.clear();
    // B dies, and A asks C alone.
    world.crash("B");
    world.submit("A", world.transfer("A", "B", 20_000));
    world.run(200);
    boolean early =
        world.wire.stream()
            .anyMatch(l -> l.message().from().equals("C") && type(l).equals("promise"));
    assertFalse(early);
    world.run(5_000);
    assertEquals(world.chain("A"), world.chain("C"), "it has caught up from A");
  }

  @Test
  void a_promise_outlives_a_restart() {
    var world = abc();
    executed(world, "B", "A", "50");
    executed(world, "A", "B", "120");
    var promised = world.node("C").status().consensus().orElseThrow().promised();
    assertEquals("A", promised.member());
    world.crash("C").start("C");
    assertEquals(promised, world.node("C").status().consensus().orElseThrow().promised());
  }

  @Test
  void two_leaders_at_once_both_get_their_money() {
    var world = abc();
    executed(world, "C", "A", "50");
    executed(world, "C", "B", "50");
    long first = world.submit("A", world.transfer("A", "C", 12_000));
    long second = world.submit("B", world.transfer("B", "C", 12_000));
    world.run(3_000);
    assertEquals(List.of(new Outcome.Executed(false)), world.node("A").answers.get(first));
    assertEquals(List.of(new Outcome.Executed(false)), world.node("B").answers.get(second));
    world.checkConverged();
  }

  @Test
  void a_full_log_asks_for_a_block() {
    var world =
        ready(World.paxos(new Limits(8192, 65_536, World.TIMEOUT, 4, 0, false, 0), "A", "B", "C"));
    for (int i = 0; i < 3; i++) {
      executed(world, "A", "B", "1");
    }
    world.run(500);
    assertEquals(0, height(world, "A"));
    executed(world, "A", "B", "1");
    world.run(500);
    assertEquals(1, height(world, "C"));
    assertEquals(0, logged(world, "A"));
  }

  @Test
  void a_log_that_nobody_takes_over_is_bounded() {
    var world =
        ready(World.paxos(new Limits(8192, 65_536, World.TIMEOUT, 4, 0, false, 0), "A", "B", "C"));
    world.crash("B").crash("C");
    world.run(2_000);
    for (int i = 0; i < 32; i++) {
      executed(world, "A", "B", "1");
    }
    assertInstanceOf(Outcome.Unavailable.class, pay(world, "A", "B", "1"));
    world.start("B").run(2_000);
    executed(world, "A", "B", "1");
  }

  @Test
  void what_is_executed_asks_for_a_block_when_it_is_old_if_so_configured() {
    var world =
        ready(
            World.paxos(
                new Limits(8192, 65_536, World.TIMEOUT, 8192, 3_000, false, 0), "A", "B", "C"));
    executed(world, "A", "B", "1");
    world.run(2_000);
    assertEquals(0, height(world, "A"));
    world.run(2_000);
    assertEquals(1, height(world, "A"));
  }

  @Test
  void a_block_that_cannot_hold_everything_holds_as_much_of_each() {
    var world =
        ready(World.paxos(new Limits(4, 65_536, World.TIMEOUT, 8192, 0, false, 0), "A", "B", "C"));
    for (int i = 0; i < 5; i++) {
      executed(world, "A", "C", "1");
    }
    executed(world, "B", "C", "1");
    executed(world, "B", "C", "1");
    executed(world, "C", "A", "101");
    var froms = world.chain("C").getFirst().transfers().stream().map(Transfer::from).toList();
    assertEquals(List.of("A", "A", "B", "B"), froms);
    executed(world, "C", "A", "6");
    world.run(1_000);
    assertEquals(0, logged(world, "A"), "before C is refused, all of it is on blocks");
  }

  /** {@code block.max_transfers} is no part of genesis: each member has its own. */
  @Test
  void nobody_is_refused_while_a_member_with_smaller_blocks_has_more_in_its_log() {
    var world = World.paxos("A", "B", "C");
    world.otherLimits.put("B", new Limits(1, 65_536, World.TIMEOUT, 8192, 0, false, 0));
    ready(world);
    executed(world, "B", "C", "1");
    executed(world, "B", "A", "50");
    executed(world, "A", "C", "150");
    world.run(1_000);
    assertEquals(0, logged(world, "B"));
    assertEquals(Refusal.Code.INSUFFICIENT_FUNDS, refused(pay(world, "A", "B", "1")));
    world.checkConverged();
  }

  @Test
  void nobody_is_refused_while_a_leader_with_smaller_blocks_has_left_something_out() {
    var world = World.paxos("A", "B", "C");
    world.otherLimits.put("A", new Limits(1, 65_536, World.TIMEOUT, 8192, 0, false, 0));
    ready(world);
    executed(world, "B", "C", "1");
    executed(world, "B", "A", "50");
    executed(world, "A", "C", "150");
    assertEquals(Refusal.Code.INSUFFICIENT_FUNDS, refused(pay(world, "A", "B", "1")));
    world.run(1_000);
    world.checkConverged();
  }

  @Test
  void a_log_that_just_fits_is_whole() {
    var world = World.paxos("A", "B", "C");
    world.otherLimits.put("B", new Limits(2, 65_536, World.TIMEOUT, 8192, 0, false, 0));
    ready(world);
    executed(world, "B", "C", "1");
    executed(world, "B", "C", "1");
    world.sent.clear();
    assertEquals(Refusal.Code.INSUFFICIENT_FUNDS, refused(pay(world, "A", "B", "101")));
    assertEquals(2, rounds(world), "one round to two members is enough");
  }

  @Test
  void a_disk_that_was_lost_is_noticed_and_takes_part_only_when_told_to_rejoin() {
    var world = abc();
    executed(world, "B", "A", "50");
    executed(world, "A", "B", "120");
    executed(world, "A", "B", "10");
    world.loseDisk("A").start("A", false).run(2_000);
    assertEquals(MemberState.LOST, world.node("A").status().state());
    assertInstanceOf(Outcome.Unavailable.class, pay(world, "A", "B", "1"));
    // Two of three vote all the same.
    assertEquals(Refusal.Code.INSUFFICIENT_FUNDS, refused(pay(world, "B", "C", "1000")));
    world.crash("A").start("A", true).run(3_000);
    world.checkConverged();
    assertEquals(15_000, onChain(world, "A", "A"), "what was on a block, and nothing else");
  }

  /** They remember no disk of the member, because there was none when they were sent. */
  @Test
  void a_member_with_an_empty_disk_is_not_numbered_by_welcomes_to_an_earlier_start() {
    var world = World.paxos("A", "B", "C").startAll();
    for (int i = 0; i < 2; i++) {
      world.sync("A").sync("B").sync("C");
      world.wire.stream().filter(l -> !l.to().equals("A")).toList().forEach(world::hand);
    }
    var welcomes =
        world.wire.stream()
            .filter(l -> l.to().equals("A") && l.message().type().equals("welcome"))
            .toList();
    assertEquals(
        Set.of("B", "C"),
        welcomes.stream().map(l -> l.message().from()).collect(Collectors.toSet()));
    world.run(1_000);

    world.loseDisk("A").start("A");
    world.wire.clear();
    welcomes.forEach(world::hand);
    world.sync("A");
    assertTrue(
        world.node("A").disk.stream().noneMatch(PaxosRecord.Generation.class::isInstance),
        world.node("A").disk.toString());
    world.run(1_000);
    assertEquals(MemberState.LOST, world.node("A").status().state());
  }

  @Test
  void who_rejoins_waits_for_all_others_when_they_are_two() {
    var world = abc();
    executed(world, "B", "A", "50");
    executed(world, "A", "B", "120");
    world.loseDisk("A").crash("C").start("A", true).run(3_000);
    assertEquals(MemberState.JOINING, world.node("A").status().state());
    assertEquals(List.of("C"), world.node("A").status().waitingFor());
    world.start("C").run(3_000);
    world.checkConverged();
  }

  /**
   * The new disk of A picks the ballot that the lost one has led last, because nobody has heard of
   * it. Whoever admits A by it has to know the new generation, or would count A's old promises.
   */
  @Test
  void a_member_whose_late_prepare_was_promised_is_admitted_only_by_a_higher_ballot() {
    var world = abc();
    world.submit("A", world.transfer("A", "C", 12_000));
    var prepare = onWire(world, "prepare", "B");
    world.loseDisk("A");
    world.wire.clear();
    world.start("A", true);
    deliverUntil(world, "join");
    var join = onWire(world, "join", "B");
    assertEquals(ballot(prepare), ballot(join));

    world.hand(prepare);
    world.sync("B");
    world.wire.clear();
    world.hand(join);
    world.sync("B");
    assertEquals("rejected", world.wire.getFirst().message().type());

    world.run(3_000);
    assertTrue(world.node("B").disk.contains(new JournalRecord.Met("A", 2)));
    world.checkConverged();
  }

  private static World.Letter onWire(World world, String type, String to) {
    return world.wire.stream()
        .filter(l -> type(l).equals(type) && l.to().equals(to))
        .findFirst()
        .orElseThrow();
  }

  private static Ballot ballot(World.Letter letter) {
    return switch (((PaxosPeerMessage) letter.message()).paxos()) {
      case PaxosMessage.Prepare prepare -> prepare.ballot();
      case PaxosMessage.Join join -> join.ballot();
      case PaxosMessage other -> throw new AssertionError("no ballot: " + other);
    };
  }

  @Test
  void a_ledger_begins_only_when_everybody_has_been_there() {
    var world = World.paxos("A", "B", "C").start("A").start("B").run(3_000);
    assertEquals(MemberState.JOINING, world.node("A").status().state());
    assertInstanceOf(Outcome.Unavailable.class, pay(world, "A", "B", "1"));
    world.start("C").run(1_000);
    executed(world, "A", "B", "1");
  }

  @Test
  void a_member_alone_is_its_own_majority() {
    var world = ready(World.paxos("A"));
    executed(world, "A", "A2", "100");
    assertEquals(new Outcome.Executed(false), ask(world, "A", world.transfer("A2", "A", 10_000)));
    assertEquals(1, height(world, "A"));
  }

  @Test
  void a_write_that_fails_silences_the_member() {
    var world = abc();
    long ticket = world.submit("A", world.transfer("A", "B", 100));
    world.step(world.node("A"), new Input.WriteFailed("no space"));
    var doubt = new Outcome.InDoubt(List.of("A"), "The disk of A failed: no space");
    assertEquals(List.of(doubt), world.node("A").answers.get(ticket));
    assertEquals(MemberState.FAIL_STOPPED, world.node("A").status().state());
    world.wire.clear();
    world.pass(2_000);
    assertTrue(world.wire.stream().noneMatch(l -> l.message().from().equals("A")));
    assertInstanceOf(Outcome.Unavailable.class, pay(world, "A", "B", "1"));
  }

  @Test
  void an_old_ballot_is_rejected_with_the_one_that_surpasses_it() {
    var world = abc();
    executed(world, "B", "A", "50");
    world.submit("A", world.transfer("A", "C", 12_000));
    deliverUntil(world, "prepare");
    var old =
        world.wire.stream()
            .filter(l -> type(l).equals("prepare") && l.to().equals("C"))
            .findFirst()
            .orElseThrow();
    world.run(500);
    executed(world, "A", "B", "20");
    executed(world, "B", "C", "60");
    var promised = world.node("C").status().consensus().orElseThrow().promised();
    assertEquals("B", promised.member());

    world.wire.clear();
    world.hand(old);
    var answer = (PaxosPeerMessage) world.wire.getFirst().message();
    assertEquals("rejected", answer.type());
    assertEquals(promised, answer.paxos().state().promised());
    assertEquals(promised, world.node("C").status().consensus().orElseThrow().promised());
  }
}
