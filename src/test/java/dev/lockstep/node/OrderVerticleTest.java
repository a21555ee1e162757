package dev.lockstep.node;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.bus.Addresses;
import dev.lockstep.bus.Envelope;
import dev.lockstep.bus.EnvelopeCodec;
import dev.lockstep.bus.EnvelopeSeal;
import dev.lockstep.bus.Letter;
import dev.lockstep.bus.Local;
import dev.lockstep.bus.LocalCodec;
import dev.lockstep.chain.Block;
import dev.lockstep.chain.Chains;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Protocol;
import dev.lockstep.chain.Transfer;
import dev.lockstep.door.Refusals;
import dev.lockstep.journal.EventNumbers;
import dev.lockstep.order.Effect;
import dev.lockstep.order.Event;
import dev.lockstep.order.Input;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.Limits;
import dev.lockstep.order.MemberState;
import dev.lockstep.order.Memory;
import dev.lockstep.order.Order;
import dev.lockstep.order.Orders;
import dev.lockstep.order.Outcome;
import dev.lockstep.order.PaxosRecord;
import dev.lockstep.order.PeerMessage;
import dev.lockstep.order.Stamp;
import dev.lockstep.order.Status;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an order wants done is done, in its order; what comes in from elsewhere is looked at. */
@ExtendWith(VertxExtension.class)
@DisplayName("The order's verticle")
class OrderVerticleTest {
  private static final Genesis GENESIS = Chains.genesis();
  private static final Genesis FOREIGN =
      new Genesis("elsewhere", Protocol.LAMPORT, GENESIS.members(), GENESIS.accounts());
  private static final Block BLOCK = Chains.random(1, 1, 3).getFirst();
  private static final PeerMessage TO_B = new PeerMessage.Fetch("A", 1, 1, 1);
  private static final PeerMessage ALSO_TO_B = new PeerMessage.Fetch("A", 1, 1, 2);
  private static final PeerMessage FROM_B = new PeerMessage.Fetch("B", 1, 1, 3);
  private static final Local.ToOrder MARK = new Local.ToOrder.FromDisk(new Input.Persisted(99));

  private final ScriptedOrder order = new ScriptedOrder();
  private final Halt halt = new Halt();
  @TempDir Path directory;
  private EventNumbers numbers;
  private EnvelopeSeal seal;
  private Vertx vertx;
  private Context speaker;

  @BeforeEach
  void use(Vertx testVertx) {
    vertx = testVertx;
    numbers = EventNumbers.open(directory, 0);
    speaker = vertx.getOrCreateContext();
    seal = seal();
    vertx
        .eventBus()
        .registerCodec(new EnvelopeCodec(seal, new Refusals(new SimpleMeterRegistry())))
        .registerCodec(new LocalCodec());
  }

  /** B and C have run before, so they have keys. */
  private EnvelopeSeal seal() {
    var identity = Identities.of("A");
    return new EnvelopeSeal("A", identity.key(), identity.keyring());
  }

  private BlockSignatures signatures() {
    return new BlockSignatures("A", GENESIS, Identities.of("A"));
  }

  private void start(long delayMillis) throws InterruptedException {
    vertx
        .deployVerticle(
            new OrderVerticle("A", GENESIS, seal, signatures(), order, numbers, delayMillis, halt))
        .await();
    assertInstanceOf(Input.Start.class, order.nextInput());
  }

  private void tell(Local.ToOrder message) {
    speaker.runOnContext(
        nothing -> vertx.eventBus().send(Addresses.ORDER, message, LocalCodec.options()));
  }

  private Future<Message<Object>> ask(Local.ToOrder question) {
    return vertx.eventBus().request(Addresses.ORDER, question, LocalCodec.options());
  }

