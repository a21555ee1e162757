package dev.lockstep.lab.textbook;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.ChainException;
import dev.lockstep.chain.Decision;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Ledger;
import dev.lockstep.chain.Location;
import dev.lockstep.chain.Refusal;
import dev.lockstep.chain.SignedLog;
import dev.lockstep.chain.Transfer;
import dev.lockstep.lab.textbook.CourseAnswers.Place;
import dev.lockstep.order.Effect;
import dev.lockstep.order.Event;
import dev.lockstep.order.Input;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.LamportPeerMessage;
import dev.lockstep.order.Limits;
import dev.lockstep.order.LocalLog;
import dev.lockstep.order.MemberState;
import dev.lockstep.order.Memory;
import dev.lockstep.order.Order;
import dev.lockstep.order.Outcome;
import dev.lockstep.order.PaxosEvent;
import dev.lockstep.order.PaxosPeerMessage;
import dev.lockstep.order.PaxosRecord;
import dev.lockstep.order.PeerMessage;
import dev.lockstep.order.Snapshot;
import dev.lockstep.order.Stamp;
import dev.lockstep.order.Status;
import dev.lockstep.paxos.Backoff;
import dev.lockstep.paxos.Ballot;
import dev.lockstep.paxos.PaxosMessage;
import dev.lockstep.paxos.PaxosState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The protocol of the course, to the letter, with every care that it leaves room for: terms and
 * logs are durable before they are sent, a member that is behind catches up before it promises or
 * leads, a transfer is on a chain once. It is not safe all the same, because only its leader has
 * seen a block before it is committed.
 *
 * <pre>
 *   leader ── Prepare(term, n) ──────► all ── Promise ───────────────► leader   a majority: elected
 *   leader ── Accept(n, its log) ────► all ── Accepted(n, their logs) ► leader   a majority: the
 *                                             block is built, appended, executed and answered for
 *   leader ── Commit(n, block) ──────► all
 * </pre>
 */
public final class CourseOrder implements Order {
  private static final long AGAIN = 200;
  private static final long PATIENCE = 600;
  private static final long BEAT = 250;

  private final String self;
  private final long incarnation;
  private final Limits limits;
  private final Ledger ledger;
  private final LocalLog log;
  private final List<String> others;
  private final CourseAnswers answers = new CourseAnswers();
  private final List<Waiting> waiting = new ArrayList<>();
  private final Deque<Written> unsynced = new ArrayDeque<>();
  private final Backoff backoff = new Backoff();
  private List<Effect> effects = new ArrayList<>();
  private Ballot term;
  private Election election;
  private long written;
  private long durable;
  private long now;
  private long notBefore;
  private long beaten;

  private record Waiting(Place place, Transfer transfer, long since) {}

  private record Written(long sequence, Runnable whenDurable) {}

  /** This member leads, or wants to. */
  private static final class Election {
    final Ballot ballot;
    final long height;
    final long begun;
    final TreeSet<String> promises = new TreeSet<>();
    final Map<String, List<Transfer>> logs = new TreeMap<>();
    long said;
    boolean isWriting;

    Election(Ballot ballot, long height, long now) {
      this.ballot = ballot;
      this.height = height;
      this.begun = now;
      this.said = now;
    }
  }

  public CourseOrder(String self, Memory memory, long incarnation, Limits limits) {
    this.self = self;
    this.incarnation = incarnation;
    this.limits = limits;
    this.ledger = memory.ledger();
    this.log = memory.paxos().log();
    this.term = memory.paxos().promised();
    this.durable = ledger.height();
    this.others = ledger.genesis().members().stream().filter(m -> !m.equals(self)).toList();
  }

