package dev.lockstep.order;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.ChainException;
import dev.lockstep.chain.Ledger;
import dev.lockstep.chain.Transfer;
import dev.lockstep.paxos.Acceptor;
import dev.lockstep.paxos.Ballot;
import dev.lockstep.paxos.Generations;
import dev.lockstep.paxos.PaxosMessage;
import dev.lockstep.paxos.Stand;
import dev.lockstep.paxos.Vote;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What the parts of a member of Paxos mode share: its chain, its log, its promises, and the ways to
 * the disk and to the others.
 */
final class PaxosMember {
  final String self;
  final List<String> others;
  final Ledger ledger;
  final Limits limits;
  final Presences presences;
  final Generations generations;
  final Acceptor acceptor;

  /** Executed and durable. */
  final LocalLog log;

  /** Executed, and on the way to the disk. */
  final LocalLog executing = new LocalLog();

  private final Unsynced unsynced = new Unsynced();
  private final SpokenClock clock;
  private final Map<String, Stand> stands = new TreeMap<>();
  private List<Effect> effects = new ArrayList<>();

  long now;
  long incarnation;

  /** How often the own disk began anew; 0 while it has not been heard. */
  long generation;

  /** Whether this member votes and executes. */
  boolean takesPart;

  /** Below this height nothing is executed. */
  long fence;

  /** The block that the acceptor has voted for at the height to be decided. */
  Optional<Block> votedFor;

  private long time;
  private long durable;
  private Ballot highest;

  /**
   * @param rejoin whether the disk is to be taken for lost
   */
  PaxosMember(String self, Memory memory, long incarnation, boolean rejoin, Limits limits) {
    this.self = self;
    this.ledger = memory.ledger();
    this.log = memory.log();
    this.limits = limits;
    this.incarnation = incarnation;
    this.others = ledger.genesis().members().stream().filter(m -> !m.equals(self)).toList();
    this.presences = new Presences(others);
    this.generations = new Generations(memory.met());
    this.generation = memory.generation();
    this.acceptor =
        new Acceptor(
            ledger.height(),
            memory.promised(),
            memory.accepted().map(a -> new Vote(a.ballot(), a.block().hash())));
    this.votedFor = memory.accepted().map(JournalRecord.Accepted::block);
    this.takesPart = memory.joined() && !rejoin;
    this.fence = memory.fence();
    this.clock = new SpokenClock(memory.clock());
    this.time = Math.max(memory.clock(), ledger.headTime());
    this.durable = ledger.height();
    this.highest = memory.promised();
  }

  void beginStep(long at) {
    now = at;
    effects = new ArrayList<>();
  }

  List<Effect> endStep() {
    clock
        .raise(time)
        .ifPresent(
            limit ->
                persist(
                    new JournalRecord.Clock(limit),
                    () -> clock.raised(limit).forEach(this::sendNow)));
    return effects;
  }

  int majority() {
    return (others.size() + 1) / 2 + 1;
  }

  // --- the disk ---------------------------------------------------------------------------------

  /**
   * @param whenDurable what depends on it
   */
  void persist(JournalRecord entry, Runnable whenDurable) {
    effects.add(unsynced.add(entry, whenDurable));
  }

  void durable(long upTo) {
    unsynced.durable(upTo);
  }

  Unsynced unsynced() {
    return unsynced;
  }

  /** Another member's disk is known to have begun anew so often. */
  void meet(String member, long generation) {
    if (others.contains(member) && generations.heard(member, generation)) {
      persist(new JournalRecord.Met(member, generation), () -> {});
    }
  }

  // --- the chain --------------------------------------------------------------------------------

  /** A chosen block joins the chain. */
  void append(Block block) {
    ledger.append(block);
    acceptor.decided(block.height());
    votedFor = Optional.empty();
    log.remove(block);
    executing.remove(block);
    time = Math.max(time, block.time());
    persist(
        new JournalRecord.Appended(block),
        () -> {
          durable = block.height();
          effect(new Effect.Stored(block));
        });
    note(
        new Event.Appended(
            time, block.height(), block.hash(), block.proposer(), block.transfers().size()));
    note(new Event.Committed(time, block.height()));
  }

  /** Why a block cannot be the next one of this chain; empty when it can. */
  Optional<String> misfit(Block block) {
    try {
      ledger.requireFits(block);
      return Optional.empty();
    } catch (ChainException misfit) {
      return Optional.of(misfit.getMessage());
    }
  }

  /** Minor units that an account of this member can pay now. */
  long spendable(String account) {
    return ledger.balanceOf(account) - log.spentFrom(account) - executing.spentFrom(account);
  }

  /** Up to where the chain is on the disk. */
  long durableHeight() {
    return durable;
  }

  // --- the others -------------------------------------------------------------------------------

  /** What a member says of itself is the newest that was heard of it. */
  void heard(Stand stand) {
    highest = stand.promised().above(highest) ? stand.promised() : highest;
    time = Math.max(time, stand.time()) + 1;
    if (stand.member()) {
      meet(stand.from(), stand.generation());
    }
    var last = stands.get(stand.from());
    if (last == null || stand.after(last)) {
      stands.put(stand.from(), stand);
    }
    Fork.requireNone(ledger, self, stand.from(), stand.height(), stand.hash());
  }

  Optional<Stand> standOf(String member) {
    return Optional.ofNullable(stands.get(member));
  }

  /** The highest block that anybody has shown. */
  long target() {
    return Math.max(
        ledger.height(), stands.values().stream().mapToLong(Stand::height).max().orElse(0));
  }

  /** Above every ballot that was heard of. */
  Ballot nextBallot() {
    highest = acceptor.promised().above(highest) ? acceptor.promised() : highest;
    return highest.next(self);
  }

  boolean isUp(String peer) {
    return presences.presence(peer, now) == Status.Presence.UP;
  }

  /** Whether a peer is there and takes part. */
  boolean votes(String peer) {
    return isUp(peer) && standOf(peer).filter(Stand::member).isPresent();
  }

  /** The members that are missing for a majority; nobody while there is one. */
  List<String> missing() {
    var silent = others.stream().filter(peer -> !isUp(peer)).toList();
    return others.size() + 1 - silent.size() >= majority() ? List.of() : silent;
  }

  long time() {
    return time;
  }

  void say(String to, Function<Stand, PaxosMessage> message) {
    say(to, message, Optional.empty(), List.of());
  }

  void say(
      String to,
      Function<Stand, PaxosMessage> message,
      Optional<Block> block,
      List<Transfer> logged) {
    time++;
    send(to, new PeerMessage.Consensus(message.apply(stand()), block, logged));
  }

  void sayAll(Function<Stand, PaxosMessage> message) {
    others.forEach(peer -> say(peer, message));
  }

  void send(String to, PeerMessage message) {
    var send = new Effect.Send(to, message);
    if (clock.maySend(send)) {
      sendNow(send);
    }
  }

  private void sendNow(Effect.Send send) {
    effects.add(send);
    note(new Event.Sent(time, send.to(), send.message().type(), send.message().time()));
  }

  private Stand stand() {
    return new Stand(
        self,
        generation,
        incarnation,
        time,
        ledger.height(),
        ledger.head(),
        durable,
        acceptor.promised(),
        takesPart,
        log.size());
  }

  void note(Event event) {
    effects.add(new Effect.Note(event));
  }

  void effect(Effect effect) {
    effects.add(effect);
  }
}
