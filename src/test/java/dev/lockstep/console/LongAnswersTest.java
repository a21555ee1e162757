package dev.lockstep.console;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Amount;
import dev.lockstep.chain.Block;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Header;
import dev.lockstep.chain.Protocol;
import dev.lockstep.chain.Transfer;
import dev.lockstep.console.access.Connections;
import dev.lockstep.order.Event;
import dev.lockstep.store.BlockSummary;
import dev.lockstep.store.StoreQuery;
import dev.lockstep.store.StoredBlock;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A ledger of 100,000 accounts with full blocks, and clients that do not read. */
@DisplayName("Long answers")
@Timeout(60)
class LongAnswersTest {
  private static final int ACCOUNTS = 100_000;
  private static final int HEIGHT = 4;
  private static final long STALL_MILLIS = 1_500;

  /** No more than so many clients have a long answer made at a time. */
  private static final int AT_ONCE = 8;

  /** No more than so many connections wait for their turn. */
  private static final int WAITING_MAX = 512;

  private static final Genesis GENESIS =
      new Genesis(
          "large",
          Protocol.LAMPORT,
          List.of("A"),
          IntStream.range(0, ACCOUNTS)
              .mapToObj(i -> new Genesis.Account("a%06d".formatted(i), "A", i))
              .toList());

  /** By which threads the transfers of a block were looked at. */
  private final Set<String> readers = ConcurrentHashMap.newKeySet();

  private final AtomicInteger asked = new AtomicInteger();
  private RunningConsole console;

  @BeforeEach
  void start() {
    var limits = new Connections.Limits(100, 100, 20_000, 20_000, 20_000, STALL_MILLIS);
    console = RunningConsole.start(Vertx.vertx(), GENESIS, limits);
    console.found = this::find;
  }

  @AfterEach
  void stop() {
    console.vertx.close().await();
  }

  /** Every block is full, and {@code chain} is more than the buffers of two systems hold. */
  private Record find(StoreQuery query) {
    asked.incrementAndGet();
    return switch (query) {
      case StoreQuery.AskBlocks(var from, var limit, var _) ->
          new StoreQuery.Blocks(
              list(Math.min(limit, 5), i -> block(from.orElse((long) HEIGHT) + i)));
      case StoreQuery.AskSummaries(var _, var limit, var transfers, var _) ->
          new StoreQuery.Summaries(list(limit, i -> summary(i, transfers)));
      case StoreQuery.AskTrace _ -> new StoreQuery.Trace(OptionalLong.empty(), List.of());
      case StoreQuery.AskStatement _, StoreQuery.AskVerdict _ -> throw new AssertionError(query);
    };
  }

  private StoredBlock block(long height) {
    return new StoredBlock(header(height), Hash.ZERO, transfers(Block.TRANSFERS_MAX));
  }

  private BlockSummary summary(long height, int transfers) {
    return new BlockSummary(header(height), Hash.ZERO, transfers(transfers));
  }

  private static Header header(long height) {
    return new Header(height, Hash.ZERO, height, "A", Block.TRANSFERS_MAX, Hash.ZERO);
  }

  private List<Transfer> transfers(int count) {
    return list(
        count,
        i -> {
          readers.add(Thread.currentThread().getName());
          return new Transfer(new UUID(7, i), "a000001", "a000002", i + 1, "memo \"" + i + "\"");
        });
  }

  private static <T> List<T> list(int size, IntFunction<T> item) {
    return new AbstractList<>() {
      @Override
      public T get(int index) {
        return item.apply(index);
      }

      @Override
      public int size() {
        return size;
      }
    };
  }

  private static String command(int id, String line, String output) {
    return new JsonObject()
        .put("jsonrpc", "2.0")
        .put("id", id)
        .put("method", "command")
        .put("params", new JsonObject().put("line", line).put("output", output))
        .encode();
  }

  private JsonObject run(String line, String output) throws InterruptedException {
    var client = new Conversation(console.vertx, console.port);
    return client.say(command(1, line, output)).next().getJsonObject("result");
  }

  // --- what is answered -------------------------------------------------------------------------

  @Test
  void all_accounts_are_told() throws Exception {
    var rest = console.get("/api/accounts").json().getJsonArray("accounts");
    assertEquals(ACCOUNTS, rest.size());
    var last = rest.getJsonObject(ACCOUNTS - 1);
    assertEquals("a099999", last.getString("name"));
    assertEquals(Amount.format(ACCOUNTS - 1), last.getString("balance"));
    var json = run("balances", "json");
    assertEquals(rest, new JsonObject(json.getString("text")).getJsonArray("accounts"));
    assertEquals(0, json.getInteger("exit_code"));
  }

