package dev.lockstep.lab.textbook;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Location;
import dev.lockstep.chain.Refusal;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.Effect;
import dev.lockstep.order.Input;
import dev.lockstep.order.LamportPeerMessage;
import dev.lockstep.order.Limits;
import dev.lockstep.order.MemberState;
import dev.lockstep.order.Memory;
import dev.lockstep.order.Order;
import dev.lockstep.order.Outcome;
import dev.lockstep.order.PaxosEvent;
import dev.lockstep.order.PaxosPeerMessage;
import dev.lockstep.order.PaxosRecord;
import dev.lockstep.order.PeerMessage;
import dev.lockstep.order.Status;
import dev.lockstep.paxos.Backoff;
import dev.lockstep.paxos.Ballot;
import dev.lockstep.paxos.PaxosMessage;
import dev.lockstep.paxos.PaxosState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Two-phase commit: Gray, "Notes on Data Base Operating Systems", 1978, with presumed abort. The
 * member that a client asks coordinates: it commits a block when every member has voted for it. A
 * member that has voted may do nothing until it knows the outcome, so it is blocked when the
 * coordinator fails.
 *
 * <pre>
 *   coordinator ── Accept(block) ──► all ── Accepted: yes, and locked ──► coordinator
 *                                        ── Rejected: no, it is locked ─► coordinator
 *   coordinator ── Commit(block), when all have said yes; Rejected, when one has said no ──► all
 * </pre>
 */
public final class TwoPhaseOrder implements Order {
  private static final long AGAIN = 200;
  private static final long PATIENCE = 1_000;

  private final String self;
  private final Limits limits;
  private final DiskAndWire member;
  private final List<Waiting> waiting = new ArrayList<>();
  private final Backoff backoff = new Backoff();

  /** It has voted for this block and does not know the outcome: it is locked. */
  private Optional<PaxosRecord.Accepted> vote;

  /** The transaction that this member coordinates. */
  private Optional<Round> round = Optional.empty();

  /** Its block is decided, and not on its disk yet. */
  private boolean isCommitting;

  private Ballot highest;
  private long now;
  private long notBefore;
  private long said;

  private record Waiting(CourseAnswers.Place place, Transfer transfer, long since) {}

  /**
   * @param asked the transfers from which the block was made
   * @param yes who has voted for it, besides the coordinator
   */
  private record Round(
      PaxosRecord.Accepted vote, List<Waiting> asked, long begun, TreeSet<String> yes) {}

  TwoPhaseOrder(String self, Memory memory, long incarnation, Limits limits) {
    this.self = self;
    this.limits = limits;
    this.member = new DiskAndWire(self, memory, incarnation);
    this.highest = memory.paxos().promised();
    // What this member has coordinated and not committed is aborted: it has told nobody otherwise.
    this.vote = memory.paxos().accepted().filter(it -> !it.ballot().member().equals(self));
  }

  @Override
  public List<Effect> step(Input input, long at) {
    now = at;
    member.begin();
    switch (input) {
      case Input.Submit(var ticket, var transfers) -> submit(ticket, transfers);
      case Input.Received(var message, var _) -> receive(message);
      case Input.Persisted(var upTo) -> member.persisted(upTo);
      case Input.Find(var ticket, var _) -> member.answer(ticket, new Outcome.NotFound());
      case Input.BlocksRead(var to, var blocks) -> member.sendBlocks(to, blocks);
      case Input.Tick() -> tick();
      case Input.Start _,
          Input.Misbehaved _,
          Input.Signed _,
          Input.LogSigned _,
          Input.Verified _,
          Input.WriteFailed _ -> {
        // Two-phase commit knows none of these.
      }
    }
    if (vote.isEmpty() && !isCommitting && !waiting.isEmpty() && now >= notBefore) {
      begin();
    }
    return member.effects();
  }

