package dev.lockstep.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.bus.Local;
import dev.lockstep.chain.Chains;
import dev.lockstep.chain.Refusal;
import dev.lockstep.cli.FakeReader;
import dev.lockstep.config.Member;
import dev.lockstep.console.RunningConsole;
import dev.lockstep.console.access.Connections;
import dev.lockstep.keys.Keys;
import dev.lockstep.keys.VerifierKey;
import dev.lockstep.order.Event;
import dev.lockstep.order.Outcome;
import dev.lockstep.proof.Checkpoint;
import dev.lockstep.proof.SignedNote;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A client of a node")
@Timeout(60)
class LockstepClientTest {
  private static final Duration SHORT = Duration.ofMillis(700);

  @TempDir Path folder;

  private final Vertx vertx = Vertx.vertx();

  /** The sizes of the requests that have reached the protocol. */
  private final BlockingQueue<Integer> submitted = new LinkedBlockingQueue<>();

  private RunningConsole console;
  private Wire wire;

  @BeforeEach
  void start() {
    var ports = RunningConsole.member();
    wire = new Wire(vertx, ports.http()).mend();
    var address = Optional.of(URI.create("http://127.0.0.1:" + wire.port));
    var member =
        new Member("A", "127.0.0.1", "127.0.0.1", address, ports.http(), 1, 1, Optional.empty());
    vertx
        .eventBus()
        .addInboundInterceptor(
            delivery -> {
              if (delivery.body() instanceof Local.ToOrder.Submit(var transfers)) {
                submitted.add(transfers.size());
              }
              delivery.next();
            });
    console = RunningConsole.start(vertx, member, List.of(), Connections.Limits.STANDARD);
  }

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  private LockstepClientOptions options() {
    return LockstepClientOptions.of(
        URI.create("http://127.0.0.1:" + wire.port), RunningConsole.TOKEN.text());
  }

  private LockstepClient connect(LockstepClientOptions options) {
    return LockstepClient.connect(vertx, options).await();
  }

  private static Payment payment() {
    return Payment.of("A1", "B1", "1.00");
  }

  private static LockstepException failure(Future<?> future) {
    return assertThrows(LockstepException.class, future::await);
  }

  // --- outcomes ----------------------------------------------------------------------------------

  @Test
  void is_answered_with_the_outcome_of_each_transfer() {
    console.decide =
        transfer ->
            switch ((int) (transfer.amount() / 100)) {
              case 1 -> RunningConsole.committed(true);
              case 2 -> new Outcome.Executed(false);
              case 3 ->
                  new Outcome.Refused(new Refusal(Refusal.Code.INSUFFICIENT_FUNDS, "Too poor."));
              default -> new Outcome.Unavailable(List.of("B"), "B is silent.");
            };
    var payments =
        IntStream.rangeClosed(1, 4)
            .mapToObj(i -> Payment.of("A1", "B1", i + ".00").withMemo("für Käse 🧀"))
            .toList();
    var head = RunningConsole.HEAD;

    var outcomes = connect(options()).transfers(payments).await();

    assertEquals(
        List.of(
            new TransferOutcome.Committed(
                payments.get(0).id(), head.height(), 0, head.hash().toString(), true),
            new TransferOutcome.Executed(payments.get(1).id(), false),
            new TransferOutcome.Refused(payments.get(2).id(), "insufficient_funds", "Too poor."),
            new TransferOutcome.Refused(payments.get(3).id(), "unavailable", "B is silent.")),
        outcomes);
  }

  @Test
  void is_refused_what_is_no_amount() {
    var refused = connect(options()).transfer(Payment.of("A1", "B1", "four")).await();
    assertEquals("invalid_amount", assertInstanceOf(TransferOutcome.Refused.class, refused).code());
  }

  @Test
  void reads_balances_transfers_and_the_status() {
    var client = connect(options());
    var balance = client.balance("A1").await();
    assertEquals("A", balance.owner());
    assertEquals(RunningConsole.HEAD.height(), balance.height());
    assertTrue(balance.balance().compareTo(BigDecimal.ZERO) > 0, balance::toString);
    assertEquals("unknown_account", failure(client.balance("Z")).code());

    var id = UUID.randomUUID();
    assertInstanceOf(TransferOutcome.Committed.class, client.find(id).await().orElseThrow());
    console.find = _ -> new Outcome.NotFound();
    assertEquals(Optional.empty(), client.find(id).await());
    console.find = _ -> new Outcome.InDoubt(List.of("B"), "B is silent.");
    assertInstanceOf(TransferOutcome.InDoubt.class, client.find(id).await().orElseThrow());

    var status = client.status().await();
    assertEquals("A", status.member());
    assertEquals("ready", status.state());
    assertEquals(List.of("B"), status.waitingFor());
  }

