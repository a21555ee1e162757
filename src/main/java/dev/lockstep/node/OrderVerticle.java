package dev.lockstep.node;

import dev.lockstep.bus.Addresses;
import dev.lockstep.bus.Envelope;
import dev.lockstep.bus.EnvelopeCodec;
import dev.lockstep.bus.EnvelopeSeal;
import dev.lockstep.bus.Letter;
import dev.lockstep.bus.Local;
import dev.lockstep.bus.LocalCodec;
import dev.lockstep.bus.StateChanges;
import dev.lockstep.chain.Block;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Hash;
import dev.lockstep.journal.DataException;
import dev.lockstep.journal.EventNumbers;
import dev.lockstep.order.Authentic;
import dev.lockstep.order.Effect;
import dev.lockstep.order.Event;
import dev.lockstep.order.FailStop;
import dev.lockstep.order.Input;
import dev.lockstep.order.MemberState;
import dev.lockstep.order.Order;
import dev.lockstep.order.Pace;
import dev.lockstep.order.PeerMessage;
import dev.lockstep.order.Stamp;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drives an {@link Order}: each input is one step, whose effects are performed in their order. */
final class OrderVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(OrderVerticle.class);

  /** Characters of another node's genesis that a sentence shows. */
  private static final int SHOWN_MAX = 1_000;

  /** No two starts of a member have the same number, whatever their disks remember. */
  private static final SecureRandom STARTS = new SecureRandom();

  private final String self;
  private final Genesis genesis;
  private final Hash genesisHash;
  private final EnvelopeSeal seal;
  private final BlockSignatures signatures;
  private final FailStop order;
  private final EventNumbers numbers;
  private final StateChanges changes = new StateChanges();

  /** Milliseconds that a tick may be late before it is worth a word. */
  private static final long PAUSE_MIN = 1_000;

  private final long delayMillis;
  private final Halt halt;
  private final DeliveryOptions wire = new DeliveryOptions().setCodecName(EnvelopeCodec.NAME);
  private final DeliveryOptions local = LocalCodec.options();
  private final Map<Long, Message<?>> clients = new HashMap<>();
  private WorkerExecutor signing;
  private WorkerExecutor verifying;
  private WorkerExecutor checking;
  private SignedMessages incoming;
  private final WireSwitches switches = new WireSwitches();
  private Told told = new Told();
  private boolean stopped;
  private long tickets;
  private long lastTick;

  /**
   * @param seal knows to which members something can be said
   * @param numbers gives each event its number
   * @param delayMillis holds back every message to other members, to watch the protocol
   * @param halt stops the node; after that nothing is fed, sent or answered
   */
  OrderVerticle(
      String self,
      Genesis genesis,
      EnvelopeSeal seal,
      BlockSignatures signatures,
      Order order,
      EventNumbers numbers,
      long delayMillis,
      Halt halt) {
    this.self = self;
    this.genesis = genesis;
    this.genesisHash = genesis.hash();
    this.seal = seal;
    this.signatures = signatures;
    this.order =
        new FailStop(order, this::perform, e -> halt.unforeseen("a step of the protocol", e));
    this.numbers = numbers;
    this.delayMillis = delayMillis;
    this.halt = halt;
  }

  @Override
  public Future<?> start() {
    halt.guard(context, "the protocol's part of the node");
    // Three, so that no piece of the chain that is verified delays a block that is signed or voted
    // for. The order has one block and one log signed at a time, and one piece verified.
    signing = vertx.createSharedWorkerExecutor("lockstep-sign", 1);
    verifying = vertx.createSharedWorkerExecutor("lockstep-fetched", 1);
    checking = vertx.createSharedWorkerExecutor("lockstep-votes", 1);
    incoming = new SignedMessages(checking, signatures);
    var bus = vertx.eventBus();
    // One inbox for all kinds of messages: the bus keeps order per sender and address.
    var inbox = bus.<Envelope>consumer(Addresses.inbox(self), message -> hear(message.body()));
    bus.<Local.ToOrder>localConsumer(Addresses.ORDER, this::serve);
    // The first input: messages that have arrived already are handled after this method has
    // returned.
    feed(new Input.Start(System.currentTimeMillis(), STARTS.nextLong()));
    lastTick = now();
    vertx.setPeriodic(Pace.TICK, timer -> tick());
    return inbox.completion();
  }

  private void tick() {
    long stoodStill = now() - lastTick - Pace.TICK;
    lastTick = now();
    if (stoodStill >= PAUSE_MIN) {
      note(time -> List.of(new Event.Fault(time, "paused", paused(stoodStill))));
    }
    feed(new Input.Tick());
    switches
        .news()
        .ifPresent(wire -> vertx.eventBus().publish(Addresses.LAB, new Local.Wire(wire), local));
  }

  private static String paused(long millis) {
    return "The node stood still for %.1f s: a stopped process, a long pause of the garbage collector, or a busy machine."
        .formatted(millis / 1000.0);
  }

  @Override
  public Future<?> stop() {
    stopped = true;
    return Future.join(signing.close(), verifying.close(), checking.close());
  }

  private void hear(Envelope envelope) {
    switch (envelope) {
      case Envelope.Says(var theirs, var stamp, var message) -> {
        if (theirs.equals(genesisHash)) {
          receive(message, stamp);
        } else {
          LOG.warn("{} has another ledger; what it says is not heard", message.from());
          post(message.from(), new Envelope.Foreign(self, genesis));
        }
      }
      case Envelope.OfCheckpoint(var theirs, var message) -> {
        if (theirs.equals(genesisHash)) {
          // Only handed over: signatures are made and checked on another thread.
          vertx.eventBus().send(Addresses.CHECKPOINT, new Local.ToCheckpoint.Heard(message), local);
        }
      }
      case Envelope.OfTrace(var theirs, var message) -> {
        if (theirs.equals(genesisHash)) {
          vertx.eventBus().send(Addresses.WATCH, new Local.ToWatch(message), local);
        }
      }
      case Envelope.Foreign(var from, var theirs) -> meetForeigner(from, theirs);
      case Envelope.Undecodable(var from, var reason) ->
          feed(new Input.Misbehaved(from, "bytes", printable(reason)));
      // Nobody knows who has sent it; the codec has counted it.
      case Envelope.Refused _ -> {}
    }
  }

  /** Messages without signatures overtake those whose signatures are checked; they may (A2). */
  private void receive(PeerMessage message, Stamp stamp) {
    if (Authentic.isSigned(message)) {
      incoming
          .check(message, checked -> feed(new Input.Received(checked, stamp)))
          .onFailure(this::notDone);
    } else {
      feed(new Input.Received(message, stamp));
    }
  }

  /** A member that has not yet joined and finds another ledger has been set up wrongly. */
  private void meetForeigner(String from, Genesis theirs) {
    if (theirs.equals(genesis)) {
      // A node of the same name with another configuration has sent; the answer to it came here.
      return;
    }
    var difference = printable(String.join("; ", genesis.difference(self, theirs, from)));
    if (order.status(now()).state() == MemberState.JOINING) {
      halt.because(
          from + " has another ledger: " + difference + ". Give both the same configuration.");
    } else {
      LOG.warn("{} has another ledger: {}", from, difference);
    }
  }

  /** Names in it are the other node's: they are shown to a person, on a terminal. */
  private static String printable(String text) {
    return (text.length() > SHOWN_MAX ? text.substring(0, SHOWN_MAX) + "..." : text)
        .replaceAll("[^ -~]", "?");
  }

  private void serve(Message<Local.ToOrder> message) {
    switch (message.body()) {
      case Local.ToOrder.Submit(var transfers) ->
          feed(new Input.Submit(ticketFor(message), transfers));
      case Local.ToOrder.Find(var id) -> feed(new Input.Find(ticketFor(message), id));
      case Local.ToOrder.AskStatus() -> message.reply(order.status(now()), local);
      case Local.ToOrder.Doubted(var transfers, var doubt) ->
          note(
              time ->
                  transfers.stream()
                      .<Event>map(
                          id -> new Event.InDoubt(time, id, doubt.waitingFor(), doubt.reason()))
                      .toList());
      case Local.ToOrder.FromDisk(var input) -> feed(input);
      case Local.ToOrder.Tell(var to, var what) ->
          post(to, new Envelope.OfTrace(genesisHash, what));
      case Local.ToOrder.Forked(var member, var height, var root, var theirs) ->
          note(time -> List.of(new Event.Forked(time, member, height, root, theirs)));
      case Local.ToOrder.Faulted(var what, var detail) ->
          note(time -> List.of(new Event.Fault(time, what, detail)));
      case Local.ToOrder.OfLab(var line) -> {
        var done = switches.change(line).map(what -> self + " " + what).orElse(line);
        note(time -> List.of(new Event.Fault(time, "lab", printable(done) + ".")));
      }
      case Local.ToOrder.Contradicted(var member, var agreed, var other) ->
          feed(
              new Input.Misbehaved(
                  member,
                  "signature",
                  "it has signed this chain up to block "
                      + agreed
                      + ", and afterwards another chain up to block "
                      + other));
    }
  }

  /** Events of what has happened beside the order, at the order's present Lamport time. */
  private void note(LongFunction<List<Event>> events) {
    if (!halt.isHalted()) {
      long time = order.status(now()).time();
      perform(events.apply(time).stream().<Effect>map(event -> new Effect.Note(event)).toList());
    }
  }

  private long ticketFor(Message<?> message) {
    clients.put(++tickets, message);
    return tickets;
  }

  private void feed(Input input) {
    if (!halt.isHalted()) {
      order.feed(input, now());
    }
  }

  private void perform(List<Effect> effects) {
    List<Effect.Note> events = new ArrayList<>();
    var step = new Told();
    List<Block> unsigned = new ArrayList<>();
    for (var effect : effects) {
      switch (effect) {
        case Effect.Send(var to, var message, var stamp) -> send(to, message, stamp);
        case Effect.Persist(var sequence, var entry) ->
            vertx
                .eventBus()
                .send(Addresses.JOURNAL, new Local.ToJournal.Append(sequence, entry), local);
        case Effect.Sign(var block) -> unsigned.add(block);
        case Effect.SignLog(var height, var log) ->
            beside(signing, () -> new Input.LogSigned(height, signatures.sign(height, log)));
        case Effect.Verify wanted -> beside(verifying, () -> signatures.verify(wanted));
        case Effect.Compare(var other) ->
            vertx.eventBus().send(Addresses.JOURNAL, new Local.ToJournal.Compare(other), local);
        case Effect.ReadBlocks(var to, var from, var bytes) ->
            vertx
                .eventBus()
                .send(Addresses.JOURNAL, new Local.ToJournal.Read(to, from, bytes), local);
        case Effect.Answer answer -> step.add(answer);
        case Effect.Stored stored -> step.add(stored);
        case Effect.Executed executed -> step.add(executed);
        case Effect.Note note -> events.add(note);
        case Effect.Halt(var reason) -> halt.because(reason);
      }
    }
    // On this loop, as to change threads twice would take longer. It is the journal's turn before:
    // it syncs the block meanwhile.
    unsigned.forEach(
        block -> context.runOnContext(_ -> feed(new Input.Signed(signatures.sign(block)))));
    // Only here: of a step that fails half way, nothing is told and nobody is answered.
    boolean isFirst = told.isEmpty();
    step.add(numbered(events));
    told.add(step);
    if (isFirst && !told.isEmpty()) {
      context.runOnContext(_ -> tell());
    }
  }

  /**
   * Tells what has happened in this turn of the event loop. A busy node takes many steps in a turn,
   * and everybody who hears of them has work for each telling.
   */
  private void tell() {
    var now = told;
    told = new Told();
    if (!now.hasNothingHappened()) {
      vertx.eventBus().publish(Addresses.HAPPENED, now.happened(), local);
    }
    // Answers come last: a client that has its answer finds the transfer in the balances and in the
    // log.
    for (var answer : now.answers()) {
      clients.remove(answer.ticket()).reply(new Local.Outcomes(answer.outcomes()), local);
    }
  }

  private void beside(WorkerExecutor worker, Callable<Input> task) {
    if (!stopped) {
      // Never now: this is in the middle of a step's effects, and a future that is complete by the
      // time it gets its handler calls it at once. The next step would overtake the rest of them.
      worker
          .executeBlocking(task)
          .onSuccess(input -> context.runOnContext(nothing -> feed(input)))
          .onFailure(this::notDone);
    }
  }

  /** A stop interrupts the workers. A block that was not sent is fetched after the next start. */
  private void notDone(Throwable failure) {
    if (!stopped) {
      halt.unforeseen("the work on signatures", failure);
    }
  }

  private List<Local.Numbered> numbered(List<Effect.Note> events) {
    if (events.isEmpty()) {
      return List.of();
    }
    // Whole microseconds are what H2 keeps.
    var at = Instant.now().truncatedTo(ChronoUnit.MICROS);
    List<Local.Numbered> numbered = new ArrayList<>(events.size());
    try {
      long number = numbers.take(events.size());
      for (var note : events) {
        numbered.add(new Local.Numbered(number++, at, note.event(), changes.of(note.after())));
      }
    } catch (DataException e) {
      halt.because(e.getMessage());
    }
    return numbered;
  }

  private void send(String to, PeerMessage message, Stamp stamp) {
    var envelope = new Envelope.Says(genesisHash, stamp, message);
    if (delayMillis == 0) {
      post(to, envelope);
    } else {
      vertx.setTimer(delayMillis, timer -> post(to, envelope));
    }
  }

  private void post(String to, Envelope envelope) {
    // A message that was held back may be due after the halt. And to a member that has never run,
    // and so has no key, nothing can be said yet: like a lost message.
    if (halt.isHalted() || !seal.knows(to)) {
      return;
    }
    Runnable sending =
        () -> vertx.eventBus().send(Addresses.inbox(to), new Letter(to, envelope), wire);
    switch (envelope) {
      // What is asked about events is no part of the protocol: so a page sees both sides of a cut.
      case Envelope.OfTrace _ -> sending.run();
      case Envelope.Says(var _, var _, var message) -> throughSwitches(to, message.type(), sending);
      case Envelope.OfCheckpoint _ -> throughSwitches(to, "checkpoint", sending);
      case Envelope.Foreign _, Envelope.Undecodable _, Envelope.Refused _ ->
          throughSwitches(to, "other", sending);
    }
  }

  private void throughSwitches(String to, String type, Runnable sending) {
    switches.send(to, type, (millis, what) -> vertx.setTimer(millis, _ -> what.run()), sending);
  }

  private static long now() {
    return System.nanoTime() / 1_000_000;
  }
}