  private void submit(long ticket, List<Transfer> transfers) {
    member.open(ticket, transfers.size());
    for (int i = 0; i < transfers.size(); i++) {
      var place = new CourseAnswers.Place(ticket, i);
      var refusal = member.ledger.rules().refusal(transfers.get(i), self);
      if (refusal.isPresent()) {
        member.settle(place, new Outcome.Refused(refusal.get()));
      } else {
        waiting.add(new Waiting(place, transfers.get(i), now));
      }
    }
  }

  // --- the coordinator --------------------------------------------------------------------------

  private void begin() {
    var parts = waiting.stream().map(one -> List.of(one.transfer)).toList();
    var block = member.ledger.propose(parts, member.ledger.headTime() + 1, self).block();
    if (block.transfers().isEmpty()) {
      answer(List.copyOf(waiting), block);
      return;
    }
    highest = highest.next(self);
    var mine = new PaxosRecord.Accepted(highest, block);
    vote = Optional.of(mine);
    var begun = new Round(mine, List.copyOf(waiting), now, new TreeSet<>());
    round = Optional.of(begun);
    member.persist(
        mine,
        () -> {
          if (round.filter(begun::equals).isPresent()) {
            askForVotes(begun);
            commitIfAll(begun);
          }
        });
  }

  /** Phase 1. */
  private void askForVotes(Round of) {
    said = now;
    for (var peer : member.others) {
      if (!of.yes.contains(peer)) {
        member.say(
            peer,
            new PaxosMessage.Accept(state(), of.vote.ballot(), height(of.vote), hash(of.vote)),
            Optional.of(of.vote.block()));
      }
    }
  }

  private void commitIfAll(Round of) {
    if (!of.yes.containsAll(member.others)) {
      return;
    }
    round = Optional.empty();
    isCommitting = true;
    var block = of.vote.block();
    append(
        block,
        () -> {
          isCommitting = false;
          answer(of.asked, block);
          member.others.forEach(
              peer ->
                  member.say(
                      peer,
                      new PaxosMessage.Commit(state(), block.height(), block.hash()),
                      Optional.of(block)));
          backoff.succeeded();
        });
  }

  private void abort(Round of, String why) {
    round = Optional.empty();
    vote = Optional.empty();
    member.note(new PaxosEvent.RoundOver(0, of.vote.ballot(), height(of.vote), "aborted, " + why));
    member.others.forEach(peer -> reject(peer, of.vote.ballot(), height(of.vote)));
    notBefore = now + backoff.failed(of.vote.ballot());
  }

  private void answer(List<Waiting> asked, Block block) {
    for (var one : asked) {
      int position = block.transfers().indexOf(one.transfer);
      member.settle(
          one.place,
          position >= 0
              ? new Outcome.Committed(new Location(block.height(), position), block.hash(), false)
              : new Outcome.Refused(
                  new Refusal(Refusal.Code.INSUFFICIENT_FUNDS, "There is not enough money.")));
    }
    waiting.removeAll(asked);
  }

  // --- messages ---------------------------------------------------------------------------------

  private void receive(PeerMessage message) {
    switch (message) {
      case PaxosPeerMessage(var paxos, var block, var _, var _) -> hear(paxos, block);
      case PeerMessage.Blocks piece -> piece.blocks().forEach(this::commit);
      case PeerMessage.Fetch _ -> {
        // It sends none.
      }
      case LamportPeerMessage _ -> throw new IllegalStateException("the other protocol's");
    }
  }

  private void hear(PaxosMessage message, Optional<Block> block) {
    var from = message.state().from();
    switch (message) {
      case PaxosMessage.Accept(var _, var ballot, var height, var hash) ->
          block.ifPresent(asked -> voteFor(from, new PaxosRecord.Accepted(ballot, asked)));
      case PaxosMessage.Accepted(var _, var ballot, var height, var hash) ->
          accepted(from, ballot, height);
      case PaxosMessage.Rejected(var _, var ballot, var height) -> rejected(from, ballot);
      case PaxosMessage.Commit _ -> block.ifPresent(this::commit);
      default -> throw new IllegalStateException("nobody says " + message);
    }
  }

