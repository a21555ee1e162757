package dev.lockstep.order;

/**
 * How much a member takes upon itself.
 *
 * @param blockTransfers the most transfers on a block that this member builds
 * @param waitingTransfers the most transfers that may wait, and the most questions after transfers
 *     that are on the chain and not committed; beyond it a request is overloaded
 * @param transferTimeout milliseconds after which a waiting transfer is answered all the same
 * @param logTransfers Paxos mode: a local log of so many asks for a block, and one of eight times
 *     as many takes nothing more
 * @param proposeAfter Paxos mode: milliseconds after which an executed transfer asks for a block; 0
 *     for never
 */
public record Limits(
    int blockTransfers,
    int waitingTransfers,
    long transferTimeout,
    int logTransfers,
    long proposeAfter) {
  /**
   * How much of the chain may be on its way to the disk before more is taken from others: room for
   * a few of the largest blocks, and for many pieces of the chain.
   */
  static final int UNSYNCED_BYTES_MAX = 16 << 20;

  /**
   * One piece of the chain for a member that was away. It is one step for the receiver, who has to
   * stay responsive: with the smallest of blocks these are two thousand.
   */
  static final int PIECE_BYTES = 256 << 10;
}