  // --- together ----------------------------------------------------------------------------------

  @Test
  void sends_the_transfers_of_one_turn_together() {
    var client = connect(options());
    Future<List<Future<TransferOutcome>>> made =
        onLoop(
            vertx.getOrCreateContext(),
            () -> IntStream.range(0, 10).mapToObj(_ -> client.transfer(payment())).toList());
    made.await().forEach(outcome -> outcome.await());
    assertEquals(List.of(10), List.copyOf(submitted));
  }

  @Test
  void takes_thousands_at_once() {
    Set<UUID> executed = ConcurrentHashMap.newKeySet();
    console.decide = transfer -> RunningConsole.committed(!executed.add(transfer.id()));
    var payments = IntStream.range(0, 8_000).mapToObj(_ -> payment()).toList();
    var outcomes = connect(options()).transfers(payments).await();
    assertEquals(8_000, executed.size());
    assertEquals(payments.stream().map(Payment::id).toList(), ids(outcomes));
    assertTrue(
        outcomes.stream().allMatch(TransferOutcome.Committed.class::isInstance), "all committed");
  }

  @Test
  void answers_on_the_context_of_the_caller() {
    var client = connect(options());
    var context = vertx.getOrCreateContext();
    var other = contextOfVerticle();
    for (var caller : List.of(context, other)) {
      var heard = onLoop(caller, () -> client.transfer(payment()).map(_ -> Vertx.currentContext()));
      assertEquals(caller, heard.await().await());
      var read = onLoop(caller, () -> client.status().map(_ -> Vertx.currentContext()));
      assertEquals(caller, read.await().await());
    }
  }

  private Context contextOfVerticle() {
    Promise<Context> started = Promise.promise();
    vertx
        .deployVerticle(
            new VerticleBase() {
              @Override
              public Future<?> start() {
                started.complete(context);
                return started.future();
              }
            })
        .await();
    return started.future().await();
  }

  private static <T> Future<T> onLoop(Context context, Supplier<T> call) {
    var promise = Promise.<T>promise();
    context.runOnContext(_ -> promise.complete(call.get()));
    return promise.future();
  }

  private static List<UUID> ids(List<TransferOutcome> outcomes) {
    return outcomes.stream().map(TransferOutcome::id).toList();
  }

  // --- lost connections --------------------------------------------------------------------------

  @Test
  void pays_once_when_the_connection_ends_before_the_answer() {
    Set<UUID> executed = new HashSet<>();
    console.decide =
        transfer -> {
          boolean isNew = executed.add(transfer.id());
          if (isNew) {
            wire.cut();
          }
          return RunningConsole.committed(!isNew);
        };
    var payment = payment();

    var outcome = connect(options()).transfer(payment).await();

    assertEquals(Set.of(payment.id()), executed);
    assertEquals(2, submitted.size());
    assertEquals(2, wire.connections.get());
    // It was this very call that has paid.
    assertFalse(assertInstanceOf(TransferOutcome.Committed.class, outcome).existed());
  }

  @Test
  void keeps_what_is_asked_until_the_node_is_there_again() {
    var client = connect(options());
    wire.remove();
    var transfer = client.transfer(payment());
    var status = client.status();
    wire.mend();
    assertInstanceOf(TransferOutcome.Committed.class, transfer.await());
    assertEquals("A", status.await().member());
  }

  @Test
  void asks_again_while_the_node_is_in_doubt() {
    var asked = new AtomicInteger();
    console.decide =
        _ ->
            asked.incrementAndGet() < 3
                ? new Outcome.InDoubt(List.of("B"), "B is silent.")
                : RunningConsole.committed(true);
    var outcome = connect(options()).transfer(payment()).await();
    assertFalse(assertInstanceOf(TransferOutcome.Committed.class, outcome).existed());
    assertEquals(3, asked.get());
  }

