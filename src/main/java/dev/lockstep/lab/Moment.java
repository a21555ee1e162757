package dev.lockstep.lab;

import dev.lockstep.chain.Genesis;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * The whole cluster at one moment, after one entry of a life.
 *
 * @param now milliseconds of the cluster's time
 * @param flight the messages in flight, the oldest first
 * @param cuts the links over which nothing arrives
 * @param asked the transfers that clients have asked for
 * @param happened in the step that led here
 * @param broken the invariant that the step has broken
 */
public record Moment(
    Genesis genesis,
    long now,
    List<MemberView> members,
    List<Flying> flight,
    SortedSet<Link> cuts,
    List<Asked> asked,
    List<Happened> happened,
    Optional<Broken> broken) {
  /**
   * An invariant that does not hold.
   *
   * @param detail what happened, without a full stop
   */
  public record Broken(String invariant, String detail) {}

  public MemberView member(String name) {
    return members.stream().filter(m -> m.name().equals(name)).findFirst().orElseThrow();
  }

  /** Why a message cannot arrive now; empty when it can. */
  public Optional<String> obstacle(Flying message) {
    var to = member(message.link().to());
    if (cuts.contains(message.link())) {
      return Optional.of("the link " + message.link() + " is cut");
    }
    if (!to.isUp()) {
      return Optional.of(to.name() + " is down");
    }
    return to.isFrozen() ? Optional.of(to.name() + " is frozen") : Optional.empty();
  }

  /**
   * What waits longest of all that can happen by itself: a message arrives, or a disk syncs. Disks
   * that are held do not count.
   */
  public Optional<Move> oldest() {
    var message =
        flight.stream()
            .filter(m -> obstacle(m).isEmpty())
            .min(Comparator.comparingLong(Flying::age));
    var disk =
        members.stream()
            .filter(m -> m.isUp() && m.unsynced() > 0 && !m.isDiskHeld() && !m.isFrozen())
            .min(Comparator.comparingLong(MemberView::age));
    boolean isDisk =
        disk.isPresent() && (message.isEmpty() || disk.get().age() < message.get().age());
    return isDisk
        ? disk.map(it -> new Move.SyncDisk(it.name()))
        : message.map(it -> new Move.Deliver(nameOf(it)));
  }

  /** What a message in flight is called now. */
  public MessageName nameOf(Flying message) {
    int nth = 0;
    for (var other : flight) {
      nth += isAlike(other, message) ? 1 : 0;
      if (other == message) {
        break;
      }
    }
    return new MessageName(nth, message.type(), message.link());
  }

  /** The message of this name, if it is in flight. */
  public Optional<Flying> find(MessageName name) {
    return name.in(flight);
  }

  private static boolean isAlike(Flying one, Flying other) {
    return one.type().equals(other.type()) && one.link().equals(other.link());
  }
}