  @Test
  void a_full_block_is_told() throws Exception {
    var rest = console.get("/api/blocks/4").json();
    assertEquals(Block.TRANSFERS_MAX, rest.getJsonArray("transfers").size());
    assertEquals(
        "memo \"8191\"",
        rest.getJsonArray("transfers").getJsonObject(Block.TRANSFERS_MAX - 1).getString("memo"));
    assertEquals(rest, new JsonObject(run("block 4", "json").getString("text")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"balances", "block 4"})
  void a_long_table_is_cut_and_says_so(String line) throws Exception {
    var text = run(line, "table").getString("text");
    int all = line.equals("balances") ? ACCOUNTS : Block.TRANSFERS_MAX;
    var more = "… %,d more; add --page 2 for the next, or --all".formatted(all - 100);
    assertTrue(text.contains(more), text);
    assertTrue(text.lines().count() < 115, text);
  }

  @Test
  void a_batch_of_8192_is_answered_in_order() {
    var batch = new StringBuilder("{\"transfers\":[");
    for (int i = 0; i < Block.TRANSFERS_MAX; i++) {
      batch
          .append(i == 0 ? "" : ",")
          .append("{\"id\":\"")
          .append(new UUID(0x7000, 0x8000_0000_0000_0000L | i))
          .append("\",\"from\":\"a000001\",\"to\":\"a000002\",\"amount\":\"")
          .append(i % 2 == 0 ? "1" : "1,5")
          .append("\"}");
    }
    var results =
        console
            .post("/api/transfers", batch.append("]}").toString())
            .json()
            .getJsonArray("results");
    assertEquals(Block.TRANSFERS_MAX, results.size());
    for (int i = 0; i < Block.TRANSFERS_MAX; i++) {
      var result = results.getJsonObject(i);
      assertEquals(new UUID(0x7000, 0x8000_0000_0000_0000L | i).toString(), result.getString("id"));
      assertEquals(i % 2 == 0, "committed".equals(result.getString("status")), result::encode);
    }
  }

  @Test
  void bodies_that_do_not_fit_together_are_not_all_read() {
    var transfer = "{\"from\":\"a000001\",\"to\":\"a000002\",\"amount\":\"1\"}";
    List<RawConnection> clients = new ArrayList<>();
    try {
      for (int i = 0; i < AT_ONCE; i++) {
        clients.add(
            new RawConnection("127.0.0.1", console.port)
                .send(
                    "POST /api/transfers HTTP/1.1\r\n"
                        + console.host()
                        + "\r\n"
                        + RunningConsole.bearer()
                        + "\r\nExpect: 100-continue\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 16777216\r\n\r\n"));
        assertTrue(clients.get(i).head().contains(" 100 "));
      }
      var refused = console.post("/api/transfers", transfer);
      assertEquals(429, refused.status(), refused::toString);
      assertEquals("overloaded", refused.code());
    } finally {
      clients.forEach(RawConnection::close);
    }
    await()
        .untilAsserted(() -> assertEquals(201, console.post("/api/transfers", transfer).status()));
  }

  // --- where it is made -------------------------------------------------------------------------

  @Test
  void no_block_is_written_out_by_an_event_loop() throws Exception {
    console.get("/api/blocks?limit=2");
    console.get("/api/blocks?transfers=3");
    console.get("/api/blocks/4");
    for (var output : List.of("table", "json")) {
      run("chain 2", output);
      run("block 4", output);
    }
    var client = new Conversation(console.vertx, console.port);
    client.ask("1", "block", "{\"height\":4}").next();
    client.ask("2", "chain", "{\"limit\":2}").next();
    client.ask("3", "chain", "{\"transfers\":3}").next();
    assertFalse(readers.isEmpty());
    assertEquals(
        List.of(), readers.stream().filter(n -> !n.startsWith("lockstep-render")).toList());
  }

  // --- clients that do not read -----------------------------------------------------------------

  @Test
  void a_thousand_questions_of_a_client_that_does_not_read_are_not_looked_up() {
    try (var client = new RawConnection("127.0.0.1", console.port).upgrade(console)) {
      ask(client, 1_000);
      // All that can be on its way to the client, and the one whose turn is next.
      console.get("/api/blocks/1");
      assertTrue(asked.get() < 20, asked::toString);
    }
  }

  private static void ask(RawConnection client, int times) {
    var question = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"chain\"}";
    var text = question.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < times; i++) {
      client.frame(RawConnection.FINAL | RawConnection.TEXT, text);
    }
  }

