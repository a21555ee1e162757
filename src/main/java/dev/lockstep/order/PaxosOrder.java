package dev.lockstep.order;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.ChainException;
import dev.lockstep.chain.Transfer;
import dev.lockstep.paxos.Ballot;
import dev.lockstep.paxos.PaxosMessage;
import dev.lockstep.paxos.Stand;
import java.util.List;
import java.util.Optional;

/**
 * The ledger ordered by the modified Paxos (design P1 to P16): each member executes what its own
 * accounts can pay, alone, and only when one is short of funds, or its log is long, do the members
 * agree on a block with everything that was executed anywhere. A block that a majority has voted
 * for is committed.
 */
public final class PaxosOrder implements Order {
  /** A clock that jumps further ahead is broken, and would use up the numbers. */
  private static final long JUMP_MAX = 1L << 32;

  private final PaxosMember member;
  private final Clients clients;
  private final Leader leader;
  private final Voter voter;
  private final Newcomer newcomer;
  private final CatchUp catchUp = new CatchUp();

  private final Pieces pieces = new Pieces();

  private long lastBeat;
  private long loggedSince;
  private String silencedReason = "";
  private MemberState announced;

  /**
   * A member at the start of a life.
   *
   * @param memory as read back from the disk; it is this order's from now on
   * @param incarnation of this life, already on the disk
   * @param rejoin whether the member was told that its disk was lost; what it has executed and what
   *     is on no block is given up then
   */
  PaxosOrder(String self, Memory memory, long incarnation, boolean rejoin, Limits limits) {
    if (rejoin) {
      memory.log().clear();
    }
    this.member = new PaxosMember(self, memory, incarnation, rejoin, limits);
    this.clients = new Clients(member);
    this.leader = new Leader(member, this::append);
    this.voter = new Voter(member, this::append);
    this.newcomer = new Newcomer(member, rejoin);
  }

  @Override
  public List<Effect> step(Input input, long now) {
    member.beginStep(now);
    if (silencedReason.isEmpty()) {
      try {
        accept(input);
        seekBlocks();
        newcomer.goOn();
        leadIfNeeded();
      } catch (ChainException fork) {
        // Until the node is down it says nothing more.
        silence("A block does not fit this chain: " + fork.getMessage());
        member.effect(new Effect.Halt(silencedReason));
      }
    } else if (input instanceof Input.Submit(var ticket, var transfers)) {
      clients.turnAway(ticket, transfers, silencedReason);
    } else if (input instanceof Input.Find(var ticket, var id)) {
      clients.findSilenced(ticket, id, silencedReason);
    }
    announceState();
    return member.endStep();
  }

  private void accept(Input input) {
    switch (input) {
      case Input.Start() -> {
        member.presences.start(member.now);
        lastBeat = member.now;
        loggedSince = member.now;
        newcomer.begin();
      }
      case Input.Submit(var ticket, var transfers) -> clients.submit(ticket, transfers);
      case Input.Find(var ticket, var id) -> clients.find(ticket, id);
      case Input.Received(var message) -> receive(message);
      case Input.Persisted(var upTo) -> {
        member.durable(upTo);
        clients.durable(upTo);
      }
      case Input.WriteFailed(var reason) ->
          silence("The disk of " + member.self + " failed: " + reason);
      case Input.BlocksRead(var to, var blocks) -> sendBlocks(to, blocks);
      case Input.Tick() -> tick();
    }
  }

  private void silence(String reason) {
    silencedReason = reason;
    clients.failStop(reason);
  }

  // --- the chain --------------------------------------------------------------------------------

  /** A chosen block joins the chain: those who wait for money may have it now. */
  private void append(Block block) {
    member.append(block);
    leader.decided(block.height());
    if (member.log.size() == 0) {
      loggedSince = member.now;
    }
    clients.gathered(leader.gatheredFor());
  }

