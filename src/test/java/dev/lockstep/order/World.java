package dev.lockstep.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Location;
import dev.lockstep.chain.Protocol;
import dev.lockstep.chain.Transfer;
import dev.lockstep.mutex.State;
import dev.lockstep.simulator.member.Signatures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A few members with a wire that a test delivers by hand or at random, and disks that sync when
 * they are told to. Everything follows from the seed.
 */
final class World {
  static final long TIMEOUT = 10_000;

  final Genesis genesis;
  final Random random;
  final Map<String, Node> nodes = new TreeMap<>();
  final List<Letter> wire = new ArrayList<>();

  /** What a link loses. */
  Predicate<Letter> isLost = letter -> false;

  final Map<UUID, Location> committed = new HashMap<>();
  final Map<Long, Hash> committedHashes = new HashMap<>();
  final Map<String, Integer> sent = new TreeMap<>();
  private final Limits limits;

  /** Members whose configuration sets other limits than the rest. */
  final Map<String, Limits> otherLimits = new HashMap<>();

  /** So many blocks are a piece of the chain here, whatever their bytes. */
  int pieceBlocks = 3;

  /** Otherwise signatures are verified as slowly as the test wants. */
  boolean verifiesAtOnce = true;

  final List<Input.Verified> unverified = new ArrayList<>();

  long now = 1_000;
  private long tickets;
  private long starts;

  record Letter(String to, PeerMessage message, Stamp stamp) {
    Letter(String to, PeerMessage message) {
      this(to, message, Stamp.NONE);
    }
  }

  /** A member: its present life, and its disk, which outlives it. */
  final class Node {
    final String name;
    final Set<Hash> everSynced = new HashSet<>();
    boolean rejoining;
    List<JournalRecord> disk = new ArrayList<>();
    final List<Effect.Persist> unsynced = new ArrayList<>();
    final Map<Long, List<Transfer>> asked = new HashMap<>();
    final Map<Long, List<Outcome>> answers = new HashMap<>();
    Order order;
    boolean inside;
    final List<Event> events = new ArrayList<>();
    Optional<String> halted = Optional.empty();

    Node(String name) {
      this.name = name;
    }

    boolean isUp() {
      return order != null;
    }

    Status status() {
      return order.status(now);
    }
  }

  World(long seed, Limits limits, String... names) {
    this(Protocol.LAMPORT, seed, limits, 1_000, names);
  }

  private World(Protocol protocol, long seed, Limits limits, long balance, String... names) {
    this.random = new Random(seed);
    this.limits = limits;
    this.genesis =
        new Genesis(
            "test",
            protocol,
            List.of(names),
            Arrays.stream(names)
                .flatMap(
                    n ->
                        Stream.of(
                            new Genesis.Account(n, n, balance), new Genesis.Account(n + 2, n, 0)))
                .toList());
    for (var name : names) {
      nodes.put(name, new Node(name));
    }
  }

  static World of(String... names) {
    return new World(1, new Limits(8192, 65_536, TIMEOUT, 8192, 0, false, 0), names);
  }

  /** Paxos mode, where every member's account begins with 100.00 and a second one with nothing. */
  static World paxos(Limits limits, String... names) {
    return new World(Protocol.PAXOS, 1, limits, 10_000, names);
  }

  static World paxos(String... names) {
    return paxos(new Limits(8192, 65_536, TIMEOUT, 8192, 0, false, 0), names);
  }

  Node node(String name) {
    return nodes.get(name);
  }

  World startAll() {
    nodes.keySet().forEach(name -> start(name));
    return this;
  }

  World start(String name) {
    return start(name, node(name).rejoining);
  }

  /** As an operator does it who tells a member to rejoin until it has taken part again. */
  World start(String name, boolean rejoin) {
    var node = node(name);
    node.rejoining = rejoin;
    var memory = new Memory(genesis);
    node.disk.forEach(memory::recall);
    long incarnation = memory.incarnation();
    if (!rejoin) {
      incarnation++;
      node.disk.add(new JournalRecord.Incarnation(incarnation));
    }
    node.order =
        Orders.start(name, memory, incarnation, rejoin, otherLimits.getOrDefault(name, limits));
    step(node, new Input.Start(1_767_225_600_000L, ++starts));
    return this;
  }