  @Test
  void says_what_is_in_doubt_when_the_time_is_up() {
    console.decide = _ -> new Outcome.InDoubt(List.of("B"), "B is silent.");
    var payment = payment();
    assertEquals(
        new TransferOutcome.InDoubt(payment.id(), "B is silent.", List.of("B")),
        connect(options().withDeadline(SHORT)).transfer(payment).await());
  }

  @Test
  void does_not_take_a_refusal_that_may_pass_for_the_end_of_a_doubt() {
    console.decide =
        _ -> {
          if (submitted.size() == 1) {
            wire.cut();
          }
          return new Outcome.Unavailable(List.of("B"), "B is silent.");
        };
    var outcome = connect(options().withDeadline(SHORT)).transfer(payment()).await();
    var doubt = assertInstanceOf(TransferOutcome.InDoubt.class, outcome);
    assertTrue(doubt.reason().contains("ended before the answer came"), doubt::reason);
    assertTrue(submitted.size() > 1, "it was asked again");
  }

  @Test
  void takes_the_decision_of_the_ledger_for_the_end_of_a_doubt() {
    console.decide =
        _ -> {
          if (submitted.size() == 1) {
            wire.cut();
          }
          return new Outcome.Refused(new Refusal(Refusal.Code.INSUFFICIENT_FUNDS, "Too poor."));
        };
    var outcome = connect(options()).transfer(payment()).await();
    assertEquals(
        "insufficient_funds", assertInstanceOf(TransferOutcome.Refused.class, outcome).code());
  }

  @Test
  void says_that_a_transfer_was_never_sent() {
    var client = connect(options().withDeadline(SHORT));
    wire.remove();
    // By then the client knows that it has no connection.
    assertEquals("unavailable", failure(client.status()).code());
    var refused =
        assertInstanceOf(TransferOutcome.Refused.class, client.transfer(payment()).await());
    assertEquals("unavailable", refused.code());
    assertTrue(
        refused.sentence().contains("could not be reached within 0.7 s: "), refused::sentence);
  }

  @Test
  void answers_what_is_under_way_when_it_is_closed() {
    console.isOrderSilent = true;
    var client = connect(options());
    var sent = client.transfer(payment());
    assertEquals(1, soonTaken(submitted));
    client.close().await();
    assertInstanceOf(TransferOutcome.InDoubt.class, sent.await());
    assertInstanceOf(TransferOutcome.Refused.class, client.transfer(payment()).await());
    assertTrue(failure(client.status()).getMessage().endsWith("is closed."));
  }