  private String halted() throws Exception {
    return halt.reason().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private void say(Envelope envelope) {
    var wire = new DeliveryOptions().setCodecName(EnvelopeCodec.NAME);
    speaker.runOnContext(
        nothing -> vertx.eventBus().publish(Addresses.inbox("A"), new Letter("A", envelope), wire));
  }

  /** Whatever was on its way before has arrived when this returns, and was not fed. */
  private void expectNothingWasFed() throws InterruptedException {
    // Both are said on one event loop and heard on one: what was said first was heard first.
    tell(MARK);
    assertEquals(new Input.Persisted(99), order.nextInput());
  }

  @Test
  void effects_are_performed_in_their_order() throws Exception {
    var heard = Listener.at(vertx, Addresses.JOURNAL, Addresses.inbox("B"), Addresses.HAPPENED);
    var note = new Event.Committed(5, 1);
    order.script =
        input ->
            input instanceof Input.Received
                ? List.of(
                    new Effect.Persist(1, new JournalRecord.Joined()),
                    new Effect.Note(note),
                    new Effect.Send("B", TO_B),
                    new Effect.ReadBlocks("C", 4, 1000),
                    new Effect.Stored(BLOCK, List.of()),
                    new Effect.Persist(2, new JournalRecord.Appended(BLOCK)),
                    new Effect.Send("B", ALSO_TO_B))
                : List.of();
    start(0);

    say(new Envelope.Says(GENESIS.hash(), Stamp.NONE, FROM_B));

    assertEquals(new Input.Received(FROM_B), order.nextInput());
    assertEquals(new Local.ToJournal.Append(1, new JournalRecord.Joined()), heard.next());
    assertEquals(new Envelope.Says(GENESIS.hash(), Stamp.NONE, TO_B), heard.next());
    assertEquals(new Local.ToJournal.Read("C", 4, 1000), heard.next());
    assertEquals(new Local.ToJournal.Append(2, new JournalRecord.Appended(BLOCK)), heard.next());
    assertEquals(new Envelope.Says(GENESIS.hash(), Stamp.NONE, ALSO_TO_B), heard.next());
    var happened = assertInstanceOf(Local.Happened.class, heard.next());
    assertEquals(List.of(note), happened.events().stream().map(Local.Numbered::event).toList());
    assertEquals(List.of(BLOCK), happened.stored());
  }

  @Test
  void a_doubt_that_the_console_had_is_an_event_too() throws Exception {
    var heard = Listener.at(vertx, Addresses.HAPPENED);
    start(0);
    var id = new UUID(1, 2);

    tell(new Local.ToOrder.Doubted(List.of(id), new Outcome.InDoubt(List.of("A"), "Too late.")));

    var happened = assertInstanceOf(Local.Happened.class, heard.next());
    assertEquals(
        List.of(new Event.InDoubt(7, id, List.of("A"), "Too late.")),
        happened.events().stream().map(Local.Numbered::event).toList());
  }

  @Test
  void what_is_executed_is_told_even_when_nothing_else_happens() throws Exception {
    var heard = Listener.at(vertx, Addresses.HAPPENED);
    var executed = BLOCK.transfers();
    order.script =
        input ->
            input instanceof Input.Persisted ? List.of(new Effect.Executed(executed)) : List.of();
    start(0);

    tell(MARK);

    assertEquals(new Local.Happened(List.of(), executed, List.of(), List.of()), heard.next());
  }

  @Test
  void who_has_an_answer_has_been_told_before_what_happened() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    order.script =
        input ->
            input instanceof Input.Submit(var ticket, var transfers)
                ? List.of(
                    new Effect.Answer(ticket, List.of(new Outcome.Executed(false))),
                    new Effect.Executed(transfers))
                : List.of();
    start(0);

    // As in the console: both are heard on one event loop.
    speaker.runOnContext(
        nothing -> {
          vertx.eventBus().localConsumer(Addresses.HAPPENED, happened -> heard.add("happened"));
          ask(new Local.ToOrder.Submit(BLOCK.transfers())).onSuccess(reply -> heard.add("answer"));
        });

    assertEquals("happened", heard.poll(10, TimeUnit.SECONDS));
    assertEquals("answer", heard.poll(10, TimeUnit.SECONDS));
  }

  @Test
  void events_are_numbered_one_after_the_other_before_anybody_hears_of_them() throws Exception {
    var heard = Listener.at(vertx, Addresses.HAPPENED);
    order.script =
        input ->
            input instanceof Input.Persisted
                ? List.of(
                    new Effect.Note(new Event.Committed(5, 1)),
                    new Effect.Note(new Event.Committed(6, 2)))
                : List.of();
    start(0);
    tell(MARK);
    tell(MARK);
    for (long number = 1; number <= 4; ) {
      for (var told : assertInstanceOf(Local.Happened.class, heard.next()).events()) {
        assertEquals(number++, told.number());
        assertEquals(0, told.at().getNano() % 1_000, "not what H2 can keep: " + told.at());
      }
    }
    numbers.close();
    assertEquals(5, EventNumbers.open(directory, 0).first());
  }

