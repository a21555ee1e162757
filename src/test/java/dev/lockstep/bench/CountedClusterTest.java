package dev.lockstep.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Protocol;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.Limits;
import dev.lockstep.order.Outcome;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Lamport's paper and the table of the README say about the number of messages. */
@DisplayName("The costs of a transfer")
class CountedClusterTest {
  private static Genesis genesis(Protocol protocol, int nodes) {
    var names = IntStream.rangeClosed(1, nodes).mapToObj(i -> "M" + i).toList();
    return new Genesis(
        "counted",
        protocol,
        names,
        names.stream().map(name -> new Genesis.Account(name, name, 1_000)).toList());
  }

  private static CountedCluster cluster(Protocol protocol, int nodes, boolean keepsSection) {
    return new CountedCluster(
        genesis(protocol, nodes), new Limits(100, 100, 60_000, 100, 0, keepsSection, 0));
  }

  private static CountedCluster.Counts pay(
      CountedCluster cluster, long id, Class<? extends Outcome> expected) {
    var before = cluster.counts();
    var outcomes = cluster.submit("M1", List.of(new Transfer(new UUID(7, id), "M1", "M2", 1, "")));
    assertInstanceOf(expected, outcomes.getFirst());
    return cluster.counts().minus(before);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 9})
  void request_ack_release_and_the_word_that_the_block_is_durable_go_to_everybody(int nodes) {
    var cluster = cluster(Protocol.LAMPORT, nodes, false);
    pay(cluster, 1, Outcome.Committed.class);
    var counts = pay(cluster, 2, Outcome.Committed.class);
    assertEquals(4 * (nodes - 1), counts.messages());
    assertEquals(nodes, counts.syncs());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 9})
  void a_member_that_has_kept_the_section_asks_nobody(int nodes) {
    var cluster = cluster(Protocol.LAMPORT, nodes, true);
    pay(cluster, 1, Outcome.Committed.class);
    var counts = pay(cluster, 2, Outcome.Committed.class);
    assertEquals(2 * (nodes - 1), counts.messages());
    assertTrue(counts.bytes() > 100L * counts.messages(), counts::toString);
  }

  @Test
  void a_transfer_that_is_executed_costs_one_sync_and_no_message() {
    var cluster = cluster(Protocol.PAXOS, 3, false);
    pay(cluster, 1, Outcome.Executed.class);
    var counts = pay(cluster, 2, Outcome.Executed.class);
    assertEquals(new CountedCluster.Counts(0, 0, 1), counts);
  }

  @Test
  void members_that_contend_leave_out_what_another_message_says() {
    long all = contend(false);
    long fewer = contend(true);
    assertTrue(fewer * 100 < all * 85, fewer + " of " + all);
  }

  private static long contend(boolean keepsSection) {
    var cluster = cluster(Protocol.LAMPORT, 5, keepsSection);
    var before = cluster.counts();
    var ids = new AtomicLong();
    var outcomes =
        cluster.contend(
            200,
            member ->
                new Transfer(
                    new UUID(8, ids.incrementAndGet()),
                    member,
                    member.equals("M1") ? "M2" : "M1",
                    1,
                    ""));
    outcomes.forEach(outcome -> assertInstanceOf(Outcome.Committed.class, outcome));
    return cluster.counts().minus(before).messages();
  }
}
