package dev.lockstep.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Amount;
import dev.lockstep.chain.Block;
import dev.lockstep.chain.Chains;
import dev.lockstep.chain.Refusal;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.MemberState;
import dev.lockstep.order.Outcome;
import dev.lockstep.order.PaxosEvent;
import dev.lockstep.paxos.Ballot;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A node of Paxos mode tells what it has executed, and by which ballots blocks come about. */
@DisplayName("The console in Paxos mode")
@ExtendWith(VertxExtension.class)
class PaxosConsoleTest {
  private static final Transfer FIRST = new Transfer(new UUID(1, 1), "A1", "B1", 400, "lunch");
  private static final Transfer SECOND = new Transfer(new UUID(1, 2), "A1", "C1", 150, "");
  private static final long ON_CHAIN = Chains.ledger(RunningConsole.CHAIN).balanceOf("A1");

  private RunningConsole console;

  @BeforeEach
  void start(Vertx vertx) {
    console = RunningConsole.start(vertx);
    console.status = () -> RunningConsole.ofPaxos(MemberState.READY);
    console.decide = transfer -> new Outcome.Executed(false);
    console.find = id -> new Outcome.Executed(true);
  }

  private HttpAnswer post(Transfer transfer) {
    return console.post(
        "/api/transfers",
        new JsonObject()
            .put("id", transfer.id().toString())
            .put("from", transfer.from())
            .put("to", transfer.to())
            .put("amount", Amount.format(transfer.amount()))
            .encode());
  }

  private String prompt(String line) throws InterruptedException {
    var client = new Conversation(console.vertx, console.port);
    try {
      var answer = client.ask("1", "command", new JsonObject().put("line", line).encode()).next();
      return answer.getJsonObject("result").getString("text");
    } finally {
      client.close();
    }
  }

  @Test
  void an_executed_transfer_is_created_once_and_has_no_place_yet() {
    var id = FIRST.id().toString();
    var created = post(FIRST);
    assertEquals(201, created.status());
    assertEquals(
        new JsonObject().put("id", id).put("status", "executed").put("exists", false),
        created.json());

    console.decide = transfer -> new Outcome.Executed(true);
    var again = post(FIRST);
    assertEquals(200, again.status());
    assertTrue(again.json().getBoolean("exists"));

    var found = console.get("/api/transfers/" + id);
    assertEquals(200, found.status());
    assertEquals("executed", found.json().getString("status"));
    assertEquals(id, found.json().getString("id"));
  }

  @Test
  void in_a_batch_each_has_its_own_outcome() {
    console.decide =
        transfer ->
            transfer.equals(SECOND)
                ? new Outcome.Refused(new Refusal(Refusal.Code.INSUFFICIENT_FUNDS, "Too little."))
                : new Outcome.Executed(false);
    var transfers = new JsonArray();
    for (var transfer : List.of(FIRST, SECOND)) {
      transfers.add(
          new JsonObject()
              .put("id", transfer.id().toString())
              .put("from", transfer.from())
              .put("to", transfer.to())
              .put("amount", Amount.format(transfer.amount()))
              .put("memo", transfer.memo()));
    }
    var results =
        console
            .post("/api/transfers", new JsonObject().put("transfers", transfers).encode())
            .json()
            .getJsonArray("results");
    assertEquals("executed", results.getJsonObject(0).getString("status"));
    assertEquals("insufficient_funds", results.getJsonObject(1).getString("code"));
  }

  @Test
  void the_log_holds_what_was_executed_until_a_block_has_it() throws InterruptedException {
    assertEquals("{\"transfers\":[]}", console.get("/api/log").body());
    console.execute(List.of(FIRST, SECOND), 2);
    assertEquals(
        new JsonArray()
            .add(
                new JsonObject()
                    .put("id", FIRST.id().toString())
                    .put("from", "A1")
                    .put("to", "B1")
                    .put("amount", "4.00")
                    .put("memo", "lunch"))
            .add(
                new JsonObject()
                    .put("id", SECOND.id().toString())
                    .put("from", "A1")
                    .put("to", "C1")
                    .put("amount", "1.50")
                    .put("memo", "")),
        console.get("/api/log").json().getJsonArray("transfers"));
    var newest = console.get("/api/log?limit=1").json().getJsonArray("transfers");
    assertEquals(1, newest.size());
    assertEquals(SECOND.id().toString(), newest.getJsonObject(0).getString("id"));
    assertEquals(2, console.get("/api/log?limit=3").json().getJsonArray("transfers").size());
    assertEquals(400, console.get("/api/log?limit=0").status());
    var table = prompt("PrintLog");
    assertTrue(table.startsWith("from  to  amount  memo   id\nA1    B1    4.00  lunch"), table);
    assertFalse(table.contains("position"), table);
    assertEquals(table, prompt("PrintLog(A)"));
    assertTrue(prompt("PrintLog(B)").contains("The log of \"B\" is not at A"));

    console.store(next(FIRST));
    var left = console.get("/api/log").json().getJsonArray("transfers");
    assertEquals(1, left.size());
    assertEquals(SECOND.id().toString(), left.getJsonObject(0).getString("id"));
  }

