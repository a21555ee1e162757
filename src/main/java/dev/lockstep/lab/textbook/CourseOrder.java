package dev.lockstep.lab.textbook;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Decision;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Location;
import dev.lockstep.chain.Refusal;
import dev.lockstep.chain.Transfer;
import dev.lockstep.lab.textbook.CourseAnswers.Place;
import dev.lockstep.order.Effect;
import dev.lockstep.order.Input;
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
import dev.lockstep.order.Status;
import dev.lockstep.paxos.Backoff;
import dev.lockstep.paxos.Ballot;
import dev.lockstep.paxos.PaxosMessage;
import dev.lockstep.paxos.PaxosState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

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

  private final long incarnation;
  private final String self;
  private final Limits limits;
  private final DiskAndWire member;
  private final LocalLog log;
  private final List<Waiting> waiting = new ArrayList<>();
  private final Backoff backoff = new Backoff();
  private Ballot term;
  private CourseElection election;
  private long now;
  private long notBefore;
  private long beaten;

  private record Waiting(Place place, Transfer transfer, long since) {}

  public CourseOrder(String self, Memory memory, long incarnation, Limits limits) {
    this.self = self;
    this.incarnation = incarnation;
    this.limits = limits;
    this.member = new DiskAndWire(self, memory, incarnation);
    this.log = memory.paxos().log();
    this.term = memory.paxos().promised();
  }

  @Override
  public List<Effect> step(Input input, long at) {
    now = at;
    member.begin();
    switch (input) {
      case Input.Start _ -> {
        // What it knows is on its disk.
        beaten = now;
      }
      case Input.Submit(var ticket, var transfers) -> submit(ticket, transfers);
      case Input.Find(var ticket, var id) ->
          member.whenDurable(
              () -> {
                member.open(ticket, 1);
                member.settle(new Place(ticket, 0), find(id));
              });
      case Input.Received(var message, var _) -> receive(message);
      case Input.Misbehaved _ -> {
        // As good as lost.
      }
      case Input.Persisted(var upTo) -> member.persisted(upTo);
      case Input.BlocksRead(var to, var blocks) -> member.sendBlocks(to, blocks);
      case Input.Tick() -> tick();
      case Input.Signed _, Input.LogSigned _, Input.Verified _ -> {
        // It asks for neither.
      }
      case Input.WriteFailed _ -> throw new IllegalStateException("disks do not fail here");
    }
    if (election == null && !waiting.isEmpty() && now >= notBefore) {
      elect();
    }
    return Shown.with(view(), member.effects());
  }

  private int majority() {
    return (member.others.size() + 1) / 2 + 1;
  }

  // --- clients ----------------------------------------------------------------------------------

  private void submit(long ticket, List<Transfer> transfers) {
    member.open(ticket, transfers.size());
    for (int i = 0; i < transfers.size(); i++) {
      var place = new Place(ticket, i);
      if (!execute(place, transfers.get(i))) {
        waiting.add(new Waiting(place, transfers.get(i), now));
      }
    }
  }

  /** Whether the transfer has its outcome, or will have when the disk has what it rests on. */
  private boolean execute(Place place, Transfer transfer) {
    var refusal = member.ledger.rules().refusal(transfer, self);
    if (refusal.isPresent()) {
      member.settle(place, new Outcome.Refused(refusal.get()));
      return true;
    }
    var known = member.ledger.known(transfer);
    if (known.isPresent() || find(transfer.id()) instanceof Outcome.Executed) {
      var outcome =
          known.isPresent() && known.get() instanceof Decision.Refused(var reason)
              ? new Outcome.Refused(reason)
              : find(transfer.id());
      member.whenDurable(() -> member.settle(place, outcome));
      return true;
    }
    if (member.ledger.balanceOf(transfer.from()) - log.spentFrom(transfer.from())
        < transfer.amount()) {
      return false;
    }
    log.add(List.of(transfer));
    member.persist(
        new PaxosRecord.Executed(List.of(transfer)),
        () -> member.settle(place, new Outcome.Executed(false)));
    return true;
  }

  private Outcome find(java.util.UUID id) {
    Optional<Location> location = member.ledger.find(id);
    if (location.isPresent()) {
      return new Outcome.Committed(
          location.get(), member.ledger.hashAt(location.get().height()), true);
    }
    return log.transfers().stream().anyMatch(t -> t.id().equals(id))
        ? new Outcome.Executed(true)
        : new Outcome.NotFound();
  }

  // --- the leader -------------------------------------------------------------------------------

  /** A new term. */
  private void elect() {
    term = term.next(self);
    var mine = new CourseElection(term, member.ledger.height() + 1, now);
    election = mine;
    member.note(new PaxosEvent.Proposed(0, mine.ballot, mine.height));
    member.persist(
        new PaxosRecord.Promised(mine.ballot),
        () -> {
          mine.promises.add(self);
          member.others.forEach(peer -> sayLeading(peer, mine));
          gather(mine);
        });
  }

  private void sayLeading(String peer, CourseElection mine) {
    if (mine.promises.size() >= majority()) {
      member.say(
          peer,
          new PaxosMessage.Accept(state(), mine.ballot, mine.height, Hash.ZERO),
          log.transfers());
    } else {
      member.say(peer, new PaxosMessage.Prepare(state(), mine.ballot, mine.height), List.of());
    }
  }

  private void promised(String from, Ballot ballot) {
    if (election != null && election.ballot.equals(ballot) && election.promises.add(from)) {
      gather(election);
    }
  }

  /** Elected: asks for the logs. */
  private void gather(CourseElection mine) {
    if (election == mine && mine.promises.size() == majority()) {
      member.others.forEach(peer -> sayLeading(peer, mine));
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
  private void build(CourseElection mine) {
    if (mine.isWriting || mine.logs.size() < majority() - 1) {
      return;
    }
    List<Transfer> all = new ArrayList<>(log.transfers());
    mine.logs.values().forEach(all::addAll);
    var block =
        member
            .ledger
            .propose(all.stream().map(List::of).toList(), member.ledger.headTime() + 1, self)
            .block();
    if (block.transfers().isEmpty()) {
      election = null;
      retry(true);
      return;
    }
    mine.isWriting = true;
    append(
        block,
        () -> {
          member.others.forEach(
              peer ->
                  member.say(
                      peer,
                      new PaxosMessage.Commit(state(), block.height(), block.hash()),
                      Optional.of(block)));
          backoff.succeeded();
          election = null;
          retry(true);
        });
  }

  private void append(Block block, Runnable whenDurable) {
    log.remove(block);
    member.append(block, whenDurable);
  }

  /** There may be money now. */
  private void retry(boolean isFinal) {
    waiting.removeIf(
        one -> {
          boolean isDone = execute(one.place, one.transfer);
          if (!isDone && isFinal) {
            member.settle(
                one.place,
                new Outcome.Refused(
                    new Refusal(Refusal.Code.INSUFFICIENT_FUNDS, "not even with all the logs")));
          }
          return isDone || isFinal;
        });
  }

  // --- the member.others
  // -------------------------------------------------------------------------------

  private void receive(PeerMessage message) {
    switch (message) {
      case PaxosPeerMessage(var paxos, var block, var logged, var _) ->
          hear(paxos, block, logged.transfers());
      case PeerMessage.Fetch(var from, var _, var _, var height) -> {
        if (member.durable() >= height) {
          member.readBlocks(from, height);
        }
      }
      case PeerMessage.Blocks piece -> piece.blocks().forEach(this::commit);
      case LamportPeerMessage _ -> throw new IllegalStateException("the other protocol's");
    }
  }

  private void hear(PaxosMessage message, Optional<Block> block, List<Transfer> logged) {
    var from = message.state().from();
    if (message.state().height() > member.ledger.height()
        && !(message instanceof PaxosMessage.Commit)) {
      member.fetch(from);
    }
    switch (message) {
      case PaxosMessage.Prepare(var _, var ballot, var height) -> {
        if (ballot.above(term) && height == member.ledger.height() + 1) {
          term = ballot;
          giveWay(ballot);
          member.note(new PaxosEvent.Promised(0, ballot, height));
          member.persist(
              new PaxosRecord.Promised(ballot),
              () ->
                  member.say(
                      from,
                      new PaxosMessage.Promise(
                          state(), ballot, height, Optional.empty(), new TreeMap<>(), true),
                      List.of()));
        } else {
          member.say(from, new PaxosMessage.Heartbeat(state()), List.of());
        }
      }
      case PaxosMessage.Promise promise -> promised(from, promise.ballot());
      case PaxosMessage.Accept(var _, var ballot, var height, var _) -> {
        if (!term.above(ballot) && height == member.ledger.height() + 1) {
          member.whenDurable(
              () ->
                  member.say(
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
    if (!member.fits(block)) {
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
      member.others.forEach(
          peer -> member.say(peer, new PaxosMessage.Heartbeat(state()), List.of()));
    }
    waiting.removeIf(
        one -> {
          boolean isLate = now - one.since >= limits.transferTimeout();
          if (isLate) {
            member.settle(one.place, new Outcome.Unavailable(member.others, "no majority in time"));
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
      member.others.forEach(peer -> sayLeading(peer, election));
    }
  }

  private PaxosState state() {
    return member.state(term, log.size());
  }

  @Override
  public Status status(long at) {
    return member.status(MemberState.READY, "", List.of(), waiting.size());
  }

  private Snapshot.View view() {
    return new Snapshot.View(
        0,
        incarnation,
        member.ledger.height(),
        member.durable(),
        member.durable(),
        List.of(),
        new Snapshot.Voting(
            term,
            Optional.empty(),
            Optional.ofNullable(election).map(CourseElection::shown),
            log.size()));
  }
}
