package dev.lockstep.order.paxos;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.SignedLog;
import dev.lockstep.order.Limits;
import dev.lockstep.order.Memory;
import dev.lockstep.order.Order;
import dev.lockstep.order.Pace;
import dev.lockstep.order.PaxosPeerMessage;
import dev.lockstep.order.PaxosRecord;
import dev.lockstep.order.PeerMessage;
import dev.lockstep.order.Snapshot;
import dev.lockstep.order.member.Clients;
import dev.lockstep.order.member.MemberLife;
import dev.lockstep.order.member.ProtocolRules;
import dev.lockstep.order.member.RefusedMessageException;
import dev.lockstep.order.member.StatusReport;
import dev.lockstep.paxos.PaxosMessage;
import dev.lockstep.paxos.PaxosState;
import java.util.Optional;

/**
 * The ledger ordered by the modified Paxos (design P1 to P18): each member alone executes what its
 * own accounts can pay. When an account is short of funds, or a log is long or old, the members
 * agree on a block with what they have executed. A block that a majority has voted for is
 * committed.
 */
public final class PaxosOrder implements ProtocolRules {
  private final PaxosMember member;
  private final PaxosTransfers transfers;
  private final Clients clients;
  private final PaxosBatch batch;
  private final Handover handover;
  private final OwnVote ownVote;
  private final Leader leader;
  private final Voter voter;
  private final CrashRecovery recovery;
  private final EarlyMessages early = new EarlyMessages();
  private long lastBeat;

  private PaxosOrder(
      PaxosMember member, PaxosTransfers transfers, Clients clients, boolean rejoin) {
    this.member = member;
    this.transfers = transfers;
    this.clients = clients;
    this.batch = new PaxosBatch(member);
    this.handover = new Handover(member, batch);
    this.ownVote = new OwnVote(member);
    this.leader = new Leader(member, batch, handover, ownVote, block -> join(member.self(), block));
    this.voter = new Voter(member, handover, ownVote, this::join);
    this.recovery = new CrashRecovery(member, rejoin);
  }

  /**
   * A member at the start of an incarnation.
   *
   * @param memory as read back from the disk; it belongs to this order from now on
   * @param incarnation of this start, already on the disk
   * @param rejoin whether the operator has said that the disk was lost; the member then gives up
   *     its local log
   */
  public static Order start(
      String self, Memory memory, long incarnation, boolean rejoin, Limits limits) {
    if (rejoin) {
      memory.paxos().log().clear();
    }
    var member = new PaxosMember(self, memory, incarnation, rejoin, limits);
    var transfers = new PaxosTransfers(member);
    var clients = new Clients(member, transfers);
    return new MemberLife(member, clients, new PaxosOrder(member, transfers, clients, rejoin));
  }

  @Override
  public void start(long start) {
    lastBeat = member.now();
    batch.start();
    recovery.begin(start);
  }

  @Override
  public void submitted() {
    transfers.persistExecuted();
  }

  @Override
  public void signed(Block block) {
    ownVote.signed(block);
  }

  @Override
  public void logSigned(long height, SignedLog log) {
    handover.signed(height, log);
  }

  @Override
  public void synced(long upTo) {
    member.outbox().synced(upTo);
    clients.requests().synced(upTo);
  }

  @Override
  public void clockBoundRaised() {
    // Only messages wait for the bound, and they have left.
  }

  @Override
  public void tick() {
    leader.tick();
    recovery.tick();
    if (member.participates() && member.now() - lastBeat >= Pace.BEAT) {
      lastBeat = member.now();
      member.sayAlive();
    }
  }

  @Override
  public void goOn() {
    early.take(member.ledger().height() + 1).forEach(this::hearLater);
    recovery.goOn();
    batch.watchLog();
    boolean isAnyWaiting = clients.requests().isAnyWaiting();
    if (member.participates() && batch.isWanted(isAnyWaiting) && leader.mayBegin(isAnyWaiting)) {
      leader.begin(clients.requests().lastNumber());
    }
    long gathered = leader.takeGathered();
    if (gathered > 0) {
      retry(gathered);
    }
  }

  // --- the chain --------------------------------------------------------------------------------

  @Override
  public void append(String from, Block block) {
    if (member.isNext(from, block)) {
      join(from, block);
    }
  }

  /** Appends a chosen block, and tries the requests that wait for money again. */
  private void join(String from, Block block) {
    member.join(from, block);
    leader.decided(block.height(), from.equals(member.self()));
    batch.watchLog();
    retry(leader.takeGathered());
  }

  /**
   * New money may have come: tries the requests that wait for it again.
   *
   * @param gathered the newest request for which money was gathered; 0 for none
   */
  private void retry(long gathered) {
    transfers.gathered(gathered);
    clients.retry(transfers::refusal);
    transfers.persistExecuted();
  }

  // --- other members ----------------------------------------------------------------------------

  @Override
  public void received(PeerMessage message) {
    if (message instanceof PaxosPeerMessage paxos) {
      WellFormed.require(paxos.paxos(), paxos.log().transfers(), member.ledger().genesis());
      hear(paxos);
      early.keep(paxos, member.ledger().height());
    }
  }

