package dev.lockstep.order.paxos;

import dev.lockstep.chain.Attestation;
import dev.lockstep.chain.Block;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.MemberSignature;
import dev.lockstep.chain.SignedLog;
import dev.lockstep.order.Pace;
import dev.lockstep.order.PaxosEvent;
import dev.lockstep.order.member.RefusedMessageException;
import dev.lockstep.order.paxos.PaxosBatch.Batch;
import dev.lockstep.order.paxos.PaxosBatch.LogPart;
import dev.lockstep.paxos.Acceptor.Answer;
import dev.lockstep.paxos.Backoff;
import dev.lockstep.paxos.Ballot;
import dev.lockstep.paxos.PaxosMessage;
import dev.lockstep.paxos.PaxosState;
import dev.lockstep.paxos.Round;
import dev.lockstep.paxos.Vote;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/** The part of a member of Paxos mode that leads ballots (design P2, P4 and P6). */
final class Leader {
  private static final long NEVER = -1;

  private final PaxosMember member;
  private final PaxosBatch batch;
  private final Handover handover;
  private final OwnVote ownVote;
  private final Consumer<Block> append;
  private final Backoff backoff = new Backoff();

  /** The local logs that came with the promises, and this member's own. */
  private final Map<String, LogPart> logs = new TreeMap<>();

  private Optional<Round> round = Optional.empty();
  private Optional<Block> block = Optional.empty();

  /** The generation of the disk that made each promise. */
  private final Map<String, Long> disks = new TreeMap<>();

  /** The signatures of the votes, by member. */
  private final SortedMap<String, MemberSignature> votes = new TreeMap<>();

  /** The block of the highest vote among the promises. */
  private Optional<Block> inherited = Optional.empty();

  /** Whether the block holds everything that was promised, and nothing older in its stead. */
  private boolean isComplete;

  /** The newest request that was waiting when the round began. */
  private long asked;

  /** The members that were waited for in vain: they are cut off one way, far behind, or slow. */
  private final Set<String> late = new TreeSet<>();

  /** When a majority had promised. */
  private long prepared = NEVER;

  private long said;
  private long notBefore;

  /** The same for a ballot that no client waits for. */
  private long notBeforeUnasked;

  /**
   * @param append appends a chosen block
   */
  Leader(
      PaxosMember member,
      PaxosBatch batch,
      Handover handover,
      OwnVote ownVote,
      Consumer<Block> append) {
    this.member = member;
    this.batch = batch;
    this.handover = handover;
    this.ownVote = ownVote;
    this.append = append;
  }

  Optional<Ballot> leading() {
    return round.map(Round::ballot);
  }

  /** The ballot that this member leads. */
  Optional<Round> round() {
    return round;
  }

  /**
   * @param isAnyWaiting whether a client waits for the block
   */
  boolean mayBegin(boolean isAnyWaiting) {
    return round.isEmpty()
        && member.now() >= notBefore
        && (isAnyWaiting || member.now() >= notBeforeUnasked)
        && member.target() == member.ledger().height()
        && member.missing().isEmpty()
        && !member.outbox().isCrowded();
  }

  /**
   * Another leader's ballot is on its way, and may bring what is wanted: its promises, accept,
   * votes and commit.
   */
  void giveWay() {
    long delay = 4 * member.limits().messageDelay();
    notBefore = Math.max(notBefore, member.now() + Pace.GIVE_WAY + delay);
    notBeforeUnasked = member.now() + Pace.GIVE_WAY_UNASKED + delay;
  }

  /**
   * Phase 1a.
   *
   * @param lastAsked the newest of the requests that wait for money
   */
  void begin(long lastAsked) {
    var ballot = member.nextBallot();
    long height = member.ledger().height() + 1;
    var mine = new Round(ballot, height, member.others().size() + 1);
    round = Optional.of(mine);
    block = Optional.empty();
    inherited = Optional.empty();
    isComplete = false;
    logs.clear();
    disks.clear();
    votes.clear();
    asked = lastAsked;
    prepared = NEVER;
    said = member.now();
    member.note(new PaxosEvent.Proposed(member.time(), ballot, height));
    if (member.acceptor.prepare(ballot, height) != Answer.YES) {
      throw new IllegalStateException("its own ballot " + ballot + " is not high enough");
    }
    handover.promise(ballot, height, log -> promiseOwn(mine, log));
    member.sayAll(state -> new PaxosMessage.Prepare(state, ballot, height));
  }

  private boolean isUnderway(Round mine) {
    return round.filter(r -> r == mine).isPresent();
  }