  /** Phase 1 at a participant: yes, and locked; or no. */
  private void voteFor(String from, PaxosRecord.Accepted asked) {
    if (vote.filter(mine -> mine.ballot().equals(asked.ballot())).isPresent()) {
      member.whenDurable(() -> sayYes(from, asked));
    } else if (vote.isEmpty() && member.fits(asked.block())) {
      highest = asked.ballot().above(highest) ? asked.ballot() : highest;
      vote = Optional.of(asked);
      member.persist(asked, () -> sayYes(from, asked));
    } else {
      reject(from, asked.ballot(), height(asked));
    }
  }

  private void sayYes(String to, PaxosRecord.Accepted asked) {
    said = now;
    member.note(new PaxosEvent.Accepted(0, asked.ballot(), height(asked), hash(asked)));
    member.say(
        to,
        new PaxosMessage.Accepted(state(), asked.ballot(), height(asked), hash(asked)),
        Optional.empty());
  }

  /** A vote; or the question of a participant that is still locked. */
  private void accepted(String from, Ballot ballot, long height) {
    var mine = round.filter(it -> it.vote.ballot().equals(ballot));
    if (mine.isPresent()) {
      mine.get().yes.add(from);
      commitIfAll(mine.get());
    } else if (height <= member.durable()) {
      member.readBlocks(from, height);
    } else if (vote.isEmpty()) {
      reject(from, ballot, height);
    }
  }

  private void rejected(String from, Ballot ballot) {
    round
        .filter(it -> it.vote.ballot().equals(ballot))
        .ifPresent(it -> abort(it, from + " has voted against it"));
    boolean isAborted =
        from.equals(ballot.member()) && vote.filter(it -> it.ballot().equals(ballot)).isPresent();
    if (isAborted) {
      member.note(new PaxosEvent.RoundOver(0, ballot, height(vote.orElseThrow()), "aborted"));
      vote = Optional.empty();
    }
  }

  /** Phase 2 at a participant. */
  private void commit(Block block) {
    if (member.fits(block)) {
      append(block, () -> {});
    }
  }

  private void append(Block block, Runnable whenDurable) {
    vote = Optional.empty();
    member.append(block, whenDurable);
  }

  private void tick() {
    waiting.removeIf(
        one -> {
          boolean isLate =
              round.isEmpty() && !isCommitting && now - one.since >= limits.transferTimeout();
          if (isLate) {
            member.settle(one.place, new Outcome.Unavailable(waitingFor(), reason()));
          }
          return isLate;
        });
    if (round.filter(it -> now - it.begun >= PATIENCE).isPresent()) {
      abort(round.get(), "because not all have voted in time");
    } else if (now - said >= AGAIN && member.isSynced()) {
      round.ifPresent(this::askForVotes);
      vote.filter(it -> round.isEmpty()).ifPresent(it -> sayYes(it.ballot().member(), it));
    }
  }

  private static long height(PaxosRecord.Accepted vote) {
    return vote.block().height();
  }

  private static Hash hash(PaxosRecord.Accepted vote) {
    return vote.block().hash();
  }

  private void reject(String to, Ballot ballot, long height) {
    member.say(to, new PaxosMessage.Rejected(state(), ballot, height), Optional.empty());
  }

  private PaxosState state() {
    return member.state(Ballot.NONE, 0);
  }

  // --- what is seen -----------------------------------------------------------------------------

  private List<String> waitingFor() {
    return round
        .map(it -> member.others.stream().filter(peer -> !it.yes.contains(peer)).toList())
        .orElseGet(() -> vote.map(it -> List.of(it.ballot().member())).orElse(List.of()));
  }

  private String reason() {
    return round
        .map(it -> "it has asked for votes for block " + height(it.vote))
        .orElseGet(
            () ->
                vote.map(
                        it ->
                            "it has voted for block "
                                + height(it)
                                + " of "
                                + it.ballot().member()
                                + " and does not know the outcome")
                    .orElse(""));
  }

  @Override
  public Status status(long at) {
    return member.status(
        vote.isPresent() ? MemberState.WAITING : MemberState.READY,
        reason(),
        waitingFor(),
        waiting.size());
  }
}
