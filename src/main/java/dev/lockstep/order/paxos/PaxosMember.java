package dev.lockstep.order.paxos;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.MemberSignature;
import dev.lockstep.chain.SignedLog;
import dev.lockstep.order.Effect;
import dev.lockstep.order.Event;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.Limits;
import dev.lockstep.order.LocalLog;
import dev.lockstep.order.Memory;
import dev.lockstep.order.PaxosPeerMessage;
import dev.lockstep.order.PaxosRecord;
import dev.lockstep.order.Provenance;
import dev.lockstep.order.Purpose;
import dev.lockstep.order.member.LocalMember;
import dev.lockstep.paxos.Acceptor;
import dev.lockstep.paxos.Ballot;
import dev.lockstep.paxos.Generations;
import dev.lockstep.paxos.PaxosMessage;
import dev.lockstep.paxos.PaxosState;
import dev.lockstep.paxos.Vote;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A member of Paxos mode: its log, its promises, and the states that the others report. */
final class PaxosMember extends LocalMember {
  final Generations generations;
  final Acceptor acceptor;

  final LocalLog log;

  private final Map<String, PaxosState> states = new TreeMap<>();

  /** The same, copied for snapshots; null until one is taken. */
  private List<PaxosState> heard;

  private long incarnation;
  private long generation;
  private boolean participates;
  private long recoveryHeight;
  private Optional<Block> votedFor;
  private long time;
  private long durable;
  private Ballot highest;

  /**
   * @param rejoin whether the disk is to be taken for lost
   */
  PaxosMember(String self, Memory memory, long incarnation, boolean rejoin, Limits limits) {
    super(self, memory, limits);
    this.log = memory.paxos().log();
    this.incarnation = incarnation;
    this.generations = new Generations(memory.met());
    this.generation = memory.paxos().generation();
    this.acceptor =
        new Acceptor(
            ledger().height(),
            memory.paxos().promised(),
            memory.paxos().accepted().map(a -> new Vote(a.ballot(), a.block().hash())));
    this.votedFor = memory.paxos().accepted().map(PaxosRecord.Accepted::block);
    this.participates = memory.joined() && !rejoin;
    this.recoveryHeight = memory.paxos().recoveryHeight();
    this.time = Math.max(memory.clock(), ledger().headTime());
    this.durable = ledger().height();
    this.highest = memory.paxos().promised();
  }

  int majority() {
    return (others().size() + 1) / 2 + 1;
  }

  /** Notes the generation of another member's disk. */
  void meet(String member, long generation) {
    if (others().contains(member) && generations.heard(member, generation)) {
      outbox().persist(new JournalRecord.Met(member, generation));
    }
  }

  // --- participation ----------------------------------------------------------------------------

  /** The generation of this member's disk; 0 while it has none. */
  long generation() {
    return generation;
  }

  /** Whether this member votes and executes. */
  boolean participates() {
    return participates;
  }

  /** The recovery height: below it the member executes nothing (design P12). */
  long recoveryHeight() {
    return recoveryHeight;
  }

  /**
   * A rejoining member has a new incarnation.
   *
   * @param number on the disk
   */
  void beginIncarnation(long number) {
    incarnation = number;
  }

  /**
   * The disk begins anew.
   *
   * @param number on the disk
   */
  void beginGeneration(long number) {
    generation = number;
    forgetVote();
  }

  /**
   * The new generation voids the vote on the disk. A member that recovers at the same time must not
   * hear of a vote that a restart of this one would not find. As for every forgotten vote, the
   * responders of the recovery answer for it (design P11).
   */
  private void forgetVote() {
    acceptor.adopt(acceptor.promised(), Optional.empty());
    votedFor = Optional.empty();
  }

  /**
   * The crash recovery is over; what it has found is on the disk.
   *
   * @param ballot that enough members have promised to this one
   * @param inherited the highest vote that they have reported
   */
  void participate(
      Ballot ballot, Optional<PaxosRecord.Accepted> inherited, long theRecoveryHeight) {
    var vote = inherited.filter(accepted -> accepted.block().height() == ledger().height() + 1);
    acceptor.adopt(ballot, vote.map(a -> new Vote(a.ballot(), a.block().hash())));
    votedFor = vote.map(PaxosRecord.Accepted::block);
    recoveryHeight = theRecoveryHeight;
    participates = true;
  }