  private void promiseOwn(Round mine, LogPart log) {
    if (isUnderway(mine)) {
      logs.put(member.self(), log);
      var accepted = member.acceptor.accepted();
      mine.promised(member.self(), mine.ballot(), mine.height(), accepted);
      member.note(new PaxosEvent.Promised(member.time(), mine.ballot(), mine.height()));
      inherit(mine, accepted, member.votedFor());
      proposeWhenPrepared();
    }
  }

  /** Phase 1b has come. */
  void promised(PaxosMessage.Promise promise, Optional<Block> voted, SignedLog log) {
    var from = promise.state().from();
    late.remove(from);
    if (promise.height() == member.ledger().height() + 1) {
      var problem = voted.flatMap(member::misfit);
      if (problem.isPresent()) {
        // A member that checks has not voted for it, so it is not chosen; nor may it be proposed.
        throw new RefusedMessageException(problem.get());
      }
      if (voted.filter(block -> !isProven(from, block)).isPresent()) {
        // The promise does not count, so the vote cannot be overlooked.
        member.drop(from, "promise", "nothing proves a part of the block that it has voted for");
        return;
      }
    }
    if (!log.transfers().isEmpty() && log.signature().isEmpty()) {
      throw new RefusedMessageException("its local log has no valid signature");
    }
    round
        .filter(r -> r.promised(from, promise.ballot(), promise.height(), promise.accepted()))
        .ifPresent(
            r -> {
              inherit(r, promise.accepted(), voted);
              logs.put(from, new LogPart(log, promise.whole()));
              disks.put(from, promise.state().generation());
              proposeWhenPrepared();
            });
  }

  /** A block that this member has voted for too was proven then. */
  private boolean isProven(String from, Block voted) {
    return member.votedFor().filter(voted::equals).isPresent()
        || Proven.unproven(member, from, voted).isEmpty();
  }

  private void inherit(Round mine, Optional<Vote> accepted, Optional<Block> voted) {
    if (accepted.isPresent() && mine.highest().equals(accepted)) {
      inherited = voted;
    }
  }

  /** Waits a moment for members that are up: what they have executed should be on the block too. */
  private void proposeWhenPrepared() {
    var mine = round.orElseThrow();
    boolean isReady = mine.isPrepared() && mine.promises().contains(member.self());
    if (!isReady || mine.isProposed()) {
      return;
    }
    prepared = prepared == NEVER ? member.now() : prepared;
    var missing =
        member.others().stream()
            .filter(p -> member.votes(p) && !mine.promises().contains(p))
            .toList();
    if (missing.stream().noneMatch(this::isAwaited)) {
      late.addAll(missing);
      if (isOfNewestDisks()) {
        propose(mine);
      } else {
        over("a disk began anew");
      }
    }
  }

  private boolean isAwaited(String peer) {
    long grace = late.contains(peer) ? Pace.GRACE_AGAIN : Pace.GRACE;
    return member.now() < prepared + grace;
  }

  /**
   * A member may have promised, lost its disk, and joined again by a lower ballot than this one:
   * then it may since have helped a ballot between the two. The members that admitted it know, and
   * one of them is among the members that promised.
   */
  private boolean isOfNewestDisks() {
    return disks.entrySet().stream()
        .allMatch(each -> each.getValue() == member.generations.of(each.getKey()));
  }

  private void propose(Round mine) {
    // What a majority may have voted for is the only block that may be proposed (design P4).
    var candidate =
        mine.highest().isPresent() ? new Batch(inherited.orElseThrow(), false) : batch.gather(logs);
    isComplete = candidate.isComplete();
    var block = Proven.prove(member, candidate.block(), logs);
    var unproven = Proven.unproven(member, member.self(), block);
    if (unproven.isPresent()) {
      // No member would vote for it. Its owner may promise the next ballot, and so prove it.
      notBefore = member.now() + Pace.ROUND_AGAIN;
      isComplete = false;
      over("nothing proves the part of " + unproven.get());
    } else {
      propose(mine, block);
    }
  }

