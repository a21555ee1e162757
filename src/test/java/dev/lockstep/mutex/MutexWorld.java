package dev.lockstep.mutex;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Hashes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A few mutexes and a wire between them, from which a test delivers messages one by one or all at
 * once. Every write to a member's disk is durable at once. After every step at most one member is
 * in the critical section.
 */
final class MutexWorld {
  static final Head GENESIS = new Head(0, Hashes.of("genesis"));

  final Map<String, LamportMutex> members = new TreeMap<>();
  final List<Sent> wire = new ArrayList<>();
  private final Map<String, Map<String, Long>> met = new TreeMap<>();

  /** The messages that were not believed, with the reasons, in order. */
  final List<MutexEffect.Dropped> dropped = new ArrayList<>();

  /** The claims with which members entered, in order. */
  final List<Timestamp> entered = new ArrayList<>();

  final Map<String, String> forgotten = new TreeMap<>();
  final List<String> names;

  record Sent(String to, MutexMessage message) {
    String from() {
      return message.state().from();
    }
  }

  private MutexWorld(List<String> names) {
    this.names = names;
  }

  /** Members at the start of their first incarnations, before they send anything. */
  static MutexWorld starting(String... names) {
    var world = new MutexWorld(List.of(names));
    world.names.forEach(
        name ->
            world.members.put(
                name,
                LamportMutex.start(name, world.names, 1, Disk.EMPTY, Map.of(), 0, GENESIS, 0)));
    return world;
  }

  /** Members that have heard of each other and participate; nothing is on the wire. */
  static MutexWorld of(String... names) {
    var world = starting(names);
    world.names.forEach(world::greet);
    world.deliverAll();
    world.names.forEach(
        name -> assertTrue(world.mutex(name).participating(), name + " participates"));
    world.dropped.clear();
    return world;
  }

  LamportMutex mutex(String name) {
    return members.get(name);
  }

  MutexWorld step(String name, MutexInput input) {
    var step = mutex(name).step(input);
    members.put(name, step.next());
    for (var effect : step.effects()) {
      switch (effect) {
        case MutexEffect.Send(var to, var message) -> wire.add(new Sent(to, message));
        case MutexEffect.Enter(var claim) -> entered.add(claim);
        case MutexEffect.Yielded _ -> {}
        case MutexEffect.Join() -> step(name, new MutexInput.Joined());
        case MutexEffect.Renew(var number) -> step(name, new MutexInput.Renewed(number));
        case MutexEffect.Lost(var reason) -> forgotten.put(name, reason);
        case MutexEffect.Met(var peer, var number) ->
            met.computeIfAbsent(name, n -> new TreeMap<>()).put(peer, number);
        case MutexEffect.Dropped effectDropped -> dropped.add(effectDropped);
      }
    }
    assertTrue(inside().size() <= 1, () -> "two inside: " + inside());
    return this;
  }

  MutexWorld greet(String name) {
    return step(name, new MutexInput.Greet());
  }

  MutexWorld acquire(String name) {
    return step(name, new MutexInput.Acquire());
  }

  MutexWorld withdraw(String name) {
    return step(name, new MutexInput.Withdraw());
  }

  MutexWorld leave(String name) {
    return step(name, new MutexInput.Leave(false));
  }

  MutexWorld leaveAndClaimAgain(String name) {
    return step(name, new MutexInput.Leave(true));
  }

  MutexWorld resend(String name) {
    return step(name, new MutexInput.Resend());
  }

  MutexWorld beat(String name) {
    return step(name, new MutexInput.Beat());
  }

  /** The holder builds a block: its chain grows, and is on its disk. */
  MutexWorld build(String name) {
    return grow(name, mutex(name).head().height() + 1);
  }

  MutexWorld grow(String name, long height) {
    step(name, new MutexInput.Grown(new Head(height, Hashes.of("block " + height))));
    return step(name, new MutexInput.Synced(height));
  }

  /** The process restarts with what its disk holds, in the next incarnation. */
  MutexWorld restart(String name) {
    var old = mutex(name);
    return start(name, old.incarnation() + 1, Disk.KEPT, old.head());
  }

  MutexWorld start(String name, long incarnation, Disk disk, Head head) {
    // The clock is not on the disk: it begins again at the time of the head, here 0.
    var mutex =
        LamportMutex.start(name, names, incarnation, disk, met(name), 0, head, head.height());
    members.put(name, mutex);
    return greet(name);
  }

  private Map<String, Long> met(String name) {
    return met.getOrDefault(name, Map.of());
  }

  MutexWorld deliverAll() {
    while (!wire.isEmpty()) {
      deliver(wire.getFirst());
    }
    return this;
  }

  /** The oldest message on the wire from one member to another. */
  MutexWorld deliver(String from, String to) {
    return deliver(sent(from, to));
  }

  MutexWorld deliver(Sent sent) {
    wire.remove(sent);
    return hand(sent);
  }

  /** Delivers a message that is not, or no longer, on the wire. */
  MutexWorld hand(Sent sent) {
    return step(sent.to, new MutexInput.Received(sent.message));
  }

  MutexWorld lose(Predicate<Sent> which) {
    wire.removeIf(which);
    return this;
  }

  MutexWorld loseAll() {
    wire.clear();
    return this;
  }

  Sent sent(String from, String to) {
    return wire.stream()
        .filter(l -> l.from().equals(from) && l.to.equals(to))
        .findFirst()
        .orElseThrow(() -> new AssertionError("nothing from " + from + " to " + to));
  }

  /** The messages on the wire, as short as {@code "Request A-B"}. */
  List<String> inFlight() {
    return wire.stream()
        .map(l -> l.message.getClass().getSimpleName() + " " + l.from() + "-" + l.to)
        .toList();
  }

  TreeSet<String> inside() {
    var inside = new TreeSet<String>();
    members.forEach(
        (name, mutex) -> {
          if (mutex.inside()) {
            inside.add(name);
          }
        });
    return inside;
  }
}