  /** Another member remembers more than this disk. */
  void stopParticipating() {
    participates = false;
  }

  // --- the chain --------------------------------------------------------------------------------

  /** The block that the acceptor has voted for at the height to be decided. */
  Optional<Block> votedFor() {
    return votedFor;
  }

  /** The acceptor has voted for a block. */
  void voteFor(Block block) {
    votedFor = Optional.of(block);
  }

  /**
   * Appends a chosen block.
   *
   * @param from who has sent it; this member when it has led the ballot
   */
  void join(String from, Block block) {
    append(from, block);
    acceptor.decided(block.height());
    votedFor = Optional.empty();
    var unlogged = log.remove(block);
    time = Math.max(time, block.time());
    persistAttestation(block);
    outbox()
        .persist(
            new JournalRecord.Appended(block),
            () -> {
              durable = block.height();
              outbox().perform(new Effect.Stored(block, unlogged));
            });
    noteAppended(block);
    // A chosen block is on the disks of a majority already: as a vote.
    note(new Event.Committed(time, block.height()));
  }

  /** Before the record that holds the block, so that no crash leaves the block without it. */
  void persistAttestation(Block block) {
    if (!block.attestation().isEmpty()) {
      persist(PaxosRecord.Attested.of(block));
    }
  }

  /** Whether the recovery height is decided. */
  boolean isAtRecoveryHeight() {
    return ledger().height() >= recoveryHeight;
  }

  /** Minor units that an account of this member can pay now. */
  long spendable(String account) {
    return ledger().balanceOf(account) - log.spentFrom(account);
  }

  /** The height up to which the chain is on the disk. */
  long durable() {
    return durable;
  }

  // --- the others -------------------------------------------------------------------------------

  /** Takes in the state that another member reports. */
  void hear(PaxosState state, boolean isHeartbeat) {
    // First of all: of a message that is refused nothing is taken over.
    requireNoFork(state.from(), state.height(), state.hash());
    highest = state.promised().above(highest) ? state.promised() : highest;
    hearTime(isHeartbeat ? state.time() : Math.max(time, state.time()) + 1);
    if (state.member()) {
      meet(state.from(), state.generation());
    }
    var last = states.get(state.from());
    if (last == null || state.after(last)) {
      states.put(state.from(), state);
      heard = null;
    }
  }

  /** What the others have last reported. One copy for all events that one report brings about. */
  List<PaxosState> heard() {
    if (heard == null) {
      heard = List.copyOf(states.values());
    }
    return heard;
  }

  Optional<PaxosState> stateOf(String member) {
    return Optional.ofNullable(states.get(member));
  }

  /** A ballot above every known one, and so above all that an earlier incarnation has led. */
  Ballot nextBallot() {
    var promised = acceptor.promised();
    var known = promised.above(highest) ? promised : highest;
    return known.next(self());
  }

  /** Whether a peer is up and participates. */
  boolean votes(String peer) {
    return isUp(peer) && stateOf(peer).filter(PaxosState::member).isPresent();
  }

  /** The silent members, if they leave no majority; otherwise none. */
  List<String> missing() {
    var silent = silent();
    return others().size() + 1 - silent.size() >= majority() ? List.of() : silent;
  }

  @Override
  public long time() {
    return time;
  }

  @Override
  public void hearTime(long heard) {
    time = Math.max(time, heard);
  }

  @Override
  public long incarnation() {
    return incarnation;
  }

  /** A chosen block stays chosen, so it does not matter which incarnation requests it. */
  @Override
  public long incarnationOf(String peer) {
    return 0;
  }

  /** A member has only chosen blocks on its chain, so it does not matter when it sent them. */
  @Override
  public boolean isCurrent(String from, long itsIncarnation, long receiverIncarnation) {
    return true;
  }

  @Override
  public long durableOf(String peer) {
    return stateOf(peer).map(PaxosState::durable).orElse(0L);
  }