  @Override
  public List<Effect> step(Input input, long at) {
    now = at;
    effects = new ArrayList<>();
    switch (input) {
      case Input.Start _ -> {
        // What it knows is on its disk.
        beaten = now;
      }
      case Input.Submit(var ticket, var transfers) -> submit(ticket, transfers);
      case Input.Find(var ticket, var id) ->
          whenDurable(
              () -> {
                answers.open(ticket, 1);
                settle(new Place(ticket, 0), find(id));
              });
      case Input.Received(var message, var _) -> receive(message);
      case Input.Misbehaved _ -> {
        // As good as lost.
      }
      case Input.Persisted(var upTo) -> {
        while (!unsynced.isEmpty() && unsynced.peek().sequence <= upTo) {
          unsynced.poll().whenDurable.run();
        }
      }
      case Input.BlocksRead(var to, var blocks) ->
          send(to, new PeerMessage.Blocks(self, incarnation, 0, blocks));
      case Input.Tick() -> tick();
      case Input.Signed _, Input.LogSigned _, Input.Verified _ -> {
        // It asks for neither.
      }
      case Input.WriteFailed _ -> throw new IllegalStateException("disks do not fail here");
    }
    if (election == null && !waiting.isEmpty() && now >= notBefore) {
      elect();
    }
    return Shown.with(view(), effects);
  }

  private int majority() {
    return (others.size() + 1) / 2 + 1;
  }

  // --- clients ----------------------------------------------------------------------------------

  private void submit(long ticket, List<Transfer> transfers) {
    answers.open(ticket, transfers.size()).ifPresent(effects::add);
    for (int i = 0; i < transfers.size(); i++) {
      var place = new Place(ticket, i);
      if (!execute(place, transfers.get(i))) {
        waiting.add(new Waiting(place, transfers.get(i), now));
      }
    }
  }

  /** Whether the transfer has its outcome, or will have when the disk has what it rests on. */
  private boolean execute(Place place, Transfer transfer) {
    var refusal = ledger.rules().refusal(transfer, self);
    if (refusal.isPresent()) {
      settle(place, new Outcome.Refused(refusal.get()));
      return true;
    }
    var known = ledger.known(transfer);
    if (known.isPresent() || find(transfer.id()) instanceof Outcome.Executed) {
      var outcome =
          known.isPresent() && known.get() instanceof Decision.Refused(var reason)
              ? new Outcome.Refused(reason)
              : find(transfer.id());
      whenDurable(() -> settle(place, outcome));
      return true;
    }
    if (ledger.balanceOf(transfer.from()) - log.spentFrom(transfer.from()) < transfer.amount()) {
      return false;
    }
    log.add(List.of(transfer));
    persist(
        new PaxosRecord.Executed(List.of(transfer)),
        () -> settle(place, new Outcome.Executed(false)));
    return true;
  }

  private Outcome find(java.util.UUID id) {
    Optional<Location> location = ledger.find(id);
    if (location.isPresent()) {
      return new Outcome.Committed(location.get(), ledger.hashAt(location.get().height()), true);
    }
    return log.transfers().stream().anyMatch(t -> t.id().equals(id))
        ? new Outcome.Executed(true)
        : new Outcome.NotFound();
  }

  private void settle(Place place, Outcome outcome) {
    answers.settle(place, outcome).ifPresent(effects::add);
  }

  // --- the leader -------------------------------------------------------------------------------

  /** A new term. */
  private void elect() {
    term = term.next(self);
    var mine = new Election(term, ledger.height() + 1, now);
    election = mine;
    note(new PaxosEvent.Proposed(0, mine.ballot, mine.height));
    persist(
        new PaxosRecord.Promised(mine.ballot),
        () -> {
          mine.promises.add(self);
          others.forEach(peer -> sayLeading(peer, mine));
          gather(mine);
        });
  }

  private void sayLeading(String peer, Election mine) {
    if (mine.promises.size() >= majority()) {
      say(
          peer,
          new PaxosMessage.Accept(state(), mine.ballot, mine.height, Hash.ZERO),
          log.transfers());
    } else {
      say(peer, new PaxosMessage.Prepare(state(), mine.ballot, mine.height), List.of());
    }
  }

