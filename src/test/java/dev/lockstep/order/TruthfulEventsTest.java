package dev.lockstep.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Transfer;
import dev.lockstep.mutex.Timestamp;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What events say is what has happened. */
class TruthfulEventsTest {
  private static final long TIMEOUT = 20_000;

  private record Underway(long due, World.Letter letter) {}

  /** A network that takes the same time for each message. */
  private static final class Slow {
    final World world;
    final long delay;
    final Deque<Underway> underway = new ArrayDeque<>();

    Slow(World world, long delay) {
      this.world = world;
      this.delay = delay;
    }

    void run(long millis) {
      for (long end = world.now + millis; world.now < end; ) {
        takeUp();
        world.pass(Pace.TICK);
        takeUp();
        while (!underway.isEmpty() && underway.peek().due <= world.now) {
          world.hand(underway.remove().letter);
          takeUp();
        }
      }
    }

    private void takeUp() {
      world.nodes.keySet().forEach(world::sync);
      while (!world.wire.isEmpty()) {
        underway.add(new Underway(world.now + delay, world.wire.remove(0)));
      }
    }
  }

  private static Limits limits(long delay) {
    return new Limits(Block.TRANSFERS_MAX, 65_536, TIMEOUT, Block.TRANSFERS_MAX, 100, false, delay);
  }

  private static Slow lamport(long delay) {
    var slow = new Slow(new World(1, limits(delay), "A", "B", "C").startAll(), delay);
    slow.run(4 * delay + 3_000);
    slow.world.nodes.values().forEach(node -> node.events.clear());
    return slow;
  }

  private static List<Event> all(World world) {
    return world.nodes.values().stream().flatMap(node -> node.events.stream()).toList();
  }

  private static List<Event.Sent> protocol(World world) {
    return all(world).stream()
        .filter(Event.Sent.class::isInstance)
        .map(Event.Sent.class::cast)
        .filter(sent -> !sent.type().equals("heartbeat"))
        .toList();
  }

  @Test
  @DisplayName("one uncontended transfer is eight messages, however long messages take")
  void eightMessages() {
    for (long delay : List.of(0L, 500L, 2_000L)) {
      var slow = lamport(delay);
      slow.world.submit("A", slow.world.transfer("A", "B", 1));
      slow.run(5 * delay + 2_000);
      var types = new HashMap<String, Integer>();
      protocol(slow.world).forEach(sent -> types.merge(sent.type(), 1, Integer::sum));
      assertEquals(
          Map.of("request", 2, "ack", 2, "release", 2, "durable", 2), types, delay + " ms");
      assertTrue(protocol(slow.world).stream().noneMatch(sent -> sent.stamp().purpose().again()));
    }
  }

  @Test
  @DisplayName("every message of a transfer names the claim that it serves")
  void everyMessageNamesItsClaim() {
    var slow = lamport(100);
    slow.world.submit("A", slow.world.transfer("A", "B", 1));
    slow.run(3_000);
    var claims = new HashSet<Object>();
    protocol(slow.world).forEach(sent -> claims.add(sent.stamp().purpose().claim().orElseThrow()));
    assertEquals(1, claims.size(), claims.toString());
    var release = protocol(slow.world).stream().filter(s -> s.type().equals("release")).findFirst();
    assertEquals(1, release.orElseThrow().block());
  }

  @Test
  @DisplayName("a receipt is later than its sending, and both name the same message")
  void clockConditionHolds() {
    for (var world : List.of(contended(lamport(70)), contended(paxos(70)))) {
      Map<String, Event.Sent> sent = new HashMap<>();
      for (var event : all(world)) {
        if (event instanceof Event.Sent each) {
          assertEquals(null, sent.put(each.stamp().id(), each), "two messages of one name");
        }
      }
      assertTrue(
          sent.values().stream().anyMatch(each -> each.type().equals("hello")),
          "a member has restarted");
      int pairs = 0;
      for (var event : all(world)) {
        if (event instanceof Event.Received received) {
          var sending = sent.get(received.stamp().id());
          assertTrue(sending != null, "nobody has sent " + received);
          assertTrue(sending.time() < received.time(), sending + " " + received);
          assertEquals(sending.type(), received.type());
          assertEquals(sending.stamp(), received.stamp());
          assertEquals(sending.block(), received.block());
          pairs++;
        }
      }
      assertTrue(pairs > 100, pairs + " pairs");
    }
  }

