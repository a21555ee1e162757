package dev.lockstep.mutex;

import java.util.Optional;

/**
 * What a member knows of another.
 *
 * @param incarnation the newest life heard of, 0 when none was
 * @param heard the newest state of this life that counts as evidence
 * @param welcomed whether it has answered the hello of my present life
 * @param durable the height on its disk, as this life last said
 * @param durableEver the highest height that any life of it ever said was on its disk
 * @param met the newest life that was heard to take part, as this member's own disk says
 */
public record Peer(
    long incarnation,
    Optional<State> heard,
    boolean welcomed,
    long durable,
    long durableEver,
    long met) {
  /** A peer of whom only the own disk tells. */
  static Peer remembered(long met) {
    return new Peer(met, Optional.empty(), false, 0, 0, met);
  }

  /** A new life: whatever the old one claimed or showed is void. */
  Peer reborn(long newIncarnation) {
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

  /** It has said itself that its disk was lost: what it promised before is no longer expected. */
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

  /** The time of the newest evidence, 0 without any. */
  long heardTime() {
    return heard.map(State::time).orElse(0L);
  }

  /**
   * What the receiver is told of itself. A life that the own disk remembers has spoken, at whatever
   * time.
   */
  long knownTime() {
    return Math.max(heardTime(), met == incarnation && met > 0 ? 1 : 0);
  }
}
