package dev.lockstep.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Three members that execute more than a block holds (design P8 and P16). */
@DisplayName("Long logs")
class LongLogsTest {
  private static final int ROOM = 6;

  private final World world =
      World.paxos(new Limits(ROOM, 65_536, World.TIMEOUT, ROOM, 0, false, 0), "A", "B", "C");

  @BeforeEach
  void everybodyTakesPart() {
    world.startAll().run(1_000);
  }

  /** Of money that is there, so no client waits for a block. */
  private void execute(String member, int count) {
    for (int i = 0; i < count; i++) {
      world.submit(member, world.transfer(member, "A2", 1));
    }
  }

  @Test
  void a_member_hands_over_what_its_share_of_the_block_will_be() {
    for (var member : world.nodes.keySet()) {
      execute(member, ROOM - 1);
    }
    world.run(Pace.BEAT + 50);
    execute("A", 1);
    assertEquals(Map.of("B", ROOM / 3, "C", ROOM / 3), handedOver());
  }

  @Test
  void a_member_hands_over_more_where_others_have_less() {
    var eager = new Limits(ROOM, 65_536, World.TIMEOUT, 1, 0, false, 0);
    world.crash("A").otherLimits.put("A", eager);
    world.start("A").run(1_000);
    execute("B", ROOM - 1);
    world.run(Pace.BEAT + 50);
    execute("A", 1);
    assertEquals(Map.of("B", ROOM - 1, "C", 0), handedOver());
  }

  /** What a member knows of the others may be old: all of it together might leave a block empty. */
  @Test
  void a_member_hands_over_something_although_it_expects_no_share() {
    var narrow = new Limits(1, 65_536, World.TIMEOUT, ROOM, 0, false, 0);
    var one = World.paxos(narrow, "A", "B", "C");
    one.startAll().run(1_000);
    for (int i = 0; i < ROOM; i++) {
      one.nodes.keySet().forEach(m -> one.submit(m, one.transfer(m, "A2", 1)));
    }
    one.run(5_000);
    assertTrue(one.chain("A").size() > 2 * ROOM, "a block for each transfer");
    one.checkConverged();
  }

  @Test
  void the_leader_of_the_last_block_begins_the_next_one_alone() {
    world.sent.clear();
    for (var member : world.nodes.keySet()) {
      execute(member, 4 * ROOM);
    }
    world.run(3_000);
    int blocks = world.chain("A").size();
    assertTrue(blocks >= 9, blocks + " blocks");
    int ballots = world.sent.get("prepare") / 2;
    // All three begin at once, and only one of them goes on.
    assertTrue(ballots <= blocks + 2, ballots + " ballots for " + blocks + " blocks");
    world.checkConverged();
  }

  /** How many transfers come with the promise of each member. */
  private Map<String, Integer> handedOver() {
    Map<String, Integer> sizes = new TreeMap<>();
    do {
      world.nodes.keySet().forEach(world::sync);
      for (var letter : world.wire) {
        if (letter.message().type().equals("promise")
            && letter.message() instanceof PaxosPeerMessage promise) {
          sizes.putIfAbsent(promise.from(), promise.log().transfers().size());
        }
      }
      if (!world.wire.isEmpty()) {
        world.deliver(0);
      }
    } while (!world.wire.isEmpty());
    return sizes;
  }
}
