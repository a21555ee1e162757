package dev.lockstep.mutex;

import java.util.Optional;

/**
 * What a member knows of another one.
 *
 * @param incarnation the newest one heard of, 0 before any
 * @param heard the newest state of this incarnation that is evidence
 * @param welcomed whether it has answered the hello of the receiver's present incarnation
 * @param durable the height on its disk that this incarnation last reported
 * @param durableEver the highest height that any of its incarnations reported
 * @param met the newest incarnation that was heard to participate, as recorded on the receiver's
 *     disk
 */
public record Peer(
    long incarnation,
    Optional<State> heard,
    boolean welcomed,
    long durable,
    long durableEver,
    long met) {
  /** A peer that was not heard yet: only what the disk remembers is known. */
  static Peer remembered(long met) {
    return new Peer(met, Optional.empty(), false, 0, 0, met);
  }

  /** A new incarnation: whatever the old one claimed or showed is void. */
  Peer restarted(long newIncarnation) {
    return new Peer(newIncarnation, Optional.empty(), welcomed, 0, durableEver, met);
  }

  Peer reports(long height) {
    return new Peer(
        incarnation,
        heard,
        welcomed,
        Math.max(durable, height),
        Math.max(durableEver, height),
        met);
  }

  /**
   * Its hello says that its disk was lost: this member no longer expects what it reported before.
   */
  Peer rejoins(long height) {
    return new Peer(incarnation, heard, welcomed, durable, height, met);
  }

  Peer heard(State state) {
    return new Peer(incarnation, Optional.of(state), welcomed, durable, durableEver, incarnation);
  }

  Peer hasWelcomed() {
    return new Peer(incarnation, heard, true, durable, durableEver, met);
  }

  Peer withoutWelcome() {
    return new Peer(incarnation, heard, false, durable, durableEver, met);
  }

  /** Whether it has a claim. */
  boolean claims() {
    return heard.flatMap(State::claim).isPresent();
  }

  /** The time of the newest evidence, 0 without any. */
  long heardTime() {
    return heard.map(State::time).orElse(0L);
  }

  /**
   * The time that a welcome reports to this peer. An incarnation that only the disk remembers has
   * spoken at an unknown time, so it counts as time 1.
   */
  long knownTime() {
    return Math.max(heardTime(), met == incarnation && met > 0 ? 1 : 0);
  }
}
