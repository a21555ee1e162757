package dev.lockstep.lab.textbook;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Ledger;
import dev.lockstep.chain.Location;
import dev.lockstep.chain.Refusal;
import dev.lockstep.chain.Transfer;
import dev.lockstep.mutex.Head;
import dev.lockstep.mutex.MutexMessage;
import dev.lockstep.mutex.State;
import dev.lockstep.mutex.Timestamp;
import dev.lockstep.order.Effect;
import dev.lockstep.order.Event;
import dev.lockstep.order.Input;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.LamportEvent;
import dev.lockstep.order.LamportPeerMessage;
import dev.lockstep.order.MemberState;
import dev.lockstep.order.Memory;
import dev.lockstep.order.Order;
import dev.lockstep.order.Outcome;
import dev.lockstep.order.Snapshot;
import dev.lockstep.order.Snapshot.Place;
import dev.lockstep.order.Stamp;
import dev.lockstep.order.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The mutual exclusion of Lamport 1978 to the letter of its five rules. A request is queued when it
 * comes and leaves the queue when its release comes; nothing is said twice. The paper assumes that
 * messages arrive, and in the order of sending. Where they do not, two members may be inside.
 */
final class PaperOrder implements Order {
  /** Its clock is on the disk once and for all: this is not what is to be shown. */
  private static final long CLOCK = 1L << 40;

  private final String self;
  private final long incarnation;
  private final Ledger ledger;
  private final List<String> others;
  private final TreeSet<Timestamp> queue = new TreeSet<>();
  private final Map<String, Long> heard = new TreeMap<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private List<Effect> effects = new ArrayList<>();
  private Optional<Timestamp> request = Optional.empty();
  private Optional<Built> built = Optional.empty();
  private long clock;
  private long written;

  private record Waiting(long ticket, Transfer transfer) {}

  /**
   * The block of the present turn.
   *
   * @param record its number in the journal
   * @param asked what it was built from
   */
  private record Built(Block block, long record, List<Waiting> asked) {}

  PaperOrder(String self, Memory memory, long incarnation) {
    this.self = self;
    this.incarnation = incarnation;
    this.ledger = memory.ledger();
    this.others = ledger.genesis().members().stream().filter(m -> !m.equals(self)).toList();
  }

  @Override
  public List<Effect> step(Input input, long now) {
    effects = new ArrayList<>();
    switch (input) {
      case Input.Start _ -> persist(new JournalRecord.Clock(CLOCK));
      case Input.Submit(var ticket, var transfers) -> submit(ticket, transfers);
      case Input.Received(var message, var _) -> {
        if (message instanceof LamportPeerMessage(var mutex, var block)) {
          receive(mutex, block);
        }
      }
      case Input.Persisted(var sequence) -> persisted(sequence);
      case Input.Find(var ticket, var _) ->
          effects.add(new Effect.Answer(ticket, List.of(new Outcome.NotFound())));
      case Input.Tick _,
          Input.Misbehaved _,
          Input.BlocksRead _,
          Input.Signed _,
          Input.LogSigned _,
          Input.Verified _,
          Input.WriteFailed _ -> {
        // The paper knows none of these.
      }
    }
    return Shown.with(view(), effects);
  }

  private void submit(long ticket, List<Transfer> transfers) {
    transfers.forEach(transfer -> waiting.add(new Waiting(ticket, transfer)));
    if (request.isEmpty()) {
      request();
    }
  }

  /** Rule 1. */
  private void request() {
    clock++;
    var claim = new Timestamp(clock, self);
    request = Optional.of(claim);
    queue.add(claim);
    note(new LamportEvent.Claimed(clock, claim));
    sayToAll(new MutexMessage.Request(state()), Optional.empty());
    enterIfFirst();
  }

  private void receive(MutexMessage message, Optional<Block> block) {
    var from = message.state().from();
    long time = message.state().time();
    clock = Math.max(clock, time) + 1;
    heard.merge(from, time, Math::max);
    note(new Event.Received(clock, from, LamportPeerMessage.type(message), time, Stamp.NONE, 0));
    switch (message) {
      case MutexMessage.Request _ -> {
        // Rule 2: it is queued, and acknowledged with a later time.
        message.state().claim().ifPresent(queue::add);
        clock++;
        say(from, new MutexMessage.Ack(state()), Optional.empty());
      }
      case MutexMessage.Release _ -> {
        // Rule 4: every request of the sender leaves the queue.
        queue.removeIf(claim -> claim.member().equals(from));
        block.ifPresent(this::follow);
      }
      case MutexMessage.Ack _,
          MutexMessage.Hello _,
          MutexMessage.Welcome _,
          MutexMessage.Durable _,
          MutexMessage.Append _,
          MutexMessage.Heartbeat _ -> {
        // What counts is its time.
      }
    }
    enterIfFirst();
  }

