package dev.lockstep.paxos;

import dev.lockstep.chain.Hash;

/**
 * How a member stands; on everything that it says. For an order of what was said, and to be looked
 * at: nothing that must be safe is decided by it, except that who is behind fetches.
 *
 * @param generation how often its disk began anew; 0 while it has not begun to take part
 * @param incarnation of the sender's data directory
 * @param time its Lamport time
 * @param height of its newest decided block, and its hash
 * @param durable up to where its chain is on its disk
 * @param promised its highest ballot
 * @param member whether it takes part: it votes
 * @param logged how many transfers it has executed that are on no block
 */
public record Stand(
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
  /** Whether this was said after the other one, by the same member. */
  public boolean after(Stand other) {
    if (generation != other.generation) {
      return generation > other.generation;
    }
    return incarnation != other.incarnation ? incarnation > other.incarnation : time > other.time;
  }
}
