package dev.lockstep.order.lamport;

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
import dev.lockstep.order.member.LocalMember;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
  public long incarnation() {
    return mutex.incarnation();
  }

  @Override
  public long incarnationOf(String peer) {
    return mutex.peers().get(peer).incarnation();
  }

  @Override
  public boolean isCurrent(String from, long incarnation, long receiverIncarnation) {
    return receiverIncarnation == mutex.incarnation() && incarnation == incarnationOf(from);
  }

  /** The same, and what a new incarnation of the sender says to the present one of this member. */
  boolean isBelievable(MutexMessage message) {
    var state = message.state();
    return isCurrent(state.from(), state.incarnation(), state.receiverIncarnation())
        || state.incarnation() > incarnationOf(state.from())
            && state.receiverIncarnation() == mutex.incarnation();
  }

  @Override
  public long durableOf(String peer) {
    return mutex.peers().get(peer).durable();
  }

  @Override
  public long target() {
    return Math.max(mutex.highestShown().height(), mutex.required());
  }

  @Override
  public boolean mayFetch() {
    return !mutex.lost() && mutex.incarnation() != 0;
  }

  /** Whether this member takes part: what it says counts as evidence. */
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
   * A member that hears from our welcome that it has forgotten something says nothing any more, so
   * its hello is the last that is heard of it. For what is shown only: nothing is decided by it.
   */
  boolean hasForgotten(MutexMessage message) {
    return message instanceof MutexMessage.Hello(var state, var rejoin)
        && !rejoin
        // Who rejoins asks under no number first.
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

  /** The claims that are known here, in the order in which they will be served. */
  List<Timestamp> queue() {
    return mutex.queue();
  }

  /** Whose answer is awaited: to join, or to enter. */
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

  // --- what is committed ------------------------------------------------------------------------

  /** Up to where this member's chain is on its disk. */
  long durable() {
    return mutex.durable();
  }

  /** Up to where the chain is known to be on the disks of a majority. */
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
    // Of N values in rising order, the one before N/2 is reached by a majority. A proposer sends no
    // block that is not on its own disk, so it is always one of them (design L5).
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
