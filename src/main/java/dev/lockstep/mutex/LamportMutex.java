package dev.lockstep.mutex;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Distributed mutual exclusion after L. Lamport, "Time, Clocks, and the Ordering of Events in a
 * Distributed System", CACM 21(7), 1978, for links that lose, double and reorder, and for members
 * that crash and come back (design L1 to L14).
 *
 * <p>The paper keeps a queue of requests and needs links that neither lose nor reorder. Here every
 * message carries the sender's whole state, so the queue is simply the claims in the newest states.
 *
 * <p>Assumes that an incarnation is on the disk before it speaks and is never used twice, and that
 * a head is on its proposer's disk before it is shown.
 *
 * <p>A value: {@link #step} returns the next one. Equal mutexes behave alike.
 *
 * @param self who this is
 * @param incarnation this life; 0 while a rejoining member still has to learn which are used up
 * @param usedIncarnation the highest number of an own life that this one has heard of
 * @param blank whether the disk was empty when this life began
 * @param rejoin whether the member was told that its disk was lost
 * @param time the Lamport clock
 * @param spoken the newest time that this life has put on a message which counts as evidence
 * @param welcomed whether all others have told this life that they remember nothing it does not
 * @param sure whether the member takes part: what it says counts as evidence
 * @param required the height this life must reach before it is sure: the highest it was welcomed
 *     with
 * @param forgotten whether somebody remembers more of this member than it does itself
 * @param claim the timestamp of the outstanding request
 * @param inside whether the member is in the critical section
 * @param head the newest block of the member's chain
 * @param durable up to which height the chain is on the member's disk
 * @param peers all other members, by name
 */
public record LamportMutex(
    String self,
    long incarnation,
    long usedIncarnation,
    boolean blank,
    boolean rejoin,
    long time,
    long spoken,
    boolean welcomed,
    boolean sure,
    long required,
    boolean forgotten,
    Optional<Timestamp> claim,
    boolean inside,
    Head head,
    long durable,
    SortedMap<String, Peer> peers) {

  /** What a step gives. */
  public record Step(LamportMutex next, List<MutexEffect> effects) {}

  /**
   * A member at the start of a life.
   *
   * @param time not below the time of the head
   * @param blank whether the disk was empty
   * @param rejoin whether to go on although the disk was lost
   * @param met the newest life of each other member that the disk remembers
   */
  public static LamportMutex start(
      String self,
      Collection<String> members,
      long incarnation,
      boolean blank,
      boolean rejoin,
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
        rejoin ? 0 : incarnation,
        incarnation,
        blank,
        rejoin,
        time,
        0,
        false,
        false,
        0,
        false,
        Optional.empty(),
        false,
        head,
        durable,
        peers);
  }

  public Step step(MutexInput input) {
    return new MutexStep(this).on(input);
  }

  /** The claims that this member knows of, its own included, in the order they will be served. */
  public List<Timestamp> queue() {
    return Stream.concat(
            claim.stream(),
            peers.values().stream()
                .flatMap(p -> p.heard().stream())
                .flatMap(s -> s.claim().stream()))
        .sorted()
        .toList();
  }

  /** The highest block that any peer has shown to this life, or this member's own. */
  public Head highestShown() {
    var highest = head;
    for (var peer : peers.values()) {
      if (peer.heard().isPresent() && peer.heard().get().head().height() > highest.height()) {
        highest = peer.heard().get().head();
      }
    }
    return highest;
  }

  /** Whom this member waits for: to join, or to enter. */
  public List<String> waitingFor() {
    return peers.entrySet().stream()
        .filter(e -> forbidsEntry(e.getKey(), e.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private boolean forbidsEntry(String name, Peer peer) {
    if (!sure && !peer.welcomed()) {
      return true;
    }
    if (peer.heard().isEmpty()) {
      return true;
    }
    return claim.isPresent() && !inside && !MutexStep.allows(peer, claim.get());
  }
}
