package dev.lockstep.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Protocol;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A late tick is not a silent peer: what has queued up behind it is heard before it is judged. */
class AwakeTimeTest {
  private static final long TICK = Pace.TICK;

  private static World ready(Protocol protocol) {
    var world = protocol == Protocol.PAXOS ? World.paxos("A", "B", "C") : World.of("A", "B", "C");
    world.startAll().run(1_000);
    world.nodes.values().forEach(n -> assertEquals(MemberState.READY, n.status().state(), n.name));
    world.nodes.values().forEach(n -> n.events.clear());
    return world;
  }

  /** The process of A is stopped: the others go on, and what they say to A waits in a queue. */
  private static List<World.Letter> freezeA(World world, long millis) {
    List<World.Letter> queued = new ArrayList<>();
    for (long passed = 0; passed < millis; passed += TICK) {
      deliver(world, queued);
      world.now += TICK;
      for (var name : List.of("B", "C")) {
        if (world.node(name).isUp()) {
          world.step(world.node(name), new Input.Tick());
        }
      }
    }
    deliver(world, queued);
    return queued;
  }

  private static void deliver(World world, List<World.Letter> queued) {
    while (!world.wire.isEmpty()) {
      var letter = world.wire.remove(0);
      if (letter.to().equals("A")) {
        queued.add(letter);
      } else {
        world.hand(letter);
        world.sync("B").sync("C");
      }
    }
  }

  /** The overdue tick comes first, as on an event loop, and then everything that waits. */
  private static void thawA(World world, List<World.Letter> queued) {
    world.step(world.node("A"), new Input.Tick());
    queued.forEach(world::hand);
    world.settle();
  }

  private static List<String> lostAndFound(World world) {
    return world.node("A").events.stream()
        .filter(e -> e instanceof Event.PeerSilent || e instanceof Event.PeerHeard)
        .map(Object::toString)
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void a_frozen_member_that_thaws_calls_nobody_silent(Protocol protocol) {
    for (long millis : new long[] {300, 1_000, 1_200, 5_000, 60_000}) {
      var world = ready(protocol);
      thawA(world, freezeA(world, millis));
      world.run(2_000);
      assertEquals(List.of(), lostAndFound(world), millis + " ms");
      assertEquals(MemberState.READY, world.node("A").status().state());
    }
  }

  @ParameterizedTest
  @EnumSource
  void who_has_died_meanwhile_is_found_silent_all_the_same(Protocol protocol) {
    var world = ready(protocol);
    world.crash("B");
    thawA(world, freezeA(world, 5_000));
    world.run(Pace.SILENT_AFTER + 2 * TICK);
    assertEquals(1, lostAndFound(world).size(), () -> "" + lostAndFound(world));
    assertTrue(lostAndFound(world).getFirst().contains("B"));
  }

  @ParameterizedTest
  @EnumSource
  void where_every_tick_is_late_a_silent_peer_is_still_found(Protocol protocol) {
    var world = ready(protocol);
    world.crash("B");
    int ticks = 0;
    for (; lostAndFound(world).isEmpty() && ticks < 100; ticks++) {
      world.now += 2_000;
      world.step(world.node("A"), new Input.Tick());
      world.step(world.node("C"), new Input.Tick());
      world.settle();
    }
    assertTrue(lostAndFound(world).getFirst().contains("B"), () -> "" + lostAndFound(world));
    assertTrue(ticks <= Pace.SILENT_AFTER / AwakeTime.STEP_MAX + 1, ticks + " ticks");
  }

  @ParameterizedTest
  @EnumSource
  void a_transfer_whose_answer_waits_behind_the_tick_gets_it(Protocol protocol) {
    var world = ready(protocol);
    if (protocol == Protocol.PAXOS) {
      // A is short of money that B has executed already.
      world.submit("B", world.transfer("B", "A", 5_000));
      world.sync("B");
    }
    long amount = protocol == Protocol.PAXOS ? 12_000 : 100;
    long ticket = world.submit("A", world.transfer("A", "C", amount));
    world.sync("A");
    // The requests of A are on their way already.
    thawA(world, freezeA(world, 60_000));
    world.run(1_000);
    var outcome = world.node("A").answers.get(ticket).getFirst();
    if (protocol == Protocol.PAXOS) {
      assertInstanceOf(Outcome.Executed.class, outcome);
    } else {
      assertInstanceOf(Outcome.Committed.class, outcome);
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_ticks_that_were_missed_are_not_made_up_for_by_messages(Protocol protocol) {
    var world = ready(protocol);
    var queued = freezeA(world, 60_000);
    world.wire.clear();
    // Timers at a fixed rate fire for every tick that was missed.
    for (int missed = 0; missed < 60_000 / TICK; missed++) {
      world.step(world.node("A"), new Input.Tick());
    }
    assertTrue(world.wire.size() <= 4, world.wire.size() + " messages");
    queued.forEach(world::hand);
    world.run(1_000);
    assertEquals(List.of(), lostAndFound(world));
  }
}