  private void promised(String from, Ballot ballot) {
    if (election != null && election.ballot.equals(ballot) && election.promises.add(from)) {
      gather(election);
    }
  }

  /** Elected: asks for the logs. */
  private void gather(Election mine) {
    if (election == mine && mine.promises.size() == majority()) {
      others.forEach(peer -> sayLeading(peer, mine));
      build(mine);
    }
  }

  private void accepted(String from, Ballot ballot, List<Transfer> theirs) {
    if (election != null && election.ballot.equals(ballot)) {
      election.logs.put(from, theirs);
      build(election);
    }
  }

  /** Enough logs are here: the block is built, appended, executed, and only then sent. */
  private void build(Election mine) {
    if (mine.isWriting || mine.logs.size() < majority() - 1) {
      return;
    }
    List<Transfer> all = new ArrayList<>(log.transfers());
    mine.logs.values().forEach(all::addAll);
    var block =
        ledger.propose(all.stream().map(List::of).toList(), ledger.headTime() + 1, self).block();
    if (block.transfers().isEmpty()) {
      election = null;
      retry(true);
      return;
    }
    mine.isWriting = true;
    append(
        block,
        () -> {
          others.forEach(
              peer ->
                  send(
                      peer,
                      new PaxosPeerMessage(
                          new PaxosMessage.Commit(state(), block.height(), block.hash()),
                          Optional.of(block))));
          backoff.succeeded();
          election = null;
          retry(true);
        });
  }

  private void append(Block block, Runnable whenDurable) {
    ledger.append(block);
    log.remove(block);
    note(new Event.Appended(0, block.height(), block.hash(), block.proposer(), 0));
    persist(
        new JournalRecord.Appended(block),
        () -> {
          durable = block.height();
          whenDurable.run();
        });
  }

  /** There may be money now. */
  private void retry(boolean isFinal) {
    waiting.removeIf(
        one -> {
          boolean isDone = execute(one.place, one.transfer);
          if (!isDone && isFinal) {
            settle(
                one.place,
                new Outcome.Refused(
                    new Refusal(Refusal.Code.INSUFFICIENT_FUNDS, "not even with all the logs")));
          }
          return isDone || isFinal;
        });
  }

  // --- the others -------------------------------------------------------------------------------

  private void receive(PeerMessage message) {
    switch (message) {
      case PaxosPeerMessage(var paxos, var block, var logged, var _) ->
          hear(paxos, block, logged.transfers());
      case PeerMessage.Fetch(var from, var _, var _, var height) -> {
        if (durable >= height) {
          effects.add(new Effect.ReadBlocks(from, height, 1 << 16));
        }
      }
      case PeerMessage.Blocks piece -> piece.blocks().forEach(this::commit);
      case LamportPeerMessage _ -> throw new IllegalStateException("the other protocol's");
    }
  }

  private void hear(PaxosMessage message, Optional<Block> block, List<Transfer> logged) {
    var from = message.state().from();
    if (message.state().height() > ledger.height() && !(message instanceof PaxosMessage.Commit)) {
      send(from, new PeerMessage.Fetch(self, incarnation, 0, ledger.height() + 1));
    }
    switch (message) {
      case PaxosMessage.Prepare(var _, var ballot, var height) -> {
        if (ballot.above(term) && height == ledger.height() + 1) {
          term = ballot;
          giveWay(ballot);
          note(new PaxosEvent.Promised(0, ballot, height));
          persist(
              new PaxosRecord.Promised(ballot),
              () ->
                  say(
                      from,
                      new PaxosMessage.Promise(
                          state(), ballot, height, Optional.empty(), new TreeMap<>(), true),
                      List.of()));
        } else {
          say(from, new PaxosMessage.Heartbeat(state()), List.of());
        }
      }
      case PaxosMessage.Promise promise -> promised(from, promise.ballot());
      case PaxosMessage.Accept(var _, var ballot, var height, var _) -> {
        if (!term.above(ballot) && height == ledger.height() + 1) {
          whenDurable(
              () ->
                  say(
                      from,
                      new PaxosMessage.Accepted(state(), ballot, height, Hash.ZERO),
                      log.transfers()));
        }
      }
      case PaxosMessage.Accepted accepted -> accepted(from, accepted.ballot(), logged);
      case PaxosMessage.Commit _ -> block.ifPresent(this::commit);
      case PaxosMessage.Heartbeat(var state) -> {
        if (state.promised().above(term)) {
          term = state.promised();
          giveWay(term);
        }
      }
      default -> throw new IllegalStateException("nobody says " + message);
    }
  }

