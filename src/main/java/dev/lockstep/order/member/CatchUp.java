package dev.lockstep.order.member;

import dev.lockstep.order.Pace;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * Decides when to ask whom for missing blocks: one piece at a time, from one peer after another.
 */
final class CatchUp {
  private static final long NEVER = -1;

  private final long delay;
  private long behindSince = NEVER;
  private long askedAt = NEVER;
  private String asked = "";

  /** Who can prove the next block, if the last piece did not prove it. */
  private Set<String> provers = Set.of();

  /**
   * @param delay milliseconds by which each member holds back what it sends
   */
  CatchUp(long delay) {
    this.delay = delay;
  }

  /**
   * Chooses the peer that is asked next.
   *
   * @param height of this member's chain
   * @param target the highest block shown by anybody
   * @param durable up to where the chain of a peer is on its disk
   * @return whom to ask for the block after {@code height}, if it is time to
   */
  Optional<String> choosePeer(
      long now,
      long height,
      long target,
      Collection<String> peers,
      ToLongFunction<String> durable) {
    if (height >= target) {
      behindSince = NEVER;
      askedAt = NEVER;
      return Optional.empty();
    }
    if (behindSince == NEVER) {
      behindSince = now;
    }
    boolean patient = now - behindSince < Pace.FETCH_AFTER + delay;
    boolean underway = askedAt != NEVER && now - askedAt < Pace.FETCH_AGAIN + 2 * delay;
    if (patient || underway) {
      return Optional.empty();
    }
    var chosen = source(height, peers, durable);
    chosen.ifPresent(
        peer -> {
          asked = peer;
          askedAt = now;
          provers = Set.of();
        });
    return chosen;
  }

  /** A piece has come: the next may be asked for at once. */
  void arrived(String from) {
    if (from.equals(asked)) {
      askedAt = NEVER;
      asked = "";
    }
  }

  /**
   * A piece has come whose next block may be of anybody: one of those that can prove it is asked at
   * once. When that one does not answer, the others are asked again, as often as for any other
   * answer.
   */
  void unproven(String from, Set<String> theProvers) {
    if (!theProvers.isEmpty() && !theProvers.contains(from)) {
      arrived(from);
      asked = from;
      provers = theProvers;
    }
  }

  /**
   * A peer that can prove the next block, if others cannot; else the peer with the most blocks on
   * its disk. The one that has just failed to answer is asked only if there is no other.
   */
  private Optional<String> source(
      long height, Collection<String> peers, ToLongFunction<String> durable) {
    return peers.stream()
        .filter(peer -> durable.applyAsLong(peer) > height)
        .max(
            Comparator.<String, Boolean>comparing(provers::contains)
                .thenComparing(peer -> !peer.equals(asked))
                .thenComparingLong(durable));
  }
}
