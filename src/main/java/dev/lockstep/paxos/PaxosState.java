package dev.lockstep.paxos;

import dev.lockstep.chain.Hash;

/**
 * The state of its sender, part of every message.
 *
 * <p>Safety depends on {@code generation} and {@code member}: a leader counts a promise or a vote
 * only from a participating member whose disk is the newest that is known of it, and {@link
 * Admission} counts the participating members among those that answered. The height and the hash
 * show a fork, and tell a member that is behind to fetch blocks. The other components order the
 * states of a member, and are shown to people.
 *
 * @param generation number of the sender's disk; 0 while the disk has none
 * @param incarnation of the sender's data directory
 * @param time Lamport time of the sender
 * @param height of the sender's newest decided block
 * @param hash of that block
 * @param durable the height up to which the sender's chain is on its disk
 * @param promised the highest ballot that the sender has promised, perhaps not durable yet
 * @param member whether the sender participates: it votes and executes
 * @param logged number of transfers that the sender has executed and that are on no block
 */
public record PaxosState(
    String from,
    long generation,
    long incarnation,
    long time,
    long height,
    Hash hash,
    long durable,
    Ballot promised,
    boolean member,
    int logged) {
  /** Whether this is newer than another one of the same member, or the same. */
  public boolean after(PaxosState other) {
    if (generation != other.generation) {
      return generation > other.generation;
    }
    if (incarnation != other.incarnation) {
      return incarnation > other.incarnation;
    }
    return time != other.time ? time > other.time : !isBehind(other);
  }

  /**
   * A heartbeat does not advance the clock, so two states may have the same time. What they show
   * only grows.
   */
  private boolean isBehind(PaxosState other) {
    return height < other.height
        || durable < other.durable
        || other.promised.above(promised)
        || other.member && !member;
  }
}
