package dev.lockstep.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Refusal;
import dev.lockstep.order.Outcome;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("Many transfers in one request over the WebSocket")
@ExtendWith(VertxExtension.class)
class RpcTransfersTest {
  private static final String ID = "00000000-0000-7000-8000-00000000000";

  private RunningConsole console;
  private Conversation client;

  @BeforeEach
  void start(Vertx vertx) {
    console = RunningConsole.start(vertx);
    client = new Conversation(vertx, console.port);
  }

  private static String transfer(Object id, String amount) {
    return "{\"id\":\"%s\",\"to\":\"B1\",\"amount\":\"%s\"}".formatted(id, amount);
  }

  private static String batch(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> transfer(new UUID(0x7000, Long.MIN_VALUE + i), "1"))
        .collect(Collectors.joining(",", "{\"transfers\":[", "]}"));
  }

  private JsonObject result(String params) throws InterruptedException {
    return client.ask("1", "transfers", params).next().getJsonObject("result");
  }

  private JsonObject error(String params) throws InterruptedException {
    return client.ask("1", "transfers", params).next().getJsonObject("error");
  }

  @Test
  void have_the_same_results_as_over_http() throws Exception {
    console.decide =
        transfer ->
            switch ((int) (transfer.amount() / 100)) {
              case 1 -> RunningConsole.committed(false);
              case 2 -> new Outcome.Executed(true);
              case 3 ->
                  new Outcome.Refused(new Refusal(Refusal.Code.INSUFFICIENT_FUNDS, "Too poor."));
              case 4 -> new Outcome.Unavailable(List.of("B"), "B is silent.");
              case 5 -> new Outcome.Overloaded(65_536);
              default -> new Outcome.InDoubt(List.of("B"), "B is silent.");
            };
    var body =
        IntStream.rangeClosed(1, 6)
            .mapToObj(i -> transfer(ID + i, i + ".00"))
            .collect(
                Collectors.joining(
                    ",", "{\"transfers\":[", "," + transfer(ID + 7, "1.001") + "]}"));

    var results = result(body);

    assertEquals(console.post("/api/transfers", body).json(), results);
    assertEquals(
        List.of(
            "committed",
            "executed",
            "insufficient_funds",
            "unavailable",
            "overloaded",
            "in_doubt",
            "invalid_amount"),
        results.getJsonArray("results").stream()
            .map(JsonObject.class::cast)
            .map(r -> r.getString("status", r.getString("code")))
            .toList());
  }

  /** With its parameters at the end, a long message is read without a tree; without, with one. */
  @Test
  void have_the_same_answer_in_whatever_order_the_message_is() throws Exception {
    var params = "\"params\":" + batch(40);
    var method = "\"method\":\"transfers\"";
    var version = "\"jsonrpc\":\"2.0\"";
    var expected = result(batch(40));
    for (var members :
        List.of(
            List.of(version, "\"id\":\"seven\"", method, params),
            List.of("\"id\":\"seven\"", method, version, params),
            List.of(params, method, version, "\"id\":\"seven\""))) {
      var answer = client.say("{" + String.join(",", members) + "}").next();
      assertEquals("seven", answer.getString("id"));
      assertEquals(expected, answer.getJsonObject("result"));
    }
  }

  @Test
  void are_no_call_when_a_long_message_is_malformed() throws Exception {
    var submitted = new AtomicInteger();
    console.decide = _ -> counted(submitted);
    var call = "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"transfers\",\"params\":" + batch(40);
    assertEquals(-32700, client.say(call + "}}").next().getJsonObject("error").getInteger("code"));
    assertEquals(
        -32700, client.say(call + ",\"id\":6}").next().getJsonObject("error").getInteger("code"));
    assertEquals(0, submitted.get());
  }

  @Test
  void are_executed_without_an_answer_when_they_are_a_notification() throws Exception {
    var submitted = new AtomicInteger();
    console.decide = _ -> counted(submitted);
    client.say("{\"jsonrpc\":\"2.0\",\"method\":\"transfers\",\"params\":" + batch(40) + "}");
    assertEquals(1, result(batch(1)).getJsonArray("results").size());
    assertEquals(41, submitted.get());
  }

  private static Outcome counted(AtomicInteger submitted) {
    submitted.incrementAndGet();
    return RunningConsole.committed(false);
  }

  @Test
  void are_as_many_as_fit_into_a_message() throws Exception {
    var results = result(batch(2_000)).getJsonArray("results");
    assertEquals(2_000, results.size());
    assertEquals(
        new UUID(0x7000, Long.MIN_VALUE + 1_999).toString(),
        results.getJsonObject(1_999).getString("id"));
  }

  @Test
  void are_8192_at_most_as_over_http() throws Exception {
    var many =
        IntStream.range(0, 8_193)
            .mapToObj(_ -> "{\"to\":\"B\",\"amount\":\"1\"}")
            .collect(Collectors.joining(",", "{\"transfers\":[", "]}"));
    var error = error(many);
    assertEquals(-32602, error.getInteger("code"));
    assertEquals(
        "There are 8193 transfers; send at most 8192 at once.", error.getString("message"));
  }

  @Test
  void are_refused_as_a_whole_when_one_is_no_transfer() throws Exception {
    var error = error("{\"transfers\":[" + transfer(ID + 1, "1") + ",{\"to\":\"B1\"}]}");
    assertEquals(-32602, error.getInteger("code"));
    assertEquals("transfers[1]: \"amount\" is missing.", error.getString("message"));
  }

  @Test
  void are_refused_with_a_token_that_may_only_read(Vertx vertx) throws Exception {
    var reading =
        Conversation.withHeaders(
            vertx, console.port, "Authorization: Bearer " + RunningConsole.READING.text());
    var error = reading.ask("1", "transfers", batch(1)).next().getJsonObject("error");
    assertEquals("read_only", error.getJsonObject("data").getString("code"));
  }

  @Test
  void and_one_that_is_found_by_its_id() throws Exception {
    var found = client.ask("1", "find", "{\"id\":\"" + ID + "1\"}").next();
    assertEquals("committed", found.getJsonObject("result").getString("status"));
    console.find = _ -> new Outcome.NotFound();
    var missing = client.ask("2", "find", "{\"id\":\"" + ID + "1\"}").next();
    var data = missing.getJsonObject("error").getJsonObject("data");
    assertEquals("not_found", data.getString("code"));
    assertTrue(data.getString("detail").contains(ID + "1"), data::encode);
  }
}
