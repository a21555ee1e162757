package dev.lockstep.mutex;

import dev.lockstep.mutex.Membership.Stage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Distributed mutual exclusion after L. Lamport, "Time, Clocks, and the Ordering of Events in a
 * Distributed System", CACM 21(7), 1978, for links that lose, duplicate and reorder, and for
 * members that crash and restart (design L1 to L14).
 *
 * <p>{@link Rules} holds the rules of the paper, {@link Hearing} decides which messages are
 * believed, {@link Admission} brings a member back after a restart, and {@link MutexStep} calls
 * them.
 *
 * <p>Assumes that an incarnation is durable before it sends anything and is never used twice, and
 * that a head is on its proposer's disk before it is shown.
 *
 * <p>A value: {@link #step} returns the next one. Equal mutexes behave alike.
 *
 * @param peers all other members, by name
 */
public record LamportMutex(
    String self,
    Membership membership,
    Clock clock,
    Entry entry,
    OwnChain chain,
    SortedMap<String, Peer> peers) {

  /** The result of a step. */
  public record Step(LamportMutex next, List<MutexEffect> effects) {}

  /**
   * A member at the start of an incarnation.
   *
   * @param disk what the disk held
   * @param met the newest incarnation of each other member that the disk remembers
   * @param time not below the time of the head
   * @param durable the height up to which the chain is on the disk
   */
  public static LamportMutex start(
      String self,
      Collection<String> members,
      long incarnation,
      Disk disk,
      Map<String, Long> met,
      long time,
      Head head,
      long durable) {
    SortedMap<String, Peer> peers = new TreeMap<>();
    members.stream()
        .filter(m -> !m.equals(self))
        .forEach(m -> peers.put(m, Peer.remembered(met.getOrDefault(m, 0L))));
    return new LamportMutex(
        self,
        Membership.start(incarnation, disk),
        new Clock(time, 0),
        Entry.NONE,
        new OwnChain(head, durable),
        peers);
  }

  public Step step(MutexInput input) {
    return new MutexStep(this).on(input);
  }

  /** The clock moves to a time that was heard of, never back. It is safe at any moment. */
  public LamportMutex notBefore(long heard) {
    var after = clock.at(Math.max(clock.time(), heard));
    return new LamportMutex(self, membership, after, entry, chain, peers);
  }

  /** This incarnation; 0 while a rejoining member does not know which ones are used. */
  public long incarnation() {
    return membership.incarnation();
  }

  /** Whether the member requests and acknowledges: its messages are evidence. */
  public boolean participating() {
    return membership.participating();
  }

  /** Whether a peer remembers more of this member than it does itself. */
  public boolean lost() {
    return membership.stage() == Stage.LOST;
  }

  /** The height that this member must reach before it participates. */
  public long required() {
    return membership.required();
  }

  /** The Lamport clock. */
  public long time() {
    return clock.time();
  }

  /** The timestamp of the outstanding request. */
  public Optional<Timestamp> claim() {
    return entry.claim();
  }

  /** Whether the member is in the critical section. */
  public boolean inside() {
    return entry.inside();
  }

  /** Whether the member is in the critical section with nothing to do, until another one claims. */
  public boolean kept() {
    return entry.isKept();
  }

  /** Whether another member has a claim. */
  public boolean isAsked() {
    return Rules.isAsked(peers.values());
  }

  public Head head() {
    return chain.head();
  }

  /** The height up to which the chain is on this member's disk. */
  public long durable() {
    return chain.durable();
  }

  /** The claims that this member knows of, its own included, in the order they will be served. */
  public List<Timestamp> queue() {
    // Without streams: it is asked for after every step of a node.
    List<Timestamp> queue = new ArrayList<>(peers.size() + 1);
    if (claim().isPresent()) {
      queue.add(claim().get());
    }
    for (var peer : peers.values()) {
      if (peer.heard().isPresent() && peer.heard().get().claim().isPresent()) {
        queue.add(peer.heard().get().claim().get());
      }
    }
    Collections.sort(queue);
    return Collections.unmodifiableList(queue);
  }

  /** The highest block that any peer has shown to this incarnation, or this member's own. */
  public Head highestShown() {
    var highest = head();
    for (var peer : peers.values()) {
      if (peer.heard().isPresent() && peer.heard().get().head().height() > highest.height()) {
        highest = peer.heard().get().head();
      }
    }
    return highest;
  }

  /** The peers that this member waits for before it can participate, or enter. */
  public List<String> waitingFor() {
    return peers.entrySet().stream()
        .filter(e -> isAwaited(e.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Whether this member has a claim, and the newest state of the peer lets it pass. */
  public boolean allows(String peer) {
    return entry.claim().isPresent() && Rules.allows(peers.get(peer), entry.claim().get());
  }

  /** Whether this state of a peer is the first that lets this member's claim pass. */
  public boolean isAwaited(State state) {
    var peer = peers.get(state.from());
    return entry.waits()
        && !Rules.allows(peer, entry.claim().get())
        && Rules.allows(peer.heard(state), entry.claim().get());
  }

  private boolean isAwaited(Peer peer) {
    return !participating() && !peer.welcomed()
        || peer.heard().isEmpty()
        || entry.waits() && !Rules.allows(peer, entry.claim().get());
  }
}