  private void leadIfNeeded() {
    if (member.takesPart && isBlockWanted() && leader.mayBegin()) {
      leader.begin(clients.requests().lastNumber());
    }
    long gathered = leader.gatheredFor();
    if (gathered > 0) {
      clients.gathered(gathered);
    }
  }

  private boolean isBlockWanted() {
    int logged = member.log.size();
    if (logged == 0) {
      loggedSince = member.now;
    }
    boolean isOld =
        member.limits.proposeAfter() > 0
            && member.now - loggedSince >= member.limits.proposeAfter();
    return clients.requests().isAnyWaiting() || logged >= member.limits.logTransfers() || isOld;
  }

  // --- other members ----------------------------------------------------------------------------

  private void receive(PeerMessage message) {
    if (!member.others.contains(message.from())) {
      return;
    }
    if (member.presences.heard(message.from(), member.now)) {
      member.note(new Event.PeerFound(member.time(), message.from()));
    }
    member.note(new Event.Received(member.time(), message.from(), message.type(), message.time()));
    switch (message) {
      case PeerMessage.Turn _ -> {
        // The other protocol's: no ledger has both.
      }
      case PeerMessage.Consensus(var paxos, var block, var log) -> {
        if (paxos.stand().time() - member.time() > JUMP_MAX) {
          drop(message, "its clock is too far ahead");
        } else {
          hear(paxos, block, log);
        }
      }
      case PeerMessage.Fetch fetch -> pieces.asked(fetch).ifPresent(member::effect);
      case PeerMessage.Blocks piece -> {
        catchUp.arrived(piece.from());
        piece.blocks().forEach(block -> fetched(piece.from(), block));
        member.note(new Event.CatchingUp(member.time(), member.ledger.height(), member.target()));
      }
    }
  }

  private void drop(PeerMessage message, String reason) {
    member.note(new Event.Dropped(member.time(), message.from(), message.type(), reason));
  }

  private void hear(PaxosMessage message, Optional<Block> block, List<Transfer> log) {
    var stand = message.stand();
    var before = member.standOf(stand.from());
    member.heard(stand);
    member.presences.forgetful(
        stand.from(), !stand.member() && stand.generation() < member.generations.of(stand.from()));
    leader.surpassed(stand.promised());
    switch (message) {
      case PaxosMessage.Hello _ -> welcome(stand, before);
      case PaxosMessage.Welcome welcome -> newcomer.welcomed(welcome);
      case PaxosMessage.Heartbeat _ -> {
        // Its stand is all it says.
      }
      case PaxosMessage.Join join -> admit(join);
      case PaxosMessage.Admit admit -> newcomer.admitted(admit, block);
      case PaxosMessage.Rejected rejected -> newcomer.rejected(rejected);
      case PaxosMessage.Prepare prepare -> {
        if (member.takesPart && voter.prepare(prepare)) {
          leader.giveWay(Pace.GIVE_WAY);
        }
      }
      case PaxosMessage.Promise promise -> {
        promise.generations().forEach(member::meet);
        if (isOfNewestDisk(stand)) {
          leader.promised(promise, block, log);
        }
      }
      case PaxosMessage.Accept accept -> {
        if (member.takesPart && !member.unsynced().isCrowded()) {
          voter.accept(accept, block.orElseThrow());
        }
      }
      case PaxosMessage.Accepted accepted -> {
        if (isOfNewestDisk(stand)) {
          leader.accepted(accepted);
        }
      }
      case PaxosMessage.Commit commit -> voter.commit(commit, block);
    }
  }

  /**
   * @param before what was heard of the same member before
   */
  private void welcome(Stand hello, Optional<Stand> before) {
    long durable =
        before
            .filter(stand -> stand.generation() == hello.generation())
            .map(Stand::durable)
            .orElse(0L);
    member.say(
        hello.from(),
        stand ->
            new PaxosMessage.Welcome(
                stand,
                member.generations.of(hello.from()),
                before.map(Stand::incarnation).orElse(0L),
                durable));
  }