  /** Design B6. */
  @Override
  public Provenance.Rule provenance(Map<Hash, Set<String>> heard) {
    Map<Hash, Set<String>> vouchers = new HashMap<>(heard);
    votedFor.ifPresent(
        block ->
            vouchers.merge(
                block.hash(),
                Set.of(self()),
                (peers, me) ->
                    Stream.concat(peers.stream(), me.stream()).collect(Collectors.toSet())));
    return new Provenance.Rule.ByMajority(vouchersNeeded(), vouchers);
  }

  /**
   * A member whose disk is new cannot vouch for what it may have voted for: where the number of
   * members is even, half of them are enough, as they are for its crash recovery (design P11).
   */
  private int vouchersNeeded() {
    int members = others().size() + 1;
    return participates ? majority() : members - members / 2;
  }

  @Override
  public Set<String> provers(Block block, Set<String> heard) {
    return others().stream().filter(peer -> !heard.contains(peer)).collect(Collectors.toSet());
  }

  @Override
  public long target() {
    return Math.max(
        ledger().height(), states.values().stream().mapToLong(PaxosState::height).max().orElse(0));
  }

  @Override
  public boolean mayFetch() {
    return true;
  }

  // --- speaking ---------------------------------------------------------------------------------

  void say(String to, Function<PaxosState, PaxosMessage> message) {
    say(to, message, Optional.empty());
  }

  void say(String to, Function<PaxosState, PaxosMessage> message, Optional<Block> block) {
    say(to, message, block, SignedLog.NONE, Collections.emptySortedMap(), false);
  }

  /** Says the same as before to a member that has not answered. */
  void sayAgain(String to, Function<PaxosState, PaxosMessage> message, Optional<Block> block) {
    say(to, message, block, SignedLog.NONE, Collections.emptySortedMap(), true);
  }

  /**
   * @param again whether the same was said before
   */
  void say(
      String to,
      Function<PaxosState, PaxosMessage> message,
      Optional<Block> block,
      SignedLog handedOver,
      SortedMap<String, MemberSignature> votes,
      boolean again) {
    var said = message(message, block, handedOver, votes);
    var ballot = said.paxos().ballotNamed();
    outbox().send(to, said, ballot.map(Purpose::of).orElse(Purpose.NONE).again(again));
  }

  /**
   * A block is chosen.
   *
   * @param ballot that has chosen it; the message does not name it
   */
  void sayChosen(
      String to,
      Block chosen,
      Ballot ballot,
      Optional<Block> block,
      SortedMap<String, MemberSignature> votes) {
    var said =
        message(
            state -> new PaxosMessage.Commit(state, chosen.height(), chosen.hash()),
            block,
            SignedLog.NONE,
            votes);
    outbox().send(to, said, Purpose.of(ballot));
  }

  private PaxosPeerMessage message(
      Function<PaxosState, PaxosMessage> message,
      Optional<Block> block,
      SignedLog handedOver,
      SortedMap<String, MemberSignature> votes) {
    time++;
    return new PaxosPeerMessage(message.apply(state()), block, handedOver, votes);
  }

  /** A sign of life for every peer. It carries the time of the clock and does not advance it. */
  void sayAlive() {
    var alive = new PaxosPeerMessage(new PaxosMessage.Heartbeat(state()));
    others().forEach(peer -> outbox().send(peer, alive, Purpose.NONE));
  }

  void sayAll(Function<PaxosState, PaxosMessage> message) {
    others().forEach(peer -> say(peer, message));
  }

  private PaxosState state() {
    return new PaxosState(
        self(),
        generation,
        incarnation,
        time,
        ledger().height(),
        ledger().head(),
        durable,
        acceptor.promised(),
        participates,
        log.durable());
  }

  /** A message, or a part of it, is not taken in. */
  void drop(String from, String type, String reason) {
    outbox().noteDropped(from, type, reason);
  }

  void note(Event event) {
    outbox().note(event);
  }

  void persist(JournalRecord entry) {
    outbox().persist(entry);
  }

  /**
   * @param whenSynced everything that depends on the record
   */
  void persist(JournalRecord entry, Runnable whenSynced) {
    outbox().persist(entry, whenSynced);
  }
}