  @Test
  void a_step_in_which_nothing_happened_is_not_told() throws Exception {
    var heard = Listener.at(vertx, Addresses.HAPPENED, Addresses.JOURNAL);
    order.script =
        input ->
            input instanceof Input.Persisted
                ? List.of(new Effect.Persist(1, new JournalRecord.Joined()))
                : List.of();
    start(0);
    expectNothingWasFed();
    assertInstanceOf(Local.ToJournal.Append.class, heard.next());
    assertTrue(heard.heardNothing());
  }

  @Test
  void message_delay_holds_back_what_goes_to_others_and_nothing_else() throws Exception {
    var heard = Listener.at(vertx, Addresses.JOURNAL, Addresses.inbox("B"));
    order.script =
        input ->
            switch (input) {
              case Input.Received _ ->
                  List.of(new Effect.Send("B", TO_B), new Effect.Send("B", ALSO_TO_B));
              case Input.Persisted _ -> List.of(new Effect.Persist(1, new JournalRecord.Joined()));
              default -> List.of();
            };
    start(300);
    long before = System.nanoTime();
    say(new Envelope.Says(GENESIS.hash(), Stamp.NONE, FROM_B));
    tell(MARK);

    assertInstanceOf(Local.ToJournal.Append.class, heard.next());
    assertEquals(new Envelope.Says(GENESIS.hash(), Stamp.NONE, TO_B), heard.next());
    assertEquals(new Envelope.Says(GENESIS.hash(), Stamp.NONE, ALSO_TO_B), heard.next());
    assertTrue(System.nanoTime() - before >= 300_000_000, "held back for as long as it should be");
  }

  @Test
  void time_passes_by_itself() throws Exception {
    var heard = Listener.at(vertx, Addresses.HAPPENED);
    order.script =
        input ->
            input instanceof Input.Tick
                ? List.of(new Effect.Note(new Event.PeerSilent(1, "B")))
                : List.of();
    start(0);
    heard.next();
    heard.next();
  }

  @Test
  void what_the_disk_reports_is_fed() throws Exception {
    start(0);
    tell(new Local.ToOrder.FromDisk(new Input.Persisted(3)));
    tell(new Local.ToOrder.FromDisk(new Input.WriteFailed("full")));
    tell(new Local.ToOrder.FromDisk(new Input.BlocksRead("C", List.of(BLOCK))));
    assertEquals(new Input.Persisted(3), order.nextInput());
    assertEquals(new Input.WriteFailed("full"), order.nextInput());
    assertEquals(new Input.BlocksRead("C", List.of(BLOCK)), order.nextInput());
  }

  @Test
  void each_client_gets_the_answer_to_what_it_asked_whenever_that_comes() throws Exception {
    List<Effect> later = new ArrayList<>();
    order.script =
        input ->
            switch (input) {
              case Input.Submit(var ticket, var transfers) -> {
                later.addFirst(
                    new Effect.Answer(ticket, List.of(new Outcome.Overloaded(transfers.size()))));
                yield List.of();
              }
              case Input.Find(var ticket, var _) -> {
                later.addFirst(new Effect.Answer(ticket, List.of(new Outcome.NotFound())));
                yield List.of();
              }
              case Input.Persisted _ -> List.copyOf(later);
              default -> List.of();
            };
    start(0);
    var transfers = BLOCK.transfers();
    var first = ask(new Local.ToOrder.Submit(transfers));
    var second = ask(new Local.ToOrder.Find(new UUID(1, 2)));
    var third = ask(new Local.ToOrder.Submit(List.of()));
    tell(MARK);
    assertEquals(
        new Local.Outcomes(List.of(new Outcome.Overloaded(transfers.size()))),
        first.await().body());
    assertEquals(new Local.Outcomes(List.of(new Outcome.NotFound())), second.await().body());
    assertEquals(new Local.Outcomes(List.of(new Outcome.Overloaded(0))), third.await().body());
  }