  private static <T> T soonTaken(BlockingQueue<T> queue) {
    try {
      var taken = queue.poll(20, TimeUnit.SECONDS);
      if (taken == null) {
        throw new AssertionError("nothing came");
      }
      return taken;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  // --- bounds ------------------------------------------------------------------------------------

  @Test
  void takes_no_more_than_may_be_under_way() {
    var client = connect(options().withOutstandingMax(10).withDeadline(SHORT));
    console.isOrderSilent = true;
    var ten = client.transfers(IntStream.range(0, 10).mapToObj(_ -> payment()).toList());
    var refused = failure(client.transfer(payment()));
    assertEquals(LockstepException.OVERLOADED, refused.code());
    assertEquals(
        "10 calls are under way, and at most 10 may be; wait for some of them.",
        refused.getMessage());
    assertEquals(LockstepException.OVERLOADED, failure(client.status()).code());

    assertTrue(ten.await().stream().allMatch(TransferOutcome.InDoubt.class::isInstance));
    console.isOrderSilent = false;
    assertInstanceOf(TransferOutcome.Committed.class, client.transfer(payment()).await());
  }

  // --- whom it trusts ----------------------------------------------------------------------------

  private LockstepClientOptions remembering() {
    var keys =
        Stream.of("A", "B", "C")
            .map(m -> new VerifierKey("test/" + m, Keys.of(m).publicKey()).line())
            .toList();
    return options().remembering(folder.resolve("seen"), keys);
  }

  private static String checkpointOfAnotherChain() throws Exception {
    try (var other = new FakeReader(Chains.genesis(), Chains.random(4, 3, 2))) {
      return other.checkpoint();
    }
  }

  @Test
  void remembers_the_ledger_and_uses_it_again() throws Exception {
    connect(remembering()).close().await();
    var seen = Files.readString(folder.resolve("seen"));
    assertTrue(seen.startsWith("lockstep/test/"), seen);
    assertInstanceOf(
        TransferOutcome.Committed.class, connect(remembering()).transfer(payment()).await());
    assertEquals(seen, Files.readString(folder.resolve("seen")));
  }

  @Test
  void does_not_use_a_ledger_that_does_not_continue_what_was_seen() throws Exception {
    var forged = checkpointOfAnotherChain();
    Files.writeString(folder.resolve("seen"), forged);

    var alarm = failure(LockstepClient.connect(vertx, remembering()));

    assertEquals(LockstepException.UNTRUSTED, alarm.code());
    assertTrue(alarm.getMessage().contains("does not continue the one up to block 3"));
    assertTrue(alarm.getMessage().contains("seen.earlier"), alarm.getMessage());
    assertEquals(forged, Files.readString(folder.resolve("seen.earlier")));
    var now = SignedNote.parse(Files.readAllBytes(folder.resolve("seen.now")));
    assertEquals(RunningConsole.HEAD.height(), Checkpoint.parse(now.text()).height());
  }

  @Test
  void sends_nothing_to_a_node_whose_ledger_has_changed_meanwhile() throws Exception {
    var client = connect(remembering());
    wire.remove();
    Files.writeString(folder.resolve("seen"), checkpointOfAnotherChain());
    var waiting = client.balance("A1");
    wire.mend();
    assertEquals(LockstepException.UNTRUSTED, failure(waiting).code());
    var refused =
        assertInstanceOf(TransferOutcome.Refused.class, client.transfer(payment()).await());
    assertEquals(LockstepException.UNTRUSTED, refused.code());
    assertTrue(refused.sentence().contains("does not continue"), refused::sentence);
    assertTrue(submitted.isEmpty(), submitted::toString);
  }

  @Test
  void says_which_key_is_none() {
    var options = options().remembering(folder.resolve("seen"), List.of("no key"));
    var mistake =
        assertThrows(IllegalArgumentException.class, () -> LockstepClient.connect(vertx, options));
    assertTrue(mistake.getMessage().startsWith("The key \"no key\" "), mistake.getMessage());
  }

  @Test
  void says_at_once_that_the_token_is_wrong() {
    var options = LockstepClientOptions.of(options().address(), "0".repeat(64));
    var refused = failure(LockstepClient.connect(vertx, options));
    assertEquals("unauthorized", refused.code());
    assertFalse(refused.getMessage().contains("000"), refused.getMessage());
    assertFalse(options.toString().contains("000"), options.toString());
  }

  @Test
  void says_that_nobody_is_there() {
    wire.remove();
    var refused = failure(LockstepClient.connect(vertx, options().withDeadline(SHORT)));
    assertEquals(LockstepException.UNAVAILABLE, refused.code());
    assertTrue(
        refused
            .getMessage()
            .matches("The node at http://\\S+ could not be reached within .*refused.*"),
        refused.getMessage());
  }

  // --- events ------------------------------------------------------------------------------------

  @Test
  void hears_every_event_once_also_over_a_lost_connection() {
    var client = connect(options());
    BlockingQueue<LedgerEvent> heard = new LinkedBlockingQueue<>();
    var subscription = client.subscribe(OptionalLong.of(1), heard::add).await();
    List<LedgerEvent> all = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      console.happen(new Event.Committed(i, i));
      if (i == 3) {
        wire.cut();
      }
      if (i == 4) {
        subscription.pause();
        subscription.resume();
      }
      all.add(soonTaken(heard));
    }
    assertEquals(
        List.of(1L, 2L, 3L, 4L, 5L, 6L),
        all.stream().map(e -> assertInstanceOf(LedgerEvent.Happened.class, e).number()).toList());
    assertEquals("committed", ((LedgerEvent.Happened) all.getFirst()).kind());
    subscription.close().await();
    console.happen(new Event.Committed(7, 7));
    assertTrue(heard.isEmpty(), heard::toString);
    subscription.ended().await();
  }

  @Test
  void hears_of_events_that_cannot_be_shown_any_more() {
    for (int i = 1; i <= 40; i++) {
      console.happen(new Event.Committed(i, i));
    }
    BlockingQueue<LedgerEvent> heard = new LinkedBlockingQueue<>();
    connect(options()).subscribe(OptionalLong.of(1), heard::add).await();
    assertEquals(new LedgerEvent.Gap(1, 24), soonTaken(heard));
  }
}