  private void propose(Round mine, Block candidate) {
    boolean isNeeded = !candidate.transfers().isEmpty() || !member.isAtRecoveryHeight();
    if (mine.highest().isEmpty() && !isNeeded) {
      // No member that promised has executed anything that is not on the chain.
      notBefore = member.now() + Pace.ROUND_AGAIN;
      over("nothing to gather");
      return;
    }
    block = Optional.of(candidate);
    var value = candidate.hash();
    mine.propose(value);
    if (member.acceptor.accept(mine.ballot(), mine.height(), value) != Answer.YES) {
      throw new IllegalStateException("its own ballot " + mine.ballot() + " was surpassed");
    }
    ownVote.cast(
        mine.ballot(),
        candidate,
        signature -> {
          member.note(new PaxosEvent.Accepted(member.time(), mine.ballot(), mine.height(), value));
          vote(mine, member.self(), mine.ballot(), mine.height(), value, signature);
          commitWhenChosen(mine);
        });
    said = member.now();
    // The leader may send Accept before its own sync: its promise is durable, and after a restart
    // it uses a higher ballot. So this ballot never has a second value (design P6).
    member.others().forEach(peer -> member.say(peer, accept(mine, candidate), block));
  }

  private static Function<PaxosState, PaxosMessage> accept(Round mine, Block candidate) {
    return state -> new PaxosMessage.Accept(state, mine.ballot(), mine.height(), candidate.hash());
  }

  /** Phase 2b has come. */
  void accepted(PaxosMessage.Accepted accepted, Optional<MemberSignature> signature) {
    var from = accepted.state().from();
    var signed =
        signature.orElseThrow(() -> new RefusedMessageException("its vote has no valid signature"));
    round.ifPresent(
        mine -> {
          vote(mine, from, accepted.ballot(), accepted.height(), accepted.value(), signed);
          commitWhenChosen(mine);
        });
  }

  private void vote(
      Round mine, String from, Ballot by, long height, Hash value, MemberSignature signature) {
    if (mine.accepted(from, by, height, value)) {
      votes.put(from, signature);
    }
  }

  private void commitWhenChosen(Round mine) {
    if (!isUnderway(mine) || !mine.isChosen()) {
      return;
    }
    var chosen = block.orElseThrow().with(Attestation.signedBy(votes));
    for (var peer : member.others()) {
      member.sayChosen(
          peer,
          chosen,
          mine.ballot(),
          mine.votes().contains(peer)
              ? Optional.empty()
              : Optional.of(chosen.with(Attestation.NONE)),
          votes);
    }
    backoff.succeeded();
    over("chosen");
    append.accept(chosen);
  }

  private void over(String result) {
    var mine = round.orElseThrow();
    round = Optional.empty();
    member.note(new PaxosEvent.RoundOver(member.time(), mine.ballot(), mine.height(), result));
  }

  /**
   * Takes the number of the newest request for which the last round has gathered money, once it is
   * over.
   *
   * @return 0 when there is none, or when it was taken already
   */
  long takeGathered() {
    if (round.isPresent() || !isComplete) {
      return 0;
    }
    isComplete = false;
    return asked;
  }

  /** A ballot above this one was heard of: another leader is at work. */
  void surpassed(Ballot other) {
    round
        .filter(r -> other.above(r.ballot()))
        .ifPresent(
            r -> {
              isComplete = false;
              notBefore = member.now() + backoff.failed(r.ballot());
              over("surpassed by " + other);
            });
  }

  /**
   * The height is decided, by whatever ballot.
   *
   * @param isOwn whether this member has led it
   */
  void decided(long height, boolean isOwn) {
    // The leader to which this member gave way has come through.
    notBefore = Math.min(notBefore, member.now());
    // Where all logs are long, each member wants the next block at once. One of them begins.
    notBeforeUnasked =
        isOwn ? 0 : member.now() + Pace.HEAD_START + 2 * member.limits().messageDelay();
    if (round.filter(r -> r.height() <= height).isPresent()) {
      isComplete = false;
      over("decided by another ballot");
    }
  }

  /** Repeats what was not answered, and goes on without members that do not answer in time. */
  void tick() {
    if (round.isEmpty()) {
      return;
    }
    var mine = round.get();
    if (!mine.isProposed()) {
      proposeWhenPrepared();
    }
    if (round.isPresent() && member.now() - said >= resendInterval()) {
      said = member.now();
      sayAgain(mine);
    }
  }

  private long resendInterval() {
    return Pace.resend(member.limits().messageDelay());
  }

  private void sayAgain(Round mine) {
    for (var peer : member.others()) {
      if (mine.isProposed() && !mine.votes().contains(peer)) {
        member.sayAgain(peer, accept(mine, block.orElseThrow()), block);
      } else if (!mine.isProposed() && !mine.promises().contains(peer)) {
        member.sayAgain(
            peer,
            state -> new PaxosMessage.Prepare(state, mine.ballot(), mine.height()),
            Optional.empty());
      }
    }
  }
}
