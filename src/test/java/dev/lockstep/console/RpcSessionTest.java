package dev.lockstep.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Refusal;
import dev.lockstep.mutex.Timestamp;
import dev.lockstep.order.Event;
import dev.lockstep.order.LamportEvent;
import dev.lockstep.order.MemberState;
import dev.lockstep.order.Outcome;
import dev.lockstep.order.Stamp;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON-RPC 2.0 as its specification has it, and the stream of events. */
@DisplayName("JSON-RPC over WebSocket")
@ExtendWith(VertxExtension.class)
class RpcSessionTest {
  private static final int KEPT = 8;

  private Vertx vertx;
  private RunningConsole console;
  private Conversation client;

  @BeforeEach
  void start(Vertx testVertx) {
    vertx = testVertx;
    console = RunningConsole.start(vertx, KEPT).withOrder().withStore();
    client = new Conversation(vertx, console.port);
  }

  private static int code(JsonObject answer) {
    return answer.getJsonObject("error").getInteger("code");
  }

  // --- requests ---------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "transfer | {\"to\":\"B1\",\"amount\":\"4\"} | status",
        "transfers| {\"transfers\":[]}                | results",
        "find     | {\"id\":\"00000000-0000-7000-8000-000000000001\"} | status",
        "balance  | {}                               | balance",
        "balance  | {\"account\":\"B1\"}             | balance",
        "balances | {}                               | accounts",
        "chain    | {}                               | blocks",
        "chain    | {\"transfers\":0}                | blocks",
        "chain    | {\"from\":9223372036854775807}   | blocks",
        "block    | {\"height\":2}                   | transfers",
        "log      | {}                               | transfers",
        "status   | {}                               | peers",
        "verify   | {}                               | ok",
        "help     | {}                               | commands",
        "command  | {\"line\":\"balance\"}           | text",
        "command  | {\"line\":\"\\u0000(\"}          | exit_code",
        "subscribe| {}                               | last"
      })
  void every_method_is_answered(String method, String params, String member) throws Exception {
    client.ask("1", method, params);
    var answer = client.next();
    if (method.equals("subscribe")) {
      answer = client.next();
    }
    assertEquals("2.0", answer.getString("jsonrpc"));
    assertEquals(1, answer.getInteger("id"));
    assertTrue(answer.getJsonObject("result").containsKey(member), answer::encode);
    assertFalse(answer.containsKey("error"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1", "-7", "1.5", "12345678901234567890", "1E+400", "\"x\"", "\"\"", "null"})
  void an_id_comes_back_as_it_was(String id) throws Exception {
    client.say("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"log\"}");
    var expected = new JsonObject("{\"id\":" + id + "}").getValue("id");
    var answer = client.next();
    assertTrue(answer.containsKey("id"));
    assertEquals(String.valueOf(expected), String.valueOf(answer.getValue("id")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"jsonrpc\":\"2.0\",\"id\":true,\"method\":\"log\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"log\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":[1],\"method\":\"log\"}",
        "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"log\"}",
        "{\"jsonrpc\":2.0,\"id\":1,\"method\":\"log\"}",
        "{\"id\":1,\"method\":\"log\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":1}",
        "{}",
        "[]",
        "1",
        "null",
        "\"log\""
      })
  void what_is_no_request_is_said_to_be_none(String text) throws Exception {
    var answer = client.say(text).next();
    assertEquals(-32600, code(answer));
    assertTrue(answer.containsKey("id"));
    assertNull(answer.getValue("id"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"a\":1,\"a\":1}", "\u0000", "[1,]", "1 2"})
  void what_is_no_json_is_said_to_be_none(String text) throws Exception {
    var answer = client.say(text).next();
    assertEquals(-32700, code(answer));
    assertNull(answer.getValue("id"));
  }

  @Test
  void bytes_are_not_what_is_spoken_here() throws Exception {
    assertEquals(-32600, code(client.sayBytes((byte) 1, (byte) 2).next()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing  | {}                    | -32601 | unknown_method",
        "rpc.x    | {}                    | -32601 | unknown_method",
        "balance  | {\"acount\":\"A1\"}   | -32602 | invalid_request",
        "balance  | [\"A1\"]              | -32602 | invalid_request",
        "balance  | \"A1\"                | -32602 | invalid_request",
        "balance  | {\"account\":1}       | -32602 | invalid_request",
        "balance  | {\"account\":\"X\"}   | -32000 | unknown_account",
        "block    | {}                    | -32602 | invalid_request",
        "block    | {\"height\":-1}       | -32602 | invalid_request",
        "block    | {\"height\":1.5}      | -32602 | invalid_request",
        "block    | {\"height\":1e999}    | -32602 | invalid_request",
        "block    | {\"height\":99}       | -32000 | not_found",
        "chain    | {\"limit\":1001}      | -32602 | invalid_request",
        "transfer | {}                    | -32602 | invalid_request",
        "transfer | {\"to\":\"B1\",\"amount\":\"x\"} | -32000 | invalid_amount",
        "subscribe| {\"from\":-1}         | -32602 | invalid_request",
        "subscribe| {\"to\":1}            | -32602 | invalid_request"
      })
  void what_goes_wrong_has_a_number_and_a_code(
      String method, String params, int number, String code) throws Exception {
    var answer = client.ask("7", method, params).next();
    assertEquals(7, answer.getInteger("id"));
    assertEquals(number, code(answer), answer::encode);
    var data = answer.getJsonObject("error").getJsonObject("data");
    assertEquals(code, data.getString("code"));
    assertTrue(data.getInteger("status") >= 400);
    assertFalse(answer.containsKey("result"));
  }

  @Test
  void a_refusal_says_the_same_as_over_rest() throws Exception {
    var refusal = new Refusal(Refusal.Code.INSUFFICIENT_FUNDS, "A1 has 1.00.");
    console.decide = transfer -> new Outcome.Refused(refusal);
    var answer = client.ask("1", "transfer", "{\"to\":\"B1\",\"amount\":\"4\"}").next();
    assertEquals(-32000, code(answer));
    var data = answer.getJsonObject("error").getJsonObject("data");
    assertEquals("insufficient_funds", data.getString("code"));
    assertEquals(422, data.getInteger("status"));
  }

  @Test
  void an_order_that_never_answers_leaves_a_transfer_in_doubt() throws Exception {
    console.isOrderSilent = true;
    var answer = client.ask("1", "transfer", "{\"to\":\"B1\",\"amount\":\"4\"}").next();
    var data = answer.getJsonObject("error").getJsonObject("data");
    assertEquals("in_doubt", data.getString("code"));
    assertEquals("Node A did not answer in time.", data.getString("reason"));
    UUID.fromString(data.getString("id"));
  }

  @Test
  void a_notification_is_done_and_not_answered() throws Exception {
    client.say("{\"jsonrpc\":\"2.0\",\"method\":\"log\"}");
    client.say("{\"jsonrpc\":\"2.0\",\"method\":\"nothing\"}");
    client.say("{\"jsonrpc\":\"2.0\",\"method\":\"block\",\"params\":{\"height\":99}}");
    client.say("[{\"jsonrpc\":\"2.0\",\"method\":\"log\"}]");
    client.say("{\"jsonrpc\":\"2.0\",\"method\":\"subscribe\"}");
    // It is done: the stream has begun.
    client.next("hello");
    client.ask("9", "log", "{}");
    assertEquals(9, client.next().getInteger("id"));
  }

  @Test
  void a_batch_is_answered_in_one_message() throws Exception {
    client.say(
        "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"status\"},"
            + "{\"jsonrpc\":\"2.0\",\"method\":\"log\"},"
            + "1,"
            + "{\"jsonrpc\":\"2.0\",\"id\":\"b\",\"method\":\"nothing\"},"
            + "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"block\",\"params\":{\"height\":1}}]");
    var answers = client.nextBatch();
    assertEquals(4, answers.size());
    assertEquals(1, answers.getJsonObject(0).getInteger("id"));
    assertEquals(-32600, code(answers.getJsonObject(1)));
    assertEquals("b", answers.getJsonObject(2).getString("id"));
    assertEquals(1, answers.getJsonObject(3).getJsonObject("result").getInteger("height"));
  }

  @Test
  void a_batch_of_more_than_a_hundred_is_refused_as_a_whole() throws Exception {
    var one = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"log\"}";
    client.say("[" + String.join(",", Collections.nCopies(100, one)) + "]");
    assertEquals(100, client.nextBatch().size());
    client.say("[" + String.join(",", Collections.nCopies(101, one)) + "]");
    var refused = client.next();
    assertEquals(-32600, code(refused));
    assertEquals(
        "There are 101 requests in the batch; send at most 100 at once.",
        refused.getJsonObject("error").getString("message"));
  }

  @Test
  void an_output_that_is_none_is_named() throws Exception {
    var answer = client.ask("1", "command", "{\"line\":\"help\",\"output\":\"xml\"}").next();
    assertEquals(-32602, code(answer), answer::encode);
    assertEquals(
        "\"output\" is \"xml\", not table or json.",
        answer.getJsonObject("error").getString("message"));
  }

  @Test
  void who_asks_more_than_is_answered_is_told_to_wait_and_may_go_on_later() throws Exception {
    console.isOrderSilent = true;
    for (int i = 1; i <= 256; i++) {
      client.ask(String.valueOf(i), "transfer", "{\"to\":\"B1\",\"amount\":\"1\"}");
    }
    client.say("{\"jsonrpc\":\"2.0\",\"method\":\"log\"}");
    var refused = client.ask("257", "log", "{}").next();
    assertEquals(257, refused.getInteger("id"), "a notification gets no answer even now");
    assertEquals(
        "overloaded", refused.getJsonObject("error").getJsonObject("data").getString("code"));
    for (int i = 1; i <= 256; i++) {
      assertEquals(-32000, code(client.next()));
    }
    assertTrue(client.ask("258", "log", "{}").next().containsKey("result"));
  }

  @Test
  void a_message_that_is_too_long_ends_the_conversation_and_nothing_else() throws Exception {
    var other = new Conversation(vertx, console.port);
    var third = new Conversation(vertx, console.port);
    client.say("\"" + "x".repeat(300 << 10) + "\"");
    third.sayInOneFrame("\"" + "x".repeat(300 << 10) + "\"");
    client.closed().await(10, TimeUnit.SECONDS);
    third.closed().await(10, TimeUnit.SECONDS);
    assertTrue(other.ask("1", "status", "{}").next().containsKey("result"));
    assertEquals(200, console.get("/api/status").status());
  }

  @Test
  void a_long_message_within_the_bound_is_heard_in_one_frame_or_several() throws Exception {
    var request =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"command\",\"params\":{\"line\":\"#"
            + "x".repeat(200 << 10)
            + "\"}}";
    assertTrue(client.say(request).next().containsKey("result"));
    assertTrue(client.sayInOneFrame(request).next().containsKey("result"));
  }

  @Test
  void who_leaves_with_questions_open_disturbs_nobody() throws Exception {
    console.isOrderSilent = true;
    var one =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"transfer\",\"params\":"
            + "{\"to\":\"B1\",\"amount\":\"1\"}}";
    client.say("[" + one + "," + one + "]").ask("2", "subscribe", "{}").next("hello");
    client.close();
    happen(1, 3);
    var other = new Conversation(vertx, console.port);
    other.ask("1", "transfer", "{\"to\":\"B1\",\"amount\":\"1\"}");
    assertEquals(-32000, code(other.next()));
  }

  // --- events -----------------------------------------------------------------------------------

  private void happen(int first, int last) {
    IntStream.rangeClosed(first, last)
        .forEach(i -> console.happen(new Event.Committed(100 + i, i)));
  }

  private void expectEvents(Conversation who, long first, long last) throws InterruptedException {
    for (long seq = first; seq <= last; seq++) {
      var event = who.next("event");
      assertEquals(seq, event.getLong("seq"));
      assertEquals(seq, event.getLong("height"));
      assertEquals("A", event.getString("node"));
    }
  }

  private static JsonObject range(String one, long first, String other, long last) {
    return new JsonObject().put(one, first).put(other, last);
  }

  @Test
  void a_new_subscriber_hears_what_happens_from_now_on() throws Exception {
    happen(1, 3);
    client.ask("1", "subscribe", "{}");
    assertEquals(range("first", 1, "last", 3), client.next("hello"));
    assertEquals(range("first", 1, "last", 3), client.next().getJsonObject("result"));
    happen(4, 5);
    expectEvents(client, 4, 5);
  }

  @Test
  void a_subscriber_resumes_where_it_was() throws Exception {
    happen(1, 5);
    client.ask("1", "subscribe", "{\"from\":3}");
    client.next("hello");
    expectEvents(client, 3, 5);
    assertTrue(client.next().containsKey("result"));
    happen(6, 6);
    expectEvents(client, 6, 6);
  }

  @Test
  void what_is_gone_is_named_and_the_rest_follows() throws Exception {
    happen(1, 20);
    client.ask("1", "subscribe", "{\"from\":5}");
    assertEquals(range("first", 13, "last", 20), client.next("hello"));
    client.next();
    assertEquals(range("from", 5, "to", 12), client.next("gap"));
    expectEvents(client, 13, 20);
  }

  @Test
  void a_burst_that_is_larger_than_what_is_kept_leaves_a_gap_and_no_hole() throws Exception {
    client.ask("1", "subscribe", "{}");
    client.next("hello");
    client.next();
    var burst =
        IntStream.rangeClosed(1, 20)
            .mapToObj(i -> new Event.Committed(100 + i, i))
            .toArray(Event[]::new);
    console.happen(burst);
    assertEquals(range("from", 1, "to", 12), client.next("gap"));
    expectEvents(client, 13, 20);
  }

  @Test
  void numbers_of_an_earlier_life_get_all_of_this_one() throws Exception {
    happen(1, 3);
    client.ask("1", "subscribe", "{\"from\":1000}");
    client.next("hello");
    expectEvents(client, 1, 3);
  }

  @Test
  void the_next_number_is_no_earlier_life() throws Exception {
    happen(1, 3);
    client.ask("1", "subscribe", "{\"from\":4}");
    client.next("hello");
    assertTrue(client.next().containsKey("result"));
    happen(4, 4);
    expectEvents(client, 4, 4);
  }

  @Test
  void who_subscribes_twice_hears_everything_once() throws Exception {
    client.ask("1", "subscribe", "{}").ask("2", "subscribe", "{}");
    for (int i = 0; i < 2; i++) {
      client.next("hello");
      client.next();
    }
    happen(1, 2);
    expectEvents(client, 1, 2);
    client.ask("3", "log", "{}");
    assertEquals(3, client.next().getInteger("id"));
  }

  // --- events that are in H2 only ----------------------------------------------------------------

  /** A later life: events 1 to {@code kept} of the earlier one are in H2, this one begins later. */
  private void restart(int kept, long firstEvent) {
    console = RunningConsole.start(Vertx.vertx(), KEPT, firstEvent).withOrder().withStore();
    vertx = console.vertx;
    for (int i = 1; i <= kept; i++) {
      console.trace(i, new Event.Committed(100 + i, i));
    }
    console.isTracing = true;
    client = new Conversation(vertx, console.port);
  }

  @Test
  void after_a_stop_in_good_order_the_stream_goes_on_without_a_hole() throws Exception {
    restart(20, 21);
    client.ask("1", "subscribe", "{\"from\":18}");
    assertEquals(range("first", 1, "last", 20), client.next("hello"));
    assertEquals(range("first", 1, "last", 20), client.next().getJsonObject("result"));
    console.happen(new Event.Committed(200, 21));
    expectEvents(client, 18, 21);
  }

  @Test
  void after_a_crash_one_gap_tells_what_was_not_written_and_what_was_skipped() throws Exception {
    restart(20, 1_000);
    console.happen(new Event.Committed(200, 1_000));
    client.ask("1", "subscribe", "{\"from\":18}");
    assertEquals(range("first", 1, "last", 1_000), client.next("hello"));
    client.next();
    expectEvents(client, 18, 20);
    assertEquals(range("from", 21, "to", 999), client.next("gap"));
    expectEvents(client, 1_000, 1_000);
  }

  @Test
  void a_number_that_was_heard_and_never_written_is_within_the_gap() throws Exception {
    restart(20, 1_000);
    console.happen(new Event.Committed(200, 1_000));
    client.ask("1", "subscribe", "{\"from\":31}");
    client.next("hello");
    client.next();
    assertEquals(range("from", 31, "to", 999), client.next("gap"));
    expectEvents(client, 1_000, 1_000);
  }

  @Test
  void an_event_is_the_same_live_and_read_back() throws Exception {
    restart(0, 1);
    var claim = new Timestamp(7, "A");
    var events =
        new Event[] {
          new Event.Sent(1, "B", "request", 1, Stamp.NONE, 0),
          new Event.Received(2, "B", "ack", 2, Stamp.NONE, 0),
          new Event.Dropped(3, "B", "ack", "it is old", Stamp.NONE),
          new LamportEvent.Claimed(4, claim),
          new LamportEvent.Entered(5, claim, List.of()),
          new LamportEvent.Left(6, claim),
          new Event.Appended(7, 1, RunningConsole.HEAD.hash(), "A", 3),
          new Event.Committed(1L << 40, 1L << 41),
          new Event.Refused(9, new UUID(1, 2), new Refusal(Refusal.Code.NOT_OWNER, "\"\\\t🧀")),
          new Event.PeerSilent(10, "C"),
          new Event.PeerHeard(11, "C"),
          new Event.CatchingUp(12, 4, 9),
          new Event.StateChanged(13, MemberState.WAITING, "C is silent")
        };
    client.ask("1", "subscribe", "{}").next("hello");
    client.next();
    for (var event : events) {
      console.happen(event);
    }
    var later = new Conversation(vertx, console.port);
    later.ask("1", "subscribe", "{\"from\":1}").next("hello");
    later.next();
    for (var event : events) {
      assertEquals(client.next("event").encode(), later.next("event").encode(), event::toString);
    }
  }

  @Test
  void an_event_that_cannot_be_told_ends_the_subscription_and_not_the_node() throws Exception {
    var other = new Conversation(vertx, console.port);
    client.ask("1", "subscribe", "{}").next("hello");
    client.next();
    console.happen(new LamportEvent.Claimed(1, null));
    client.closed().await(10, TimeUnit.SECONDS);
    assertTrue(console.failures.isEmpty(), console.failures::toString);
    other.ask("1", "subscribe", "{\"from\":2}").next("hello");
    other.next();
    console.happen(new Event.Committed(102, 2));
    assertEquals(2, other.next("event").getLong("seq"));
  }

  @Test
  void pages_and_memory_meet_without_a_hole_or_a_double() throws Exception {
    restart(1_500, 1_501);
    happen(1_501, 1_530);
    client.ask("1", "subscribe", "{\"from\":2}");
    client.next("hello");
    client.next();
    expectEvents(client, 2, 1_530);
    happen(1_531, 1_531);
    expectEvents(client, 1_531, 1_531);
  }

  private static Runnable pageOf(BlockingQueue<Runnable> held) throws InterruptedException {
    var page = held.poll(10, TimeUnit.SECONDS);
    assertNotNull(page, "H2 was not asked");
    return page;
  }

  @Test
  void what_leaves_memory_while_a_page_is_on_its_way_comes_with_the_next_page() throws Exception {
    restart(20, 21);
    happen(21, 24);
    var held = new LinkedBlockingQueue<Runnable>();
    console.heldPages = held;
    client.ask("1", "subscribe", "{\"from\":1}");
    client.next("hello");
    client.next();
    // The page ends below 21; when it comes, memory begins at 43.
    var page = pageOf(held);
    happen(25, 50);
    page.run();
    expectEvents(client, 1, 20);
    pageOf(held).run();
    expectEvents(client, 21, 50);
  }

  @Test
  void what_h2_has_left_out_is_told_between_what_it_has() throws Exception {
    restart(600, 601);
    for (long number : new long[] {1, 2, 3, 100, 256, 257, 300, 600}) {
      console.traced.remove(number);
    }
    console.happen(new Event.Committed(700, 601));
    client.ask("1", "subscribe", "{\"from\":1}");
    assertEquals(range("first", 4, "last", 601), client.next("hello"));
    client.next();
    assertEquals(range("from", 1, "to", 3), client.next("gap"));
    expectEvents(client, 4, 99);
    assertEquals(range("from", 100, "to", 100), client.next("gap"));
    expectEvents(client, 101, 255);
    assertEquals(range("from", 256, "to", 257), client.next("gap"));
    expectEvents(client, 258, 299);
    assertEquals(range("from", 300, "to", 300), client.next("gap"));
    expectEvents(client, 301, 599);
    assertEquals(range("from", 600, "to", 600), client.next("gap"));
    expectEvents(client, 601, 601);
  }

  @Test
  void who_subscribes_anew_or_leaves_gets_nothing_of_a_page_that_is_still_on_its_way()
      throws Exception {
    restart(20, 21);
    happen(21, 24);
    var held = new LinkedBlockingQueue<Runnable>();
    console.heldPages = held;
    var leaver = new Conversation(vertx, console.port);
    leaver.ask("1", "subscribe", "{\"from\":1}").next("hello");
    var pageOfLeaver = pageOf(held);
    leaver.close();
    client.ask("1", "subscribe", "{\"from\":1}");
    client.next("hello");
    client.next();
    var unwanted = pageOf(held);
    client.ask("2", "subscribe", "{\"from\":10}");
    client.next("hello");
    client.next();
    var wanted = pageOf(held);
    pageOfLeaver.run();
    unwanted.run();
    wanted.run();
    expectEvents(client, 10, 24);
  }

  @Test
  void a_client_that_does_not_read_makes_nobody_read_h2_for_it() throws Exception {
    int kept = 12_000;
    restart(0, kept + 1);
    var lengthy = new Event.PeerSilent(1, "x".repeat(1_000));
    for (int i = 1; i <= kept; i++) {
      console.trace(i, lengthy);
    }
    console.happen(new Event.Committed(1, kept + 1));
    var held = new LinkedBlockingQueue<Runnable>();
    console.heldPages = held;
    client.pause();
    client.ask("1", "subscribe", "{\"from\":1}");
    // Pages are asked for until everything between the two is full, which is long before the end.
    int pages = 0;
    for (var page = pageOf(held); page != null; page = held.poll(1, TimeUnit.SECONDS)) {
      page.run();
      pages++;
    }
    assertTrue(pages < kept / 256, pages + " pages");
    console.heldPages = null;
    client.resume();
    client.next("hello");
    client.next();
    for (long seq = 1; seq <= kept + 1; seq++) {
      assertEquals(seq, client.next("event").getLong("seq"));
    }
  }

  @Test
  void h2_that_does_not_answer_is_told_as_a_gap() throws Exception {
    console = RunningConsole.start(Vertx.vertx(), KEPT, 21).withOrder();
    client = new Conversation(console.vertx, console.port);
    console.happen(new Event.Committed(200, 21));
    client.ask("1", "subscribe", "{\"from\":5}");
    assertEquals(range("first", 21, "last", 21), client.next("hello"));
    assertEquals(range("from", 5, "to", 20), client.next("gap"));
    expectEvents(client, 21, 21);
  }
}
