package dev.lockstep.integration;

import static dev.lockstep.integration.NodeClient.newId;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.chain.Block;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.SignedLog;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.PaxosPeerMessage;
import dev.lockstep.order.PeerMessage;
import dev.lockstep.paxos.Ballot;
import dev.lockstep.paxos.PaxosMessage;
import dev.lockstep.paxos.PaxosState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Paxos mode on three real processes. One cluster goes through all of it, in this order. */
@DisplayName("Paxos mode on three nodes")
@TestMethodOrder(OrderAnnotation.class)
class PaxosIT {
  @TempDir static Path directory;
  private static RealCluster cluster;
  private static Terminal terminal;

  @BeforeAll
  static void start() throws Exception {
    cluster =
        RealCluster.ofPaxos(directory, "100.00", "timeouts: { transfer: 2s }\n", "A", "B", "C");
    cluster.startAll();
    terminal = new Terminal(cluster);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  @Order(1)
  void the_worked_example_of_the_course_comes_out_number_for_number() throws Exception {
    terminal.submit("(A, C, 20)", "(A, B, 60)", "(B, A, 70)", "(C, A, 50)");
    assertLog("A", "(A, C, 20.00)", "(A, B, 60.00)");
    assertLog("B", "(B, A, 70.00)");
    assertLog("C", "(C, A, 50.00)");
    for (var name : cluster.names) {
      assertEquals(1, cluster.chain(name).size(), name + " has more than genesis");
    }
    assertPrinted(
        terminal.prompt(
            "A", "PrintBalance A", "PrintLog", "PrintBlockchain", "balances", "(A, B, 30)"),
        "A 20.00, of 100.00 on the chain at height 0",
        "A C 20.00",
        "A B 60.00",
        " genesis 0",
        "A A 20.00 100.00",
        "B B 100.00 100.00");
    assertHead(1, "(A, C, 20.00)", "(A, B, 60.00)", "(B, A, 70.00)", "(C, A, 50.00)");
    assertOnChain("140.00", "90.00", "70.00");
    assertBalance("A", "110.00");
    assertLog("A", "(A, B, 30.00)");
    assertLog("B");
    assertLog("C");

    terminal.submit("(B, C, 50)", "(C, B, 60)");
    assertEquals(2, cluster.chain("A").size(), "these need no block");
    assertBalance("B", "40.00");
    assertPrinted(
        terminal.prompt(
            "B", "(B, A, 60)", "PrintBalance B", "PrintLog", "PrintBlockchain", "balances"),
        "B 70.00, of 130.00 on the chain at height 2",
        "B A 60.00",
        "(A, B, 30.00) (B, C, 50.00) (C, B, 60.00)",
        "(A, C, 20.00) (A, B, 60.00) (B, A, 70.00) …",
        "A A 110.00 110.00",
        "B B 70.00 130.00",
        "C C 60.00 60.00");
    assertHead(2, "(A, B, 30.00)", "(B, C, 50.00)", "(C, B, 60.00)");
    assertOnChain("110.00", "130.00", "60.00");
    assertBalance("B", "70.00");
    assertLog("A");
    assertLog("B", "(B, A, 60.00)");
    assertLog("C");
  }

  private static void assertPrinted(String text, String... wanted) {
    for (var words : wanted) {
      assertTrue(text.contains(words), () -> words + " is not in\n" + text);
    }
  }

  /** C has its key, and says what it likes. B has executed 60.00, which are on no block. */
  @Test
  @Order(2)
  void a_member_does_not_pay_with_the_money_of_another_one_and_does_not_use_up_the_numbers()
      throws Exception {
    var c = new LyingMember(cluster, "C");
    var before = cluster.status("B");
    c.say("B", new PeerMessage.Blocks("C", 1, 1, List.of(paying(before, "B", "C", 13_000))));
    c.say("B", new PeerMessage.Blocks("C", 9, 0, List.of(paying(before, "B", "C", 50_000))));
    await().until(() -> c.accusation("B").contains("blocks: a block does not fit: block 3"));
    c.say("B", message(new PaxosMessage.Heartbeat(stateOfC(before, Long.MAX_VALUE))));
    await().until(() -> c.accusation("B").contains("heartbeat: its incarnation is 9223"));
    var ballot = new Ballot(Long.MAX_VALUE, "C");
    c.say("B", message(new PaxosMessage.Prepare(stateOfC(before, 1), ballot, 3)));
    await().until(() -> c.accusation("B").contains("prepare: its ballot is 9223"));
    var theft = paying(before, "A", "C", 500);
    var leading = new Ballot(before.get("promised").get("round").longValue() + 1, "C");
    var accept = new PaxosMessage.Accept(stateOfC(before, 1), leading, 3, theft.hash());
    c.say("B", new PaxosPeerMessage(accept, Optional.of(theft)));
    await().until(() -> c.accusation("B").contains("accept: its block has transfers of A that A"));
    var own = paying(before, "C", "B", 100);
    var commit = new PaxosMessage.Commit(stateOfC(before, 1), 3, own.hash());
    var vote = c.signed(own).attestation().signatures();
    c.say("B", new PaxosPeerMessage(commit, Optional.of(own), SignedLog.NONE, vote));
    await()
        .until(
            () -> c.accusation("B").contains("commit: it commits block 3 with the votes of [C]"));

    var after = cluster.status("B");
    for (var unchanged : List.of("height", "hash", "promised", "log", "incarnation")) {
      assertEquals(before.get(unchanged), after.get(unchanged), unchanged);
    }
    assertBalance("B", "70.00");
    assertLog("B", "(B, A, 60.00)");
    assertOnChain("110.00", "130.00", "60.00");
    cluster.names.forEach(cluster::awaitReady);
  }

  private static PaxosPeerMessage message(PaxosMessage said) {
    return new PaxosPeerMessage(said);
  }

  private static Block paying(JsonNode head, String from, String to, long amount) {
    return Block.of(
        head.get("height").longValue() + 1,
        Hash.parse(head.get("hash").textValue()),
        head.get("time").longValue(),
        "C",
        List.of(new Transfer(UUID.randomUUID(), from, to, amount, "")));
  }

  private static PaxosState stateOfC(JsonNode head, long incarnation) {
    return new PaxosState(
        "C",
        1,
        incarnation,
        head.get("time").longValue() + 1,
        head.get("height").longValue(),
        Hash.parse(head.get("hash").textValue()),
        0,
        Ballot.NONE,
        true,
        0);
  }

  @Test
  @Order(3)
  void with_the_majority_dead_a_member_executes_on_and_names_the_dead_for_the_rest()
      throws Exception {
    cluster.kill(List.of("B", "C"));
    cluster.awaitWaiting("A", "B", "C");
    var id = UUID.randomUUID().toString();
    var executed = cluster.client("A").transfer(id, "A", "B", "10.00");
    assertEquals("201 executed", executed.status() + " " + statusOf(executed));
    var turnedAway = cluster.client("A").transferOnce(newId(), "A", "B", "500.00");
    assertEquals("503 unavailable", turnedAway.status() + " " + turnedAway.code());
    assertEquals("[\"B\",\"C\"]", turnedAway.body().get("waiting_for").toString());
    assertEquals("waiting", cluster.status("A").get("state").textValue());
    assertEquals(200, cluster.client("A").status("/health/ready"));
    assertBalance("A", "100.00");

    cluster.start("C").start("B").awaitReady("B").awaitReady("C");
    assertLog("B", "(B, A, 60.00)");
    var again = cluster.client("A").transfer(id, "A", "B", "10.00");
    assertEquals("200 executed", again.status() + " " + statusOf(again));
    assertTrue(again.body().get("exists").booleanValue());

    assertShortOfFunds("A", "B");
    var committed = cluster.client("A").transfer(id, "A", "B", "10.00");
    assertEquals("200 committed", committed.status() + " " + statusOf(committed));
    assertEquals(3, committed.body().get("height").longValue());
    assertEquals(0, committed.body().get("position").intValue());
    // A leader waits only a moment for the log of another one; its own is always on its block.
    assertShortOfFunds("B", "A");
    cluster.awaitEqualHeads();
    assertLog("B");
  }

  /** More than an account has, with whatever the others have executed. */
  private static void assertShortOfFunds(String from, String to) {
    var refused = cluster.client(from).transfer(null, from, to, "5000.00");
    assertEquals(
        "422 insufficient_funds", refused.status() + " " + refused.code(), refused::toString);
  }

  private static String statusOf(NodeClient.Answer answer) {
    return answer.body().path("status").asText();
  }

  @Test
  @Order(4)
  void a_lost_disk_takes_no_part_until_told_to_rejoin_and_what_was_on_no_block_is_gone()
      throws Exception {
    var onNoBlock = UUID.randomUUID().toString();
    assertEquals(201, cluster.client("C").transfer(onNoBlock, "C", "A", "1.00").status());
    cluster.kill("C").loseDisk("C").start("C").awaitState("C", "lost");
    var reason = cluster.status("C").get("reason").textValue();
    assertTrue(reason.endsWith("start C again with --rejoin."), reason);
    var turnedAway = cluster.client("C").transferOnce(newId(), "C", "A", "1.00");
    assertEquals("503 unavailable", turnedAway.status() + " " + turnedAway.code());
    assertEquals("[\"C\"]", turnedAway.body().get("waiting_for").toString());
    assertEquals(503, cluster.client("C").status("/health/ready"));

    cluster.kill("C").start("C", "--rejoin").awaitReady("C");
    assertEquals(cluster.chain("A"), cluster.chain("C"));
    assertEquals(404, cluster.client("C").status("/api/transfers/" + onNoBlock));
    assertLog("C");
    assertBalance("C", "60.00");
    assertEquals(201, cluster.client("C").transfer(null, "C", "A", "2.00").status());
    assertShortOfFunds("C", "A");
    cluster.awaitEqualHeads();
    assertEquals("(C, A, 2.00)", transfersOf(cluster.chain("A").getLast()).getLast());
  }

  @Test
  @Order(5)
  void another_protocol_over_the_same_data_is_refused_with_one_sentence() throws Exception {
    assertEquals(201, cluster.client("A").transfer(null, "A", "B", "1.00").status());
    assertLog("A", "(A, B, 1.00)");
    assertEquals(0, cluster.stop("A"));
    var config = Files.readString(cluster.config);
    Files.writeString(cluster.config, config.replace("protocol: paxos", "protocol: lamport"));
    var refused = cluster.run("", "node", "A");
    Files.writeString(cluster.config, config);
    assertEquals(1, refused.code(), refused::toString);
    assertEquals(1, refused.err().lines().count(), refused.err());
    assertTrue(refused.err().contains("lamport") && refused.err().contains("paxos"), refused.err());
    var verified = cluster.run("", "verify", "A");
    assertEquals(0, verified.code(), verified::toString);
  }

  private static void assertLog(String name, String... transfers) {
    assertEquals(
        List.of(transfers), transfersOf(cluster.client(name).get("/api/log").body()), name);
  }

  /** Every member gets to this block, and to no other. */
  private static void assertHead(long height, String... transfers) {
    cluster.awaitEqualHeads();
    for (var name : cluster.names) {
      var head = cluster.chain(name).getLast();
      assertEquals(height, head.get("height").longValue(), name);
      assertEquals(List.of(transfers), transfersOf(head), name);
    }
  }

  private static List<String> transfersOf(JsonNode list) {
    List<String> triplets = new ArrayList<>();
    for (var t : list.get("transfers")) {
      triplets.add(
          "(%s, %s, %s)"
              .formatted(
                  t.get("from").textValue(), t.get("to").textValue(), t.get("amount").textValue()));
    }
    return triplets;
  }

  private static void assertOnChain(String... balances) {
    for (var name : cluster.names) {
      // What is shown is what is on the disk, which follows the head.
      await()
          .untilAsserted(
              () -> {
                List<String> shown = new ArrayList<>();
                for (var account :
                    cluster.client(name).get("/api/accounts").body().get("accounts")) {
                  shown.add(account.get("on_chain").textValue());
                }
                assertEquals(List.of(balances), shown, name);
              });
    }
  }

  private static void assertBalance(String name, String balance) {
    var account = cluster.client(name).get("/api/accounts/" + name).body();
    assertEquals(balance, account.get("balance").textValue(), account::toString);
  }
}
