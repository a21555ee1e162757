package dev.lockstep.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Chains;
import dev.lockstep.simulator.member.Signatures;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A member that is behind gets what it misses from the others, in pieces. */
class CatchUpTest {
  private static final int HEIGHT = 14;
  private static final int LONG = 100_000;

  static IntStream everyHeight() {
    return IntStream.rangeClosed(0, HEIGHT);
  }

  /** What an old copy of a member's disk holds: all up to its block at that height. */
  private static List<JournalRecord> upTo(int height, List<JournalRecord> disk) {
    long appended = 0;
    int kept = 0;
    while (kept < disk.size()
        && (appended < height || !(disk.get(kept) instanceof JournalRecord.Appended))) {
      appended += disk.get(kept) instanceof JournalRecord.Appended ? 1 : 0;
      kept++;
    }
    return disk.subList(0, kept);
  }

  @ParameterizedTest
  @MethodSource("everyHeight")
  void from_any_height_over_a_link_that_loses_a_third_of_all_messages(int height) {
    var world = World.of("A", "B", "C").startAll();
    world.run(500);
    for (int i = 0; i < HEIGHT; i++) {
      world.submit("A", world.transfer("A", "B", 1));
      world.run(50);
    }
    world.crash("C");
    var c = world.node("C");
    c.disk = new ArrayList<>(upTo(height, c.disk));
    assertEquals(height, world.chain("C").size());

    world.start("C", true);
    for (long until = world.now + 120_000; world.now < until && !isReady(world, "C"); ) {
      while (!world.wire.isEmpty()) {
        if (world.random.nextInt(3) == 0) {
          world.wire.removeFirst();
        } else {
          world.deliver(0);
        }
      }
      world.nodes.keySet().forEach(world::sync);
      world.pass(50);
    }

    world.run(2_000);
    world.checkConverged();
    assertEquals(world.chain("A"), world.chain("C"));
    for (var name : List.of("A", "B", "C")) {
      world.submit(name, world.transfer(name, "A2", 1));
    }
    world.run(1_000);
    world.checkConverged();
    assertEquals(HEIGHT + 3, world.committed.size(), "all goes on");
  }

  private static boolean isReady(World world, String name) {
    return world.node(name).status().state() == MemberState.READY;
  }

  @Test
  void a_piece_is_taken_whole_however_many_blocks_it_has() {
    var world = World.of("A", "B", "C");
    world.pieceBlocks = 2_000;
    for (var name : List.of("A", "B")) {
      var disk = world.node(name).disk;
      disk.add(new JournalRecord.Joined());
      Chains.singles(world.genesis, LONG)
          .forEach(b -> disk.add(new JournalRecord.Appended(Signatures.sign(b.proposer(), b))));
    }
    world.start("A").start("B").start("C", true).run(1_000);

    assertEquals(LONG, world.node("C").status().height());
    assertTrue(isReady(world, "C"), world.node("C").status().reason());
    int pieces = LONG / world.pieceBlocks;
    assertEquals(pieces, world.sent.get("blocks"));
    assertEquals(pieces, world.sent.get("fetch"));
    world.submit("C", world.transfer("C", "A", 1));
    world.run(500);
    world.checkConverged();
  }

  /** As after an update of a ledger that was made before blocks were signed. */
  @Test
  void a_block_that_nobody_else_can_prove_is_fetched_from_its_proposer() {
    var world = World.of("A", "B", "C");
    int height = 300;
    for (var name : List.of("A", "B")) {
      var disk = world.node(name).disk;
      disk.add(new JournalRecord.Joined());
      Chains.singles(world.genesis, height).stream()
          .map(b -> b.proposer().equals("C") ? Signatures.sign(b.proposer(), b) : b)
          .forEach(b -> disk.add(new JournalRecord.Appended(b)));
    }
    world.start("A").start("B").start("C", true).run(10_000);

    assertEquals(height, world.node("C").status().height());
    assertTrue(isReady(world, "C"), world.node("C").status().reason());
    assertEquals(List.of(), world.node("C").status().accused());
  }

  /** As after an update of a ledger that was made before votes were signed. */
  @Test
  void members_prove_together_what_none_of_them_can_prove_alone() {
    var world = World.paxos("A", "B", "C");
    int height = 300;
    for (var name : List.of("A", "B")) {
      var disk = world.node(name).disk;
      disk.add(new PaxosRecord.Generation(1));
      disk.add(new JournalRecord.Joined());
      Chains.singles(world.genesis, height).forEach(b -> disk.add(new JournalRecord.Appended(b)));
    }
    world.start("A").start("B").start("C", true).run(10_000);

    assertEquals(height, world.node("C").status().height());
    assertTrue(isReady(world, "C"), world.node("C").status().reason());
    assertEquals(List.of(), world.node("C").status().accused());
    assertTrue(
        world.sent.get("fetch") <= 2 * height / world.pieceBlocks + 2, world.sent.toString());
  }

  @Test
  void no_other_piece_is_asked_for_while_one_is_verified() {
    var world = World.of("A", "B", "C");
    for (var name : List.of("A", "B")) {
      var disk = world.node(name).disk;
      disk.add(new JournalRecord.Joined());
      Chains.singles(world.genesis, 60)
          .forEach(b -> disk.add(new JournalRecord.Appended(Signatures.sign(b.proposer(), b))));
    }
    world.verifiesAtOnce = false;
    world.start("A").start("B").start("C", true).run(10_000);
    assertEquals(1, world.sent.get("fetch"));
    assertEquals(1, world.unverified.size());

    world.verifiesAtOnce = true;
    world.step(world.node("C"), world.unverified.removeFirst());
    world.run(2_000);
    assertEquals(60, world.node("C").status().height());
  }

  @Test
  void nobody_has_two_pieces_read_for_him_at_once() {
    var world = World.of("A", "B").startAll();
    world.run(500);
    var a = world.node("A").order;
    var fetch = new PeerMessage.Fetch("B", 1, 1, 1);
    assertEquals(1, reads(a.step(new Input.Received(fetch), world.now)));
    assertEquals(0, reads(a.step(new Input.Received(fetch), world.now)));
    a.step(new Input.BlocksRead("B", List.of()), world.now);
    assertEquals(1, reads(a.step(new Input.Received(fetch), world.now)));
  }

  private static long reads(List<Effect> effects) {
    return effects.stream().filter(Effect.ReadBlocks.class::isInstance).count();
  }
}