  /** The process ends here and now: what was not synced is gone. */
  World crash(String name) {
    var node = node(name);
    node.order = null;
    node.inside = false;
    node.unsynced.clear();
    node.asked.clear();
    return this;
  }

  World loseDisk(String name) {
    crash(name);
    node(name).disk = new ArrayList<>();
    return this;
  }

  long submit(String name, Transfer... transfers) {
    var node = node(name);
    long ticket = ++tickets;
    node.asked.put(ticket, List.of(transfers));
    step(node, new Input.Submit(ticket, List.of(transfers)));
    return ticket;
  }

  Transfer transfer(String from, String to, long amount) {
    return new Transfer(new UUID(random.nextLong(), random.nextLong()), from, to, amount, "");
  }

  void step(Node node, Input input) {
    for (var effect : node.order.step(input, now)) {
      if (Boolean.getBoolean("trace")) {
        System.out.println(now + " " + node.name + " " + effect);
      }
      switch (effect) {
        case Effect.Send(var to, var message, var stamp) -> {
          var letter = new Letter(to, message, stamp);
          if (!isLost.test(letter)) {
            wire.add(letter);
          }
          sent.merge(message.type(), 1, Integer::sum);
        }
        case Effect.Persist persist -> node.unsynced.add(persist);
        case Effect.ReadBlocks(var to, var from, var _) ->
            step(
                node,
                new Input.BlocksRead(
                    to,
                    Signatures.served(
                        node.name,
                        genesis.protocol(),
                        blocks(node).filter(b -> b.height() >= from).limit(pieceBlocks).toList())));
        case Effect.Sign(var block) ->
            step(node, new Input.Signed(Signatures.sign(node.name, block)));
        case Effect.SignLog(var height, var log) ->
            step(
                node,
                new Input.LogSigned(
                    height, Signatures.sign(node.name, genesis.hash(), height, log)));
        case Effect.Compare(var other) ->
            new Signatures()
                .compare(blocks(node).toList(), other)
                .ifPresent(guilty -> step(node, guilty));
        case Effect.Verify wanted -> verified(node, new Signatures().verify(wanted));
        case Effect.Answer(var ticket, var outcomes) -> answered(node, ticket, outcomes);
        case Effect.Note(LamportEvent.Entered entry, var _) -> {
          node.events.add(entry);
          entered(node);
        }
        case Effect.Note(LamportEvent.Left(var _, var _), var _) -> node.inside = false;
        case Effect.Note(var event, var _) -> node.events.add(event);
        case Effect.Stored(var _, var _), Effect.Executed(var _) -> {}
        case Effect.Halt(var reason) -> node.halted = Optional.of(reason);
      }
      assertEquals(Optional.empty(), node.halted, node.name + " halted");
    }
  }

  private void verified(Node node, Input.Verified answer) {
    if (verifiesAtOnce) {
      step(node, answer);
    } else {
      unverified.add(answer);
    }
  }

  private void entered(Node node) {
    node.inside = true;
    assertEquals(
        1, nodes.values().stream().filter(n -> n.inside).count(), "two in the critical section");
  }