  /** What an earlier disk of a member has promised, this one has forgotten. */
  private boolean isOfNewestDisk(Stand stand) {
    return stand.member() && stand.generation() == member.generations.of(stand.from());
  }

  /**
   * A member without memory asks what this one has voted for, and that it helps no older ballot.
   */
  private void admit(PaxosMessage.Join join) {
    var from = join.stand().from();
    var ballot = join.ballot();
    if (join.stand().generation() < member.generations.of(from)) {
      drop(
          new PeerMessage.Consensus(join, Optional.empty(), List.of()), "it is of an earlier disk");
    } else if (member.acceptor.promised().equals(ballot)
        && join.stand().generation() == member.generations.of(from)) {
      // The answer was lost, or is to come when the disk has the promise. With an unknown
      // generation
      // this is a ballot that the lost disk has led; to admit it would leave that disk's promises
      // valid here, so it is rejected below.
      if (member.unsynced().isEmpty()) {
        sayAdmit(from, ballot);
      }
    } else if (!member.acceptor.admit(ballot)) {
      member.say(from, stand -> new PaxosMessage.Rejected(stand, ballot, 0));
    } else {
      leader.surpassed(ballot);
      member.meet(from, join.stand().generation());
      member.persist(new JournalRecord.Promised(ballot), () -> sayAdmit(from, ballot));
    }
  }

  /** Nobody proposes by such a ballot: whatever was accepted was accepted before the promise. */
  private void sayAdmit(String to, Ballot ballot) {
    if (member.acceptor.promised().equals(ballot)) {
      member.say(
          to,
          stand -> new PaxosMessage.Admit(stand, ballot, member.acceptor.accepted()),
          member.votedFor,
          List.of());
    }
  }

  // --- catching up ------------------------------------------------------------------------------

  private void seekBlocks() {
    if (member.unsynced().isCrowded()) {
      return;
    }
    catchUp
        .whomToAsk(
            member.now,
            member.ledger.height(),
            member.target(),
            member.others,
            peer -> member.standOf(peer).map(Stand::durable).orElse(0L))
        .ifPresent(
            peer ->
                member.send(
                    peer,
                    new PeerMessage.Fetch(
                        member.self, member.incarnation, 0, member.ledger.height() + 1)));
  }

  /** Blocks that another member has are chosen ones, whenever it has sent them. */
  private void fetched(String from, Block block) {
    Fork.requireNone(member.ledger, member.self, from, block.height(), block.hash());
    if (block.height() == member.ledger.height() + 1 && !member.unsynced().isCrowded()) {
      append(block);
    }
  }

  private void sendBlocks(String to, List<Block> blocks) {
    pieces.read(to);
    if (!blocks.isEmpty()) {
      member.send(to, new PeerMessage.Blocks(member.self, member.incarnation, 0, blocks));
    }
  }

  // --- time -------------------------------------------------------------------------------------

  private void tick() {
    member
        .presences
        .newlySilent(member.now)
        .forEach(peer -> member.note(new Event.PeerLost(member.time(), peer)));
    var standing = standing();
    clients.expire(new Outcome.Unavailable(standing.waitingFor(), standing.unavailableReason()));
    leader.tick();
    newcomer.tick();
    if (member.takesPart && member.now - lastBeat >= Pace.BEAT) {
      lastBeat = member.now;
      member.sayAll(PaxosMessage.Heartbeat::new);
    }
  }

  // --- what is shown ----------------------------------------------------------------------------

  @Override
  public Status status(long at) {
    member.now = Math.max(member.now, at);
    return standing().status();
  }

  private PaxosStanding standing() {
    return new PaxosStanding(
        member,
        leader.leading(),
        clients.requests().waitingCount(),
        newcomer.lostReason(),
        silencedReason);
  }

  private void announceState() {
    var standing = standing();
    if (standing.state() != announced) {
      announced = standing.state();
      member.note(new Event.StateChanged(member.time(), announced, standing.reason()));
    }
  }
}
