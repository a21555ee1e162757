package dev.lockstep.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.FreePorts;
import dev.lockstep.client.LedgerEvent;
import dev.lockstep.client.LockstepClient;
import dev.lockstep.client.LockstepClientOptions;
import dev.lockstep.client.LockstepException;
import dev.lockstep.client.Payment;
import dev.lockstep.client.TransferOutcome;
import dev.lockstep.order.Effect;
import dev.lockstep.order.Input;
import dev.lockstep.order.Order;
import dev.lockstep.order.Orders;
import dev.lockstep.order.Status;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A node in a program")
@Timeout(60)
class LockstepNodeTest {
  @TempDir static Path data;

  private static final Vertx VERTX = Vertx.vertx();
  private static final JsonObject CLUSTER = cluster();
  private static LockstepNode node;

  @BeforeAll
  static void start() throws InterruptedException {
    node = LockstepNode.start(VERTX, LockstepNodeOptions.of(CLUSTER, "A", data)).await();
    awaitReady(node);
  }

  @AfterAll
  static void stop() {
    node.stop().await();
    node.stop().await();
    assertTrue(failure(node.status()).getMessage().endsWith("is stopped."));
    VERTX.close().await();
  }

  private static JsonObject cluster() {
    var ports = FreePorts.take(3);
    return new JsonObject()
        .put("ledger", "embedded")
        .put("protocol", "lamport")
        .put(
            "members",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("name", "A")
                        .put("host", "127.0.0.1")
                        .put("http", ports.get(0))
                        .put("bus", ports.get(1))
                        .put("hazelcast", ports.get(2))))
        .put("accounts", new JsonArray().add(account("A", "1000.00")).add(account("B", "0.00")));
  }

  private static JsonObject account(String name, String balance) {
    return new JsonObject().put("name", name).put("owner", "A").put("balance", balance);
  }

  private static void awaitReady(LockstepNode started) throws InterruptedException {
    while (!started.status().await().state().equals("ready")) {
      Thread.sleep(10);
    }
  }

  private static Payment cent() {
    return Payment.of("A", "B", "0.01");
  }

  private static LockstepException failure(Future<?> future) {
    return assertThrows(LockstepException.class, future::await);
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    var taken = queue.poll(20, TimeUnit.SECONDS);
    if (taken == null) {
      throw new AssertionError("nothing came");
    }
    return taken;
  }

  @Test
  void transfers_and_finds_what_it_has_transferred() {
    var payment = cent().withMemo("inside");
    var paid = assertInstanceOf(TransferOutcome.Committed.class, node.transfer(payment).await());
    assertFalse(paid.existed());
    var again = assertInstanceOf(TransferOutcome.Committed.class, node.transfer(payment).await());
    assertTrue(again.existed());
    assertEquals(paid.height(), again.height());
    assertEquals(Optional.of(again), node.find(payment.id()).await());
    assertEquals(Optional.empty(), node.find(UUID.randomUUID()).await());
  }

  @Test
  void refuses_as_over_http() {
    var outcomes =
        node.transfers(
                List.of(
                    Payment.of("A", "B", "1.001"),
                    Payment.of("A", "Z", "1.00"),
                    Payment.of("A", "B", "9999.00")))
            .await();
    assertEquals(
        List.of("invalid_amount", "unknown_account", "insufficient_funds"),
        outcomes.stream()
            .map(o -> assertInstanceOf(TransferOutcome.Refused.class, o).code())
            .toList());
    assertEquals("unknown_account", failure(node.balance("Z")).code());
  }

  @Test
  void transfers_many_at_once_and_keeps_the_balances() {
    var before = node.balance("B").await();
    var payments = IntStream.range(0, 3_000).mapToObj(_ -> cent()).toList();
    var outcomes = node.transfers(payments).await();
    assertEquals(
        payments.stream().map(Payment::id).toList(),
        outcomes.stream().map(TransferOutcome::id).toList());
    assertTrue(outcomes.stream().allMatch(TransferOutcome.Committed.class::isInstance));
    var after = node.balance("B").await();
    assertTrue(after.onChain().subtract(before.onChain()).compareTo(new BigDecimal("30.00")) >= 0);
    assertEquals("A", after.owner());
  }

  @Test
  void answers_on_the_context_of_the_caller() {
    var context = VERTX.getOrCreateContext();
    Promise<Boolean> same = Promise.promise();
    context.runOnContext(
        _ ->
            node.transfer(cent())
                .compose(_ -> node.status())
                .onComplete(_ -> same.complete(Vertx.currentContext() == context)));
    assertTrue(same.future().await());
  }

  @Test
  void hands_out_its_events_from_any_number() throws InterruptedException {
    node.transfers(IntStream.range(0, 10).mapToObj(_ -> cent()).toList()).await();
    BlockingQueue<LedgerEvent> past = new LinkedBlockingQueue<>();
    var all = node.subscribe(OptionalLong.of(1), past::add).await();
    BlockingQueue<LedgerEvent> now = new LinkedBlockingQueue<>();
    var live = node.subscribe(OptionalLong.empty(), now::add).await();
    long wanted = 1;
    while (wanted < 10) {
      assertEquals(wanted, assertInstanceOf(LedgerEvent.Happened.class, next(past)).number());
      wanted++;
    }
    var payment = Payment.of("A", "B", "5000.00");
    node.transfer(payment).await();
    LedgerEvent.Happened heard;
    do {
      heard = assertInstanceOf(LedgerEvent.Happened.class, next(now));
    } while (!heard.kind().equals("refused"));
    assertEquals(payment.id().toString(), heard.all().getString("id"));
    all.close().await();
    live.close().await();
    live.ended().await();
  }

  @Test
  void keeps_events_back_from_a_handler_that_is_paused() throws InterruptedException {
    BlockingQueue<LedgerEvent> heard = new LinkedBlockingQueue<>();
    var begun = new AtomicInteger();
    var subscription =
        node.subscribe(OptionalLong.of(1), heard::add)
            .onSuccess(
                subscribed -> {
                  // On the context of the handler: nothing is under way to it.
                  subscribed.pause();
                  begun.set(heard.size());
                })
            .await();
    var last = cent();
    for (int i = 0; i < 400; i++) {
      last = Payment.of("A", "B", "5000.00");
      node.transfer(last).await();
    }
    assertEquals(begun.get(), heard.size());
    subscription.resume();
    long wanted = 1;
    LedgerEvent.Happened event;
    do {
      event = assertInstanceOf(LedgerEvent.Happened.class, next(heard));
      assertEquals(wanted++, event.number());
    } while (!last.id().toString().equals(event.all().getString("id")));
    subscription.close().await();
  }

  @Test
  void is_a_node_for_clients_elsewhere_too() throws IOException {
    var options =
        LockstepClientOptions.of(
            URI.create(
                "http://127.0.0.1:"
                    + CLUSTER.getJsonArray("members").getJsonObject(0).getInteger("http")),
            Files.readString(data.resolve("A/token")).strip());
    var client = LockstepClient.connect(VERTX, options).await();
    var payment = cent();
    assertInstanceOf(TransferOutcome.Committed.class, client.transfer(payment).await());
    assertTrue(node.find(payment.id()).await().isPresent());
    client.close().await();
  }

  // --- what fails --------------------------------------------------------------------------------

  /** Works until it is told to break. */
  private record Breaking(Order order, AtomicBoolean isBroken) implements Order {
    @Override
    public List<Effect> step(Input input, long now) {
      if (isBroken.get()) {
        throw new IllegalStateException("planted");
      }
      return order.step(input, now);
    }

    @Override
    public Status status(long now) {
      return order.status(now);
    }
  }

  @Test
  void that_fails_leaves_the_program_alone_and_can_be_started_again(@TempDir Path other)
      throws InterruptedException {
    var options = LockstepNodeOptions.of(cluster(), "A", other);
    var isBroken = new AtomicBoolean();
    var failing =
        LockstepNode.start(
                VERTX,
                options,
                (self, memory, incarnation, rejoin, limits) ->
                    new Breaking(Orders.start(self, memory, incarnation, rejoin, limits), isBroken))
            .await();
    awaitReady(failing);
    var told = new AtomicReference<LockstepException>();
    failing.failureHandler(told::set);
    var subscription = failing.subscribe(OptionalLong.empty(), _ -> {}).await();
    var first = cent();
    assertInstanceOf(TransferOutcome.Committed.class, failing.transfer(first).await());

    isBroken.set(true);
    var payment = cent();
    var outcome = failing.transfer(payment).await();

    var doubt = assertInstanceOf(TransferOutcome.InDoubt.class, outcome);
    assertEquals(payment.id(), doubt.id());
    assertTrue(doubt.reason().contains("planted"), doubt::reason);
    failing.stop().await();
    assertTrue(told.get().getMessage().contains("planted"), told.get().getMessage());
    assertEquals(LockstepException.UNAVAILABLE, failure(failing.transfer(cent())).code());
    assertTrue(failure(failing.balance("A")).getMessage().contains("planted"));
    assertTrue(failure(subscription.ended()).getMessage().contains("planted"));

    var again = LockstepNode.start(VERTX, options).await();
    awaitReady(again);
    assertTrue(again.find(first.id()).await().isPresent());
    assertEquals(Optional.empty(), again.find(payment.id()).await());
    again.stop().await();
  }

  @Test
  void that_cannot_start_says_why(@TempDir Path other) throws IOException {
    assertEquals(
        "\"Z\" is no member of the cluster; its members are A.",
        failure(LockstepNode.start(VERTX, LockstepNodeOptions.of(cluster(), "Z", other)))
            .getMessage());
    assertTrue(
        failure(
                LockstepNode.start(
                    VERTX, LockstepNodeOptions.of(cluster().put("protocol", "raft"), "A", other)))
            .getMessage()
            .startsWith("The cluster, line "));
    var missing = other.resolve("none.yaml");
    assertTrue(
        failure(LockstepNode.start(VERTX, LockstepNodeOptions.of(missing, "A", other)))
            .getMessage()
            .startsWith("There is no configuration file " + missing));
    var taken = cluster();
    int port = taken.getJsonArray("members").getJsonObject(0).getInteger("http");
    try (var _ = new ServerSocket(port)) {
      assertTrue(
          failure(LockstepNode.start(VERTX, LockstepNodeOptions.of(taken, "A", other)))
              .getMessage()
              .contains("http port " + port));
    }
  }
}