  /** Another member leads a higher term. */
  private void giveWay(Ballot other) {
    if (election != null && !election.isWriting && other.above(election.ballot)) {
      notBefore = now + backoff.failed(election.ballot);
      election = null;
    }
  }

  /** A follower sees the block for the first time. */
  private void commit(Block block) {
    if (block.height() != ledger.height() + 1) {
      return;
    }
    try {
      ledger.requireFits(block);
    } catch (ChainException fork) {
      return;
    }
    if (election != null && !election.isWriting) {
      election = null;
    }
    append(block, () -> retry(false));
  }

  private void tick() {
    if (now - beaten >= BEAT) {
      beaten = now;
      others.forEach(peer -> say(peer, new PaxosMessage.Heartbeat(state()), List.of()));
    }
    waiting.removeIf(
        one -> {
          boolean isLate = now - one.since >= limits.transferTimeout();
          if (isLate) {
            settle(one.place, new Outcome.Unavailable(others, "no majority in time"));
          }
          return isLate;
        });
    if (election == null || election.isWriting) {
      return;
    }
    if (now - election.begun >= PATIENCE) {
      notBefore = now + backoff.failed(election.ballot);
      election = null;
    } else if (now - election.said >= AGAIN) {
      election.said = now;
      others.forEach(peer -> sayLeading(peer, election));
    }
  }

  // --- disk and wire ----------------------------------------------------------------------------

  private void persist(JournalRecord entry, Runnable whenDurable) {
    unsynced.add(new Written(++written, whenDurable));
    effects.add(new Effect.Persist(written, entry));
  }

  /** What rests on everything that is known now. */
  private void whenDurable(Runnable what) {
    if (unsynced.isEmpty()) {
      what.run();
    } else {
      unsynced.add(new Written(written, what));
    }
  }

  private void say(String to, PaxosMessage message, List<Transfer> logged) {
    send(to, new PaxosPeerMessage(message, Optional.empty(), SignedLog.unsigned(logged)));
  }

  private void send(String to, PeerMessage message) {
    effects.add(new Effect.Send(to, message));
    if (!message.type().equals("heartbeat")) {
      note(new Event.Sent(0, to, message.type(), 0, Stamp.NONE, 0));
    }
  }

  private void note(Event event) {
    effects.add(new Effect.Note(event));
  }

  private PaxosState state() {
    return new PaxosState(
        self, 0, incarnation, 0, ledger.height(), ledger.head(), durable, term, false, log.size());
  }

  @Override
  public Status status(long at) {
    return new Status(
        incarnation,
        MemberState.READY,
        "",
        0,
        ledger.height(),
        ledger.head(),
        durable,
        durable,
        List.of(),
        List.of(),
        waiting.size(),
        ledger.height(),
        List.of(),
        Optional.empty());
  }

  private Snapshot.View view() {
    return new Snapshot.View(
        0,
        incarnation,
        ledger.height(),
        durable,
        durable,
        List.of(),
        new Snapshot.Voting(
            term,
            Optional.empty(),
            Optional.ofNullable(election).map(CourseOrder::leading),
            log.size()));
  }

  /** A member votes with its log. */
  private static Snapshot.Leading leading(Election mine) {
    return new Snapshot.Leading(
        mine.ballot, mine.height, mine.promises, mine.logs.keySet(), Optional.empty());
  }
}