  @Test
  void who_does_not_read_is_cut_and_leaves_the_turn_to_others() {
    List<RawConnection> clients = new ArrayList<>();
    try {
      for (int i = 0; i < AT_ONCE; i++) {
        clients.add(new RawConnection("127.0.0.1", console.port).upgrade(console));
        ask(clients.get(i), 1);
      }
      await().until(() -> asked.get() >= AT_ONCE);
      // Those who do not read have all the turns, until they are cut.
      assertEquals(200, console.get("/api/blocks/4").status());
      // The first that is cut makes room for the request above; whoever reads now is not cut any
      // more. A pong that nobody asked for is not answered.
      clients.forEach(client -> assertCut(() -> client.frame(RawConnection.FINAL | 10)));
    } finally {
      clients.forEach(RawConnection::close);
    }
  }

  /** Overloaded means that nothing was executed. */
  @Test
  void a_batch_is_refused_for_the_crowd_before_it_is_decided_and_answered_afterwards() {
    var patient = new Connections.Limits(2_000, 2_000, 60_000, 60_000, 60_000, 60_000);
    var crowded = RunningConsole.start(Vertx.vertx(), GENESIS, patient);
    crowded.heldDecisions = new ConcurrentLinkedQueue<>();
    var batch =
        "{\"transfers\": [{\"from\": \"a000001\", \"to\": \"a000002\", \"amount\": \"1\"}]}";
    var early = new CompletableFuture<HttpAnswer>();
    Thread.ofVirtual().start(() -> early.complete(crowded.post("/api/batches", batch)));
    await().until(() -> crowded.heldDecisions.size() == 1);

    var accounts =
        "GET /api/accounts HTTP/1.1\r\n" + crowded.host() + "\r\n" + RunningConsole.bearer();
    List<RawConnection> clients = new ArrayList<>();
    try {
      for (int i = 0; i < AT_ONCE + WAITING_MAX; i++) {
        clients.add(new RawConnection("127.0.0.1", crowded.port).send(accounts + "\r\n\r\n"));
      }
      assertEquals(429, crowded.get("/api/log").status());
      assertEquals(429, crowded.post("/api/batches", batch).status());
      assertEquals(1, crowded.heldDecisions.size());
      crowded.heldDecisions.remove().run();
      // It waits for its turn; were it refused, it would be answered now.
      assertEquals(429, crowded.get("/api/log").status());
    } finally {
      clients.forEach(RawConnection::close);
    }
    var answer = early.join();
    assertEquals(200, answer.status(), answer::toString);
    crowded.vertx.close().await();
  }

  @Test
  void the_connection_of_who_does_not_read_its_answers_is_cut() {
    var question =
        "GET /api/blocks/4 HTTP/1.1\r\n"
            + console.host()
            + "\r\n"
            + RunningConsole.bearer()
            + "\r\n\r\n";
    try (var client = new RawConnection("127.0.0.1", console.port)) {
      // One behind the other, until the other end is gone.
      assertCut(() -> client.send(question));
    }
    // So much fits into the buffers of the two systems, and no more was looked up.
    assertTrue(asked.get() < 100, asked::toString);
  }

  @Test
  void a_subscriber_that_does_not_read_is_cut() {
    try (var client = new RawConnection("127.0.0.1", console.port).upgrade(console)) {
      var subscribe = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"subscribe\"}";
      client.frame(
          RawConnection.FINAL | RawConnection.TEXT, subscribe.getBytes(StandardCharsets.UTF_8));
      client.nextFrame();
      var lengthy = new Event.PeerSilent(1, "x".repeat(100_000));
      assertCut(
          () -> {
            console.happen(lengthy);
            client.frame(RawConnection.FINAL | 9);
          });
    }
  }

  private static void assertCut(Runnable write) {
    // A write that nobody takes any more is the way to learn it without reading.
    var failure =
        await()
            // The buffers of the two systems are filled first, by processes that may hardly run.
            .atMost(Duration.ofMinutes(1))
            .pollInterval(Duration.ofMillis(1))
            .until(() -> failureOf(write), Optional::isPresent)
            .orElseThrow();
    assertFalse(failure instanceof java.net.SocketTimeoutException, failure::toString);
  }

  private static Optional<IOException> failureOf(Runnable write) {
    try {
      write.run();
      return Optional.empty();
    } catch (UncheckedIOException e) {
      return Optional.of(e.getCause());
    }
  }
}