  private static Block next(Transfer... transfers) {
    var head = RunningConsole.HEAD;
    return Block.of(head.height() + 1, head.hash(), 99, "B", List.of(transfers));
  }

  @Test
  void a_balance_is_what_the_log_has_left_of_what_is_on_the_chain() throws InterruptedException {
    assertBalance(ON_CHAIN, ON_CHAIN);
    assertEquals("A1 %s at height 5".formatted(Amount.format(ON_CHAIN)), prompt("balance A1"));
    assertFalse(prompt("balances").contains("on chain"));

    console.execute(List.of(FIRST, SECOND), 2);
    assertBalance(ON_CHAIN - 550, ON_CHAIN);
    assertEquals(
        "A1 %s, of %s on the chain at height 5"
            .formatted(Amount.format(ON_CHAIN - 550), Amount.format(ON_CHAIN)),
        prompt("balance A1"));
    assertTrue(prompt("balances").startsWith("account  owner  balance  on chain\n"));

    console.store(next(FIRST));
    assertBalance(ON_CHAIN - 550, ON_CHAIN - 400);
    var other = console.get("/api/accounts/B1").json();
    assertEquals(other.getString("on_chain"), other.getString("balance"));
  }

  private void assertBalance(long balance, long onChain) {
    var account = console.get("/api/accounts/A1").json();
    assertEquals(Amount.format(balance), account.getString("balance"));
    assertEquals(Amount.format(onChain), account.getString("on_chain"));
  }

  @Test
  void the_status_tells_of_ballots_in_paxos_mode_only() throws InterruptedException {
    var status = console.get("/api/status").json();
    assertEquals(
        new JsonObject().put("round", 6).put("member", "B"), status.getJsonObject("promised"));
    assertEquals(
        new JsonObject().put("round", 5).put("member", "C"), status.getJsonObject("accepted"));
    assertTrue(status.containsKey("leading"));
    assertNull(status.getValue("leading"));
    assertEquals("B", status.getString("leader"));
    assertEquals(2, status.getInteger("log"));
    assertEquals(0, status.getInteger("fence"));
    var text = prompt("status");
    assertTrue(text.contains("\npromised     (6,B)\n"), text);
    assertTrue(text.contains("\nlog          2 transfers on no block\n"), text);
    assertFalse(text.contains("queue"), text);
    assertFalse(prompt("peers").contains("claim"));

    console.status = () -> RunningConsole.status(MemberState.READY);
    status = console.get("/api/status").json();
    for (var name : "promised accepted leading leader log fence".split(" ")) {
      assertFalse(status.containsKey(name), name);
    }
    assertTrue(prompt("status").contains("\nqueue "));
    assertTrue(prompt("peers").contains("claim"));
  }

  @Test
  void before_the_first_ballot_nobody_leads() throws InterruptedException {
    console.status = () -> RunningConsole.ofPaxos(MemberState.JOINING, Ballot.NONE);
    assertNull(console.get("/api/status").json().getValue("leader"));
    var text = prompt("status");
    assertTrue(text.contains("\nleader       nobody\npromised     none\n"), text);
  }

  @ParameterizedTest
  @EnumSource
  void a_node_without_a_majority_still_takes_transfers(MemberState state) {
    console.status = () -> RunningConsole.ofPaxos(state);
    var answer = console.raw("GET", "/health/ready", "", console.host());
    boolean takes = state == MemberState.READY || state == MemberState.WAITING;
    assertEquals(takes ? 200 : 503, answer.status());
    assertEquals(state.text(), answer.json().getString("state"));
  }

  @Test
  void the_prompt_says_who_has_executed_a_transfer() throws InterruptedException {
    var text = prompt("transfer A1 B1 4");
    assertTrue(text.matches("executed by A; on no block yet, id [0-9a-f-]{36}"), text);
  }

  @Test
  void metrics_count_ballots_and_what_is_executed() {
    var ballot = new Ballot(7, "A");
    console.execute(List.of(FIRST, SECOND), 2);
    console.happen(
        new PaxosEvent.Executed(50, 2, 2),
        new PaxosEvent.Proposed(51, ballot, 6),
        new PaxosEvent.Promised(52, ballot, 6),
        new PaxosEvent.Accepted(53, ballot, 6, RunningConsole.HEAD.hash()),
        new PaxosEvent.RoundOver(54, ballot, 6, "chosen"),
        new PaxosEvent.RoundOver(55, ballot, 6, "nothing to gather"),
        new PaxosEvent.RoundOver(56, ballot, 6, "surpassed by (8,B)"),
        new PaxosEvent.RoundOver(57, ballot, 6, "surpassed by (9,C)"));
    var metrics = console.get("/metrics").body();
    for (var line :
        List.of(
            "lockstep_log_transfers 2.0",
            "lockstep_promised_round 7.0",
            "lockstep_transfers_total{outcome=\"executed\"} 2.0",
            "lockstep_rounds_total{result=\"chosen\"} 1.0",
            "lockstep_rounds_total{result=\"nothing_to_gather\"} 1.0",
            "lockstep_rounds_total{result=\"surpassed\"} 2.0")) {
      assertTrue(metrics.contains("\n" + line + "\n"), line + "\n" + metrics);
    }
  }
}