  @Test
  void the_status_is_answered_without_a_step() throws Exception {
    start(0);
    var status = (Status) ask(new Local.ToOrder.AskStatus()).await().body();
    assertEquals(7, status.time());
    expectNothingWasFed();
  }

  @Test
  void who_speaks_of_another_ledger_is_told_ours_and_is_not_heard() throws Exception {
    var heard = Listener.at(vertx, Addresses.inbox("B"));
    start(0);
    say(new Envelope.Says(FOREIGN.hash(), Stamp.NONE, FROM_B));
    assertEquals(new Envelope.Foreign("A", GENESIS), heard.next());
    expectNothingWasFed();
  }

  @Test
  void a_member_that_joins_and_meets_another_ledger_halts_and_says_what_differs() throws Exception {
    order.state = MemberState.JOINING;
    start(0);
    say(new Envelope.Foreign("B", FOREIGN));
    var reason = halted();
    assertTrue(reason.contains("B has another ledger"), reason);
    assertTrue(reason.contains("elsewhere") && reason.contains("test"), reason);
  }

  @Test
  void a_member_that_takes_part_goes_on_whatever_another_ledger_says() throws Exception {
    start(0);
    say(new Envelope.Foreign("B", FOREIGN));
    expectNothingWasFed();
    assertFalse(halt.isHalted());
  }

  @Test
  void the_own_ledger_is_not_a_foreign_one_whoever_it_was_told_to() throws Exception {
    // A namesake with another configuration spoke before: the answer to it arrives here as well.
    order.state = MemberState.JOINING;
    start(0);
    say(new Envelope.Foreign("B", GENESIS));
    expectNothingWasFed();
    assertFalse(halt.isHalted());
  }

  @Test
  void bytes_that_are_no_message_are_reported_to_the_order() throws Exception {
    var heard = Listener.at(vertx, Addresses.inbox("B"), Addresses.JOURNAL, Addresses.HAPPENED);
    start(0);
    say(new Envelope.Undecodable("B", "half a \u001b message"));
    assertEquals(new Input.Misbehaved("B", "bytes", "half a ? message"), order.nextInput());
    assertFalse(halt.isHalted());
    assertTrue(heard.heardNothing());
  }

  @Test
  void signatures_that_contradict_each_other_are_reported_to_the_order() throws Exception {
    start(0);
    tell(new Local.ToOrder.Contradicted("B", 9, 5));
    assertEquals(
        new Input.Misbehaved(
            "B",
            "signature",
            "it has signed this chain up to block 9, and afterwards another chain up to block 5"),
        order.nextInput());
    assertFalse(halt.isHalted());
  }

  @Test
  void after_a_halt_nothing_is_fed_and_only_the_status_is_answered() throws Exception {
    order.script =
        input ->
            input instanceof Input.WriteFailed
                ? List.of(new Effect.Halt("a fork"), new Effect.Note(new Event.PeerSilent(1, "B")))
                : List.of();
    var heard = Listener.at(vertx, Addresses.HAPPENED);
    start(0);
    tell(new Local.ToOrder.FromDisk(new Input.WriteFailed("x")));
    assertInstanceOf(Input.WriteFailed.class, order.nextInput());
    assertEquals("a fork", halted());
    // What happened in the last step is shown.
    assertInstanceOf(Local.Happened.class, heard.next());

    tell(MARK);
    say(new Envelope.Says(GENESIS.hash(), Stamp.NONE, FROM_B));
    var asked = Promise.<Message<Object>>promise();
    speaker.runOnContext(nothing -> ask(new Local.ToOrder.AskStatus()).onComplete(asked));
    assertInstanceOf(Status.class, asked.future().await().body());
    assertTrue(order.inputs.isEmpty());
  }

  // --- unexpected failures ----------------------------------------------------------------------

