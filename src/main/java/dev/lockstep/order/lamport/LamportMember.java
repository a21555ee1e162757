package dev.lockstep.order.lamport;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Hash;
import dev.lockstep.mutex.Disk;
import dev.lockstep.mutex.Head;
import dev.lockstep.mutex.LamportMutex;
import dev.lockstep.mutex.MutexEffect;
import dev.lockstep.mutex.MutexInput;
import dev.lockstep.mutex.MutexMessage;
import dev.lockstep.mutex.Peer;
import dev.lockstep.mutex.Timestamp;
import dev.lockstep.order.Limits;
import dev.lockstep.order.Memory;
import dev.lockstep.order.Provenance;
import dev.lockstep.order.member.LocalMember;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A member of Lamport mode: its mutex, and how far its chain is committed. */
final class LamportMember extends LocalMember {
  private LamportMutex mutex;
  private long committed;
  private String lostReason = "";

  /**
   * @param disk what it held when this incarnation began
   */
  LamportMember(String self, Memory memory, long incarnation, Disk disk, Limits limits) {
    super(self, memory, limits);
    this.mutex =
        LamportMutex.start(
            self,
            ledger().genesis().members(),
            incarnation,
            disk,
            memory.met(),
            Math.max(memory.clock(), ledger().headTime()),
            head(),
            ledger().height());
  }

  /**
   * @return what the mutex wants done
   */
  List<MutexEffect> step(MutexInput input) {
    var step = mutex.step(input);
    mutex = step.next();
    return step.effects();
  }

  Head head() {
    return new Head(ledger().height(), ledger().head());
  }

  // --- what the mutex says ----------------------------------------------------------------------

  @Override
  public long time() {
    return mutex.time();
  }

  @Override
  public void hearTime(long heard) {
    mutex = mutex.notBefore(heard);
  }

  @Override
  public long incarnation() {
    return mutex.incarnation();
  }

  @Override
  public long incarnationOf(String peer) {
    return mutex.peers().get(peer).incarnation();
  }

  @Override
  public boolean isCurrent(String from, long incarnation, long receiverIncarnation) {
    return hasWelcomed(from)
        && receiverIncarnation == mutex.incarnation()
        && incarnation == incarnationOf(from);
  }

  /**
   * The same, and also a message of a new incarnation of the sender to the present one of this
   * member.
   */
  boolean isBelievable(MutexMessage message) {
    var state = message.state();
    return isCurrent(state.from(), state.incarnation(), state.receiverIncarnation())
        || hasWelcomed(state.from())
            && state.incarnation() > incarnationOf(state.from())
            && state.receiverIncarnation() == mutex.incarnation();
  }

  /**
   * Whether a peer has answered the hello of this incarnation. Before that, nothing tells a message
   * to it from one to an incarnation that had the same number on a disk that was lost (design L8).
   */
  private boolean hasWelcomed(String peer) {
    return mutex.peers().get(peer).welcomed();
  }

  @Override
  public long durableOf(String peer) {
    return mutex.peers().get(peer).durable();
  }

  @Override
  public Provenance.Rule provenance(Map<Hash, Set<String>> heard) {
    return new Provenance.Rule.ByProposer();
  }

  /** Forged, or signed with a key that its proposer has no more: only the proposer can tell. */
  @Override
  public Set<String> provers(Block block, Set<String> heard) {
    return Set.of(block.proposer());
  }

  @Override
  public long target() {
    return Math.max(mutex.highestShown().height(), mutex.required());
  }

  @Override
  public boolean mayFetch() {
    return !mutex.lost() && mutex.incarnation() != 0;
  }

  /** Whether this member participates: its messages are evidence. */
  boolean participates() {
    return mutex.participating();
  }

  boolean isLost() {
    return mutex.lost();
  }

  /** Who remembers more than this member; empty unless it is lost. */
  String lostReason() {
    return lostReason;
  }

  void markLost(String reason) {
    lostReason = reason;
  }

  /**
   * Whether a hello shows that its sender has forgotten something. The sender learns it from our
   * welcome and then sends nothing more, so this hello is its last message. For display only: no
   * decision uses it.
   */
  boolean hasForgotten(MutexMessage message) {
    return message instanceof MutexMessage.Hello(var state, var rejoin, var _)
        && !rejoin
        // A member that rejoins sends its first hello under incarnation 0.
        && state.incarnation() > 0
        && (state.incarnation() < incarnationOf(state.from())
            || state.durable() < mutex.peers().get(state.from()).durableEver());
  }

  Optional<Timestamp> claim() {
    return mutex.claim();
  }

  boolean isInside() {
    return mutex.inside();
  }

  /** Whether this member is inside with nothing to do, until another one asks. */
  boolean isKept() {
    return mutex.kept();
  }

  /** Whether this member may stay inside: nobody waits, and nobody is missed. */
  boolean mayKeep() {
    return limits().keepsSection() && !mutex.isAsked() && silent().isEmpty();
  }

  /** Whether this message is what a claim of this member still waits for from its sender. */
  boolean isAwaited(MutexMessage message) {
    return isBelievable(message) && mutex.isAwaited(message.state());
  }

  /** The claims that are known here, in the order in which they will be served. */
  List<Timestamp> queue() {
    return mutex.queue();
  }

  /** The members whose answer is missing: to join, or to enter. */
  List<String> waitingFor() {
    return mutex.waitingFor();
  }

  Map<String, Peer> peers() {
    return mutex.peers();
  }

  /** The newest block that may be shown: it is on this member's disk, or came from its proposer. */
  Head shownHead() {
    return mutex.head();
  }

  /** The mutex is a value, so nothing is copied. */
  LamportSnapshot snapshot() {
    return new LamportSnapshot(mutex, committed);
  }

  // --- what is committed ------------------------------------------------------------------------

  /** The height up to which this member's chain is on its disk. */
  long durable() {
    return mutex.durable();
  }

  /** The height up to which the chain is known to be on the disks of a majority. */
  long committed() {
    return committed;
  }

  /**
   * Finds the highest block that a majority has on its disks.
   *
   * @return whether it is a higher one than before
   */
  boolean commit() {
    var durable = new long[others().size() + 1];
    int next = 0;
    for (var peer : others()) {
      durable[next++] = durableOf(peer);
    }
    durable[next] = mutex.durable();
    Arrays.sort(durable);
    // Of N heights in ascending order, a majority has reached the one at index (N - 1) / 2. A
    // proposer sends no block that is not on its own disk, so it is always one of them (design L5).
    long reached = Math.min(durable[(durable.length - 1) / 2], ledger().height());
    boolean isNews = reached > committed;
    committed = Math.max(committed, reached);
    return isNews;
  }

  /** The members that have not reported a block of this height as durable. */
  List<String> withoutBlock(long height) {
    return others().stream().filter(peer -> durableOf(peer) < height).toList();
  }
}
