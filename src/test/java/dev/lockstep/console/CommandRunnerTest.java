package dev.lockstep.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Refusal;
import dev.lockstep.command.LinesThatPayNothing;
import dev.lockstep.order.Outcome;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Lines of the prompt, run by a console with a played ledger behind it. */
@DisplayName("A line of the prompt")
class CommandRunnerTest {
  private final Vertx vertx = Vertx.vertx();
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private RunningConsole console;
  private Conversation client;

  @BeforeEach
  void start() throws IOException {
    console = RunningConsole.start(vertx);
    var committed = console.decide;
    console.decide =
        transfer -> {
          asked.add(
              transfer.from() + ">" + transfer.to() + " " + transfer.amount() + transfer.memo());
          return transfer.amount() == 9900
              ? new Outcome.Refused(new Refusal(Refusal.Code.INSUFFICIENT_FUNDS, "Too little."))
              : committed.apply(transfer);
        };
    client = new Conversation(console.vertx, console.port);
  }

  @AfterEach
  void stop() {
    client.close();
    vertx.close().await();
  }

  private JsonObject run(String line, String output) throws InterruptedException {
    var params = new JsonObject().put("line", line).put("output", output);
    return client.ask("1", "command", params.encode()).next().getJsonObject("result");
  }

  @Test
  void a_mistake_shows_its_place_and_pays_nothing() throws InterruptedException {
    var result = run("(A1, B1, 1); (A1, B1, 2) lunch", "table");
    assertEquals(2, result.getInteger("exit_code"));
    assertEquals(26, result.getInteger("column"));
    assertTrue(result.getString("text").startsWith("column 26: usage: A memo must be inside"));
    assertTrue(
        result
            .getString("text")
            .endsWith("\n  (A1, B1, 1); (A1, B1, 2) lunch\n" + " ".repeat(27) + "^"),
        result::encode);
    var json = new JsonObject(run("transfer B1 4 lunch", "json").getString("text"));
    assertEquals("usage", json.getString("code"));
    assertEquals(15, json.getInteger("column"));
    assertEquals(List.of(), asked);
  }

  @Test
  void a_statement_says_what_came_and_went() throws InterruptedException {
    var lines = run("statement A1", "table").getString("text").lines().toList();
    assertTrue(lines.get(0).matches("height +position +amount +memo +id"), lines::toString);
    assertTrue(
        lines.get(1).matches(" *\\d+ +\\d+ +[-+]\\d+\\.\\d\\d +(to|from) .*"), lines::toString);
    assertTrue(
        run("statement A1 1", "table").getString("text").endsWith("behind the account for more"));
    var json = new JsonObject(run("statement A1 1 -o json", "table").getString("text"));
    assertEquals(1, json.getJsonArray("transfers").size());
    assertEquals(3, run("statement NOBODY", "table").getInteger("exit_code"));
    assertEquals(2, run("statement A1 1001", "table").getInteger("exit_code"));
    assertEquals(2, run("statement A1 1 1", "table").getInteger("exit_code"));
  }

  @Test
  void a_transfer_is_found_by_its_id() throws InterruptedException {
    var paid = new JsonObject(run("transfer A1 B1 4 -o json", "table").getString("text"));

    var found = run("find " + paid.getString("id"), "table");

    assertEquals(0, found.getInteger("exit_code"), found.encode());
    assertTrue(found.getString("text").endsWith("id " + paid.getString("id")), found.encode());
    assertEquals(2, run("find", "table").getInteger("exit_code"));
    assertTrue(run("find lunch", "table").getString("text").startsWith("invalid_id"));
  }

  @Test
  void a_line_of_which_something_is_left_over_pays_nothing() throws InterruptedException {
    for (var line : LinesThatPayNothing.ALL) {
      var written = line.replace("A", "A1").replace("B", "B1");
      var result = run(written, "table");
      boolean isReadable = result.getString("text").startsWith("invalid_amount");
      assertEquals(isReadable ? 3 : 2, result.getInteger("exit_code"), written);
      assertTrue(isReadable || result.getString("text").endsWith("^"), result::encode);
    }
    assertEquals(List.of(), asked);
  }