  private void answered(Node node, long ticket, List<Outcome> outcomes) {
    node.answers.put(ticket, outcomes);
    var transfers = node.asked.remove(ticket);
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i) instanceof Outcome.Committed(var location, var hash, var _)) {
        var before = committed.put(transfers.get(i).id(), location);
        assertTrue(before == null || before.equals(location), "committed at two places");
        var other = committedHashes.put(location.height(), hash);
        assertTrue(other == null || other.equals(hash), "two committed blocks at one height");
        if (genesis.protocol() == Protocol.PAXOS) {
          // A majority of votes is enough there; the simulator counts them.
          continue;
        }
        long onDisk = nodes.values().stream().filter(n -> has(n, hash)).count();
        assertTrue(onDisk * 2 > nodes.size(), "committed on " + onDisk + " disks");
      }
    }
  }

  /** A disk that was lost a moment ago counts: the proposer could not know. */
  private static boolean has(Node node, Hash hash) {
    return node.everSynced.contains(hash);
  }

  /** One message of the wire, by its place. */
  World deliver(int index) {
    var letter = wire.remove(index);
    hand(letter);
    return this;
  }

  void hand(Letter letter) {
    var node = node(letter.to);
    if (node.isUp()) {
      step(node, new Input.Received(letter.message, letter.stamp));
    }
  }

  World sync(String name) {
    var node = node(name);
    if (!node.unsynced.isEmpty()) {
      for (var persist : node.unsynced) {
        node.disk.add(persist.entry());
        if (persist.entry() instanceof JournalRecord.Appended(var block)) {
          node.everSynced.add(block.hash());
        }
      }
      node.rejoining &= node.disk.stream().noneMatch(JournalRecord.Joined.class::isInstance);
      long last = node.unsynced.getLast().sequence();
      node.unsynced.clear();
      step(node, new Input.Persisted(last));
    }
    return this;
  }

  /** In as few ticks as make every one of them count in full. */
  World pass(long millis) {
    for (long left = millis; left > 0; left -= AwakeTime.STEP_MAX) {
      now += Math.min(left, AwakeTime.STEP_MAX);
      nodes.values().stream().filter(Node::isUp).forEach(n -> step(n, new Input.Tick()));
    }
    return this;
  }

  /** Delivers everything in order and syncs everything until nothing is left to do. */
  World settle() {
    while (!wire.isEmpty()
        || nodes.values().stream().anyMatch(n -> n.isUp() && !n.unsynced.isEmpty())) {
      if (wire.isEmpty()) {
        nodes
            .keySet()
            .forEach(
                n -> {
                  if (node(n).isUp()) {
                    sync(n);
                  }
                });
      } else {
        deliver(0);
      }
    }
    return this;
  }

  /** Lets time pass, with everything delivered, for so long. */
  World run(long millis) {
    for (long passed = 0; passed < millis; passed += 50) {
      settle();
      pass(50);
    }
    return settle();
  }

  /** What a member would say next to the other one, without anybody hearing it. */
  State beatOf(String name) {
    var before = List.copyOf(wire);
    pass(Pace.BEAT);
    var beat =
        wire.stream()
            .filter(l -> l.message().from().equals(name))
            .map(Letter::message)
            .filter(LamportPeerMessage.class::isInstance)
            .map(message -> ((LamportPeerMessage) message).mutex().state())
            .reduce((first, second) -> second)
            .orElseThrow();
    wire.retainAll(before);
    return beat;
  }

  List<Block> chain(String name) {
    return blocks(node(name)).toList();
  }

  private static Stream<Block> blocks(Node node) {
    return node.disk.stream()
        .filter(JournalRecord.Appended.class::isInstance)
        .map(r -> ((JournalRecord.Appended) r).block());
  }

  void checkPrefixes() {
    Map<Long, Hash> seen = new HashMap<>();
    for (var name : nodes.keySet()) {
      for (var block : chain(name)) {
        var other = seen.putIfAbsent(block.height(), block.hash());
        assertTrue(other == null || other.equals(block.hash()), "fork at " + block.height());
      }
    }
  }

  /** Everybody has the same chain, and what was answered as committed is on it. */
  void checkConverged() {
    checkPrefixes();
    long height = nodes.values().iterator().next().status().height();
    for (var node : nodes.values()) {
      assertEquals(height, node.status().height(), node.name + " is behind");
      assertEquals(MemberState.READY, node.status().state(), node.name + node.status().reason());
    }
    var first = chain(nodes.keySet().iterator().next());
    committed.forEach(
        (id, location) ->
            assertEquals(
                id,
                first.get((int) location.height() - 1).transfers().get(location.position()).id(),
                "an answered transfer is gone"));
  }
}