  /**
   * The step of the first request fails after its record was numbered, so the record gets into no
   * journal. What was to follow its sync still waits in the order, and the sync of the next record
   * would set it free: a transfer was answered as executed that is on no disk.
   */
  @ParameterizedTest
  @MethodSource("failures")
  void what_a_failed_step_has_promised_never_leaves(Throwable failure) throws Exception {
    var genesis =
        new Genesis(
            "test",
            Protocol.PAXOS,
            List.of("A"),
            List.of(new Genesis.Account("A", "A", 1_000), new Genesis.Account("B", "A", 0)));
    var limits = new Limits(10, 10, 10_000, 10, 0, false, 0);
    var real = Orders.start("A", new Memory(genesis), 1, false, limits);
    var failing = new FailingOrder(real);
    List<JournalRecord> disk = new CopyOnWriteArrayList<>();
    vertx
        .eventBus()
        .<Local.ToJournal.Append>localConsumer(
            Addresses.JOURNAL,
            append -> {
              disk.add(append.body().entry());
              tell(new Local.ToOrder.FromDisk(new Input.Persisted(append.body().sequence())));
            });
    vertx
        .deployVerticle(
            new OrderVerticle("A", genesis, seal, signatures(), failing, numbers, 0, halt))
        .await();
    await()
        .until(
            () ->
                ((Status) ask(new Local.ToOrder.AskStatus()).await().body()).state()
                    == MemberState.READY);
    failing.failure = failure;
    var lost = new Transfer(new UUID(0, 1), "A", "B", 1, "");
    var first = ask(new Local.ToOrder.Submit(List.of(lost)));
    var sentence = halted();
    var second =
        ask(new Local.ToOrder.Submit(List.of(new Transfer(new UUID(0, 2), "A", "B", 1, ""))));
    // Both were heard by now, and whatever they have brought forth was said.
    ask(new Local.ToOrder.AskStatus()).await();

    assertTrue(sentence.startsWith("The node stops because a step of the protocol"), sentence);
    assertFalse(disk.contains(new PaxosRecord.Executed(List.of(lost))));
    assertFalse(first.isComplete(), "a promise has left that is on no disk");
    assertFalse(second.isComplete(), "a halted order was asked and answered");
  }

  static Stream<Throwable> failures() {
    return Stream.of(
        new NullPointerException("thrown by a test"),
        new StackOverflowError(),
        new AssertionError("thrown by a test"),
        new OutOfMemoryError("thrown by a test"));
  }

  /** Does its step, and then throws: as much has changed as can. */
  private static final class FailingOrder implements Order {
    private final Order real;
    volatile Throwable failure;

    FailingOrder(Order real) {
      this.real = real;
    }

    @Override
    public List<Effect> step(Input input, long now) {
      var effects = real.step(input, now);
      if (failure != null && input instanceof Input.Submit) {
        var thrown = failure;
        failure = null;
        throw FailingOrder.<RuntimeException>sneaky(thrown);
      }
      return effects;
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T sneaky(Throwable thrown) throws T {
      throw (T) thrown;
    }

    @Override
    public Status status(long now) {
      return real.status(now);
    }
  }

  @Test
  void what_cannot_be_performed_stops_the_node_in_the_middle_of_the_step() throws Exception {
    var heard = Listener.at(vertx, Addresses.JOURNAL, Addresses.inbox("B"));
    order.script =
        input ->
            input instanceof Input.Persisted
                ? List.of(
                    new Effect.Persist(1, new JournalRecord.Joined()),
                    // Nobody has asked by this ticket.
                    new Effect.Answer(77, List.of(new Outcome.NotFound())))
                : List.of(new Effect.Send("B", TO_B));
    start(0);
    assertEquals(new Envelope.Says(GENESIS.hash(), Stamp.NONE, TO_B), heard.next());
    tell(MARK);
    assertTrue(halted().contains("failed unexpectedly"), halted());
    assertInstanceOf(Input.Persisted.class, order.nextInput());
    tell(MARK);
    ask(new Local.ToOrder.AskStatus()).await();
    assertTrue(order.inputs.isEmpty(), "it is fed no more");
  }

  @Test
  void a_message_that_was_held_back_is_not_sent_after_the_halt() throws Exception {
    var heard = Listener.at(vertx, Addresses.inbox("B"));
    order.script =
        input -> input instanceof Input.Persisted ? List.of(new Effect.Send("B", TO_B)) : List.of();
    start(100);
    tell(MARK);
    ask(new Local.ToOrder.AskStatus()).await();
    halt.because("Enough.");
    var later = Promise.<Void>promise();
    vertx.setTimer(200, timer -> later.complete());
    later.future().await();
    assertTrue(heard.heardNothing());
  }
}