  /** A link may delay a message for as long as it likes, and bring it twice. */
  private void hearLater(PaxosPeerMessage kept) {
    try {
      hear(kept);
    } catch (RefusedMessageException misbehaviour) {
      member.drop(kept.from(), kept.type(), misbehaviour.getMessage());
    }
  }

  /** Nothing rests on a heartbeat: whoever waits for an answer asks again. */
  @Override
  public boolean isNews(PeerMessage heartbeat) {
    return false;
  }

  private void hear(PaxosPeerMessage whole) {
    var message = whole.paxos();
    var block = whole.block();
    var state = message.state();
    var before = member.stateOf(state.from());
    member.hear(state, whole.isHeartbeat());
    member
        .presences()
        .markLost(
            state.from(),
            !state.member() && state.generation() < member.generations.of(state.from()));
    leader.surpassed(state.promised());
    switch (message) {
      case PaxosMessage.Hello hello -> welcome(hello, before);
      case PaxosMessage.Welcome welcome -> recovery.welcomed(welcome);
      case PaxosMessage.Heartbeat _ -> {
        // Its state is all that it brings.
      }
      case PaxosMessage.Join join -> admit(join);
      case PaxosMessage.Admit admit -> admitted(admit, block);
      case PaxosMessage.Rejected rejected -> recovery.rejected(rejected);
      case PaxosMessage.Prepare prepare -> {
        if (member.participates() && voter.prepare(prepare)) {
          leader.giveWay();
        }
      }
      case PaxosMessage.Promise promise -> {
        promise.generations().forEach(member::meet);
        if (isOfNewestDisk(state)) {
          leader.promised(promise, block, whole.log());
        }
      }
      case PaxosMessage.Accept accept -> {
        if (member.participates() && !member.outbox().isCrowded()) {
          voter.accept(accept, block.orElseThrow());
        }
      }
      case PaxosMessage.Accepted accepted -> {
        if (isOfNewestDisk(state)) {
          leader.accepted(accepted, Optional.ofNullable(whole.votes().get(state.from())));
        }
      }
      case PaxosMessage.Commit commit -> voter.commit(commit, block, whole.votes());
    }
  }

  /**
   * @param before what was heard of the same member before
   */
  private void welcome(PaxosMessage.Hello hello, Optional<PaxosState> before) {
    var theirs = hello.state();
    long durable =
        before
            .filter(state -> state.generation() == theirs.generation())
            .map(PaxosState::durable)
            .orElse(0L);
    member.say(
        theirs.from(),
        state ->
            new PaxosMessage.Welcome(
                state,
                member.generations.of(theirs.from()),
                before.map(PaxosState::incarnation).orElse(0L),
                durable,
                hello.start()));
  }

  /** A promise or a vote of an earlier disk is void: the member has forgotten it. */
  private boolean isOfNewestDisk(PaxosState state) {
    return state.member() && state.generation() == member.generations.of(state.from());
  }

  /**
   * A member without memory asks for this member's vote, and for a promise to reject all lower
   * ballots.
   */
  private void admit(PaxosMessage.Join join) {
    var from = join.state().from();
    var ballot = join.ballot();
    if (join.state().generation() < member.generations.of(from)) {
      member.drop(from, "join", "it is of an earlier disk");
    } else if (member.acceptor.promised().equals(ballot)
        && join.state().generation() == member.generations.of(from)) {
      // The answer was lost, or follows when the disk has the promise. With an unknown generation
      // this is a ballot that the lost disk has led. To admit it would leave that disk's promises
      // valid here, so it is rejected below.
      if (member.outbox().isEverythingSynced()) {
        sayAdmit(join);
      }
    } else if (!member.acceptor.admit(ballot)) {
      member.say(from, state -> new PaxosMessage.Rejected(state, ballot, 0));
    } else {
      leader.surpassed(ballot);
      member.meet(from, join.state().generation());
      member.persist(new PaxosRecord.Promised(ballot), () -> sayAdmit(join));
    }
  }

  /**
   * No member proposes by such a ballot, so whatever was accepted was accepted before the promise.
   */
  private void sayAdmit(PaxosMessage.Join join) {
    var ballot = join.ballot();
    if (member.acceptor.promised().equals(ballot)) {
      member.say(
          join.state().from(),
          state -> new PaxosMessage.Admit(state, ballot, member.acceptor.accepted(), join.start()),
          member.votedFor());
    }
  }

  /** The vote that comes along is adopted, so it must be one that this member could have cast. */
  private void admitted(PaxosMessage.Admit admit, Optional<Block> voted) {
    var from = admit.state().from();
    if (voted.filter(block -> Proven.unproven(member, from, block).isPresent()).isPresent()) {
      member.drop(from, "admit", "nothing proves a part of the block that it has voted for");
    } else {
      recovery.admitted(admit, voted);
    }
  }

  @Override
  public StatusReport report() {
    return new PaxosStatusReport(
        member, leader.leading(), clients.requests().waitingCount(), recovery.lostReason());
  }

  @Override
  public Snapshot snapshot() {
    return PaxosSnapshot.of(member, leader.round());
  }
}