  /** Rule 5. */
  private void enterIfFirst() {
    boolean enters =
        built.isEmpty()
            && request.filter(mine -> queue.first().equals(mine)).isPresent()
            && others.stream().allMatch(this::isLater);
    if (enters) {
      note(new LamportEvent.Entered(clock, request.orElseThrow(), List.of()));
      var transfers = waiting.stream().map(one -> List.of(one.transfer)).toList();
      var block = ledger.propose(transfers, ledger.headTime() + 1, self).block();
      append(block);
      built = Optional.of(new Built(block, written, List.copyOf(waiting)));
      waiting.clear();
    }
  }

  private boolean isLater(String peer) {
    var time = heard.get(peer);
    return time != null && request.orElseThrow().before(new Timestamp(time, peer));
  }

  /** Rule 3, when the block of this member is on its disk. */
  private void persisted(long sequence) {
    if (built.filter(mine -> mine.record == sequence).isEmpty()) {
      return;
    }
    var mine = built.orElseThrow();
    built = Optional.empty();
    mine.asked.forEach(one -> effects.add(answer(one, mine.block)));
    clock++;
    var claim = request.orElseThrow();
    request = Optional.empty();
    queue.remove(claim);
    note(new LamportEvent.Left(clock, claim));
    sayToAll(new MutexMessage.Release(state()), Optional.of(mine.block));
    if (!waiting.isEmpty()) {
      request();
    }
  }

  private static Effect answer(Waiting one, Block block) {
    int position = block.transfers().indexOf(one.transfer);
    return new Effect.Answer(
        one.ticket,
        List.of(
            position >= 0
                ? new Outcome.Committed(new Location(block.height(), position), block.hash(), false)
                : new Outcome.Refused(
                    new Refusal(Refusal.Code.INSUFFICIENT_FUNDS, "There is not enough money."))));
  }

  /** A block that does not follow is left out: the paper says nothing of blocks. */
  private void follow(Block block) {
    if (block.previous().equals(ledger.head())) {
      append(block);
    }
  }

  private void append(Block block) {
    ledger.append(block);
    persist(new JournalRecord.Appended(block));
  }

  // --- disk and wire ----------------------------------------------------------------------------

  private void persist(JournalRecord entry) {
    effects.add(new Effect.Persist(++written, entry));
  }

  private void note(Event event) {
    effects.add(new Effect.Note(event));
  }

  private void sayToAll(MutexMessage message, Optional<Block> block) {
    others.forEach(peer -> say(peer, message, block));
  }

  private void say(String peer, MutexMessage message, Optional<Block> block) {
    effects.add(new Effect.Send(peer, new LamportPeerMessage(message, block)));
  }

  private State state() {
    return new State(
        self, incarnation, 0, clock, request, new Head(ledger.height(), ledger.head()), 0);
  }

  @Override
  public Status status(long now) {
    return new Status(
        incarnation,
        MemberState.READY,
        "",
        clock,
        ledger.height(),
        ledger.head(),
        ledger.height(),
        ledger.height(),
        others.stream().map(this::peer).toList(),
        List.of(),
        waiting.size(),
        ledger.height(),
        List.of(),
        Optional.of(new Status.Mutex(request, built.isPresent(), List.copyOf(queue))));
  }

  private Status.PeerStatus peer(String name) {
    return new Status.PeerStatus(
        name,
        Status.Presence.UP,
        0,
        0,
        0,
        0,
        queue.stream().filter(claim -> claim.member().equals(name)).findFirst());
  }

  private Snapshot.View view() {
    var place = request.isEmpty() ? Place.OUTSIDE : built.isEmpty() ? Place.WAITING : Place.INSIDE;
    return new Snapshot.View(
        clock,
        incarnation,
        ledger.height(),
        ledger.height(),
        ledger.height(),
        heard.keySet().stream().map(this::heard).toList(),
        new Snapshot.Section(request, place, List.copyOf(queue)));
  }

  private Snapshot.Heard heard(String peer) {
    var claim = queue.stream().filter(each -> each.member().equals(peer)).findFirst();
    boolean isFirst = request.filter(mine -> claim.map(mine::before).orElse(true)).isPresent();
    return new Snapshot.Heard(peer, heard.get(peer), 0, 0, claim, isFirst && isLater(peer));
  }
}