  @Test
  void long_tables_are_shown_page_by_page() throws InterruptedException {
    assertTrue(run("balances --all", "table").getString("text").contains("A1"));
    assertTrue(
        run("balances --page 2", "table")
            .getString("text")
            .startsWith("account  owner  balance\nthere is no page 2; the last is 1\n"));
    assertEquals(0, run("balances --all -o json", "table").getInteger("exit_code"));
    assertEquals(2, run("balances --page 2 -o json", "table").getInteger("exit_code"));
    assertEquals(2, run("balances --page 2", "json").getInteger("exit_code"));
  }

  @Test
  void several_transfers_are_made_in_order() throws InterruptedException {
    var result = run("(A1, B1, 1); (A1, B1, 2, \"x\")", "table");
    assertEquals(0, result.getInteger("exit_code"));
    assertEquals(2, result.getString("text").lines().count());
    assertTrue(result.getString("text").startsWith("transfer 1: committed at height"));
    assertEquals(List.of("A1>B1 100", "A1>B1 200x"), asked);

    var json = new JsonObject(run("(A1, B1, 1)(A1, B1, 2) -o json", "table").getString("text"));
    assertEquals(2, json.getJsonArray("results").size());
    assertFalse(json.containsKey("code"));
  }

  @Test
  void the_first_transfer_that_fails_ends_the_line() throws InterruptedException {
    var line = "(A1, B1, 1); (A1, B1, 99); (A1, B1, 2)";
    var result = run(line, "table");
    assertEquals(3, result.getInteger("exit_code"));
    assertEquals(2, result.getInteger("transfer"));
    assertTrue(
        result
            .getString("text")
            .startsWith(
                "transfer 2: insufficient_funds: Too little. Of 3 transfers on the line 1 was paid"
                    + " and 1 was not attempted.\ntransfer 1: committed"),
        result::encode);
    assertEquals(List.of("A1>B1 100", "A1>B1 9900"), asked);

    var json = new JsonObject(run(line, "json").getString("text"));
    assertEquals("insufficient_funds", json.getString("code"));
    assertEquals(2, json.getInteger("transfer"));
    assertEquals(1, json.getInteger("paid"));
    assertEquals(1, json.getInteger("not_attempted"));
    assertEquals(1, json.getJsonArray("results").size());
  }

  @Test
  void a_line_has_an_end() throws InterruptedException {
    var result = run("(A1, B1, 1)".repeat(1_001), "table");
    assertEquals(2, result.getInteger("exit_code"));
    assertEquals(List.of(), asked);
  }

  @Test
  void blank_lines_and_comments_do_nothing_and_nobody_leaves() throws InterruptedException {
    for (var line : List.of("", "  ", "# (A1, B1, 1)")) {
      assertEquals(new JsonObject().put("text", "").put("exit_code", 0), run(line, "table"));
    }
    assertEquals(2, run("exit", "table").getInteger("exit_code"));
    assertEquals(List.of(), asked);
  }

  @Test
  void help_lists_every_command_or_tells_more_about_one() throws InterruptedException {
    var all = run("help", "table").getString("text");
    for (var name :
        "transfer balance balances chain block statement find log status peers verify help exit"
            .split(" ")) {
      assertTrue(all.lines().anyMatch(line -> line.startsWith(name)), name);
    }
    var one = run("help transfer", "table").getString("text");
    assertTrue(one.startsWith("transfer [FROM] TO AMOUNT [for MEMO]\n"), one);
    assertTrue(one.contains("\nExamples:\n  transfer B 4\n"), one);
    var json = new JsonObject(run("help PrintLog", "json").getString("text"));
    assertEquals(1, json.getJsonArray("commands").size());
    assertEquals(2, run("help nonsense", "table").getInteger("exit_code"));
  }
}