  private static Slow paxos(long delay) {
    return new Slow(World.paxos(limits(delay), "A", "B", "C").startAll(), delay);
  }

  /** Members that all want to write, one of which is killed and restarted: all events. */
  private static World contended(Slow slow) {
    var world = slow.world;
    slow.run(2_000);
    world.nodes.values().forEach(node -> node.events.clear());
    slow.underway.clear();
    for (int i = 0; i < 20; i++) {
      for (var name : List.of("A", "B", "C")) {
        if (world.node(name).isUp()) {
          world.submit(name, world.transfer(name, name.equals("A") ? "B" : "A", 1));
        }
      }
      slow.run(300);
      if (i == 2) {
        world.crash("C");
      } else if (i == 3) {
        world.start("C");
      }
    }
    slow.run(5_000);
    return world;
  }

  @Test
  @DisplayName("an entry names the message of each peer on which it rests")
  void entryNamesItsEvidence() {
    var slow = lamport(100);
    slow.world.submit("A", slow.world.transfer("A", "B", 1));
    slow.run(3_000);
    var entered =
        slow.world.node("A").events.stream()
            .filter(LamportEvent.Entered.class::isInstance)
            .map(LamportEvent.Entered.class::cast)
            .toList();
    assertEquals(1, entered.size());
    var evidence = entered.getFirst().evidence();
    assertEquals(List.of("B", "C"), evidence.stream().map(e -> e.member()).toList());
    for (var each : evidence) {
      var shown = new Timestamp(each.time(), each.member());
      assertTrue(entered.getFirst().claim().before(shown), each.toString());
      assertTrue(
          slow.world.node("A").events.stream()
              .anyMatch(
                  e ->
                      e instanceof Event.Received received
                          && received.stamp().equals(each.stamp())
                          && received.type().equals(each.type())),
          each.toString());
    }
  }

  @Test
  @DisplayName("a client's request and its answer are events")
  void requestAndAnswer() {
    var slow = lamport(100);
    var transfer = slow.world.transfer("A", "B", 1);
    slow.world.submit("A", transfer);
    slow.run(3_000);
    var events = slow.world.node("A").events;
    var ids = List.of(transfer.id());
    assertTrue(
        events.stream().anyMatch(e -> e instanceof Event.Requested r && r.transfers().equals(ids)));
    assertTrue(
        events.stream()
            .anyMatch(
                e ->
                    e instanceof Event.Answered(var _, var of, var count, var outcome, var _)
                        && of.equals(ids)
                        && count == 1
                        && outcome.equals("committed")));
  }

  @Test
  @DisplayName("a withdrawn claim is named, and so is the answer unavailable")
  void withdrawn() {
    var slow = lamport(100);
    slow.world.crash("C");
    slow.run(2_000);
    slow.world.submit("A", slow.world.transfer("A", "B", 1));
    slow.run(TIMEOUT + 2_000);
    var events = slow.world.node("A").events;
    assertEquals(1, events.stream().filter(LamportEvent.Withdrawn.class::isInstance).count());
    assertEquals(
        List.of("unavailable"),
        events.stream()
            .filter(Event.Answered.class::isInstance)
            .map(e -> ((Event.Answered) e).outcome())
            .toList());
    assertTrue(
        protocol(slow.world).stream()
            .anyMatch(sent -> sent.type().equals("request") && sent.stamp().purpose().again()));
  }

  @Test
  @DisplayName("a large answer is one event, which names the first transfers and counts all")
  void oneEventForManyAnswers() {
    var slow = lamport(0);
    var transfers = new ArrayList<Transfer>();
    for (int i = 0; i < 100; i++) {
      transfers.add(slow.world.transfer("A", "B", 1));
    }
    slow.world.submit("A", transfers.toArray(Transfer[]::new));
    slow.run(1_000);
    var answered =
        slow.world.node("A").events.stream()
            .filter(Event.Answered.class::isInstance)
            .map(Event.Answered.class::cast)
            .toList();
    assertEquals(1, answered.size());
    assertEquals(100, answered.getFirst().count());
    assertEquals(Event.SHOWN, answered.getFirst().transfers().size());
  }
}
