package dev.lockstep.order;

/**
 * How much a member takes upon itself.
 *
 * @param blockTransfers the most transfers on a block that this member builds
 * @param waitingTransfers the most transfers that may wait, and the most questions after transfers
 *     that are on the chain and not committed; beyond it a request is overloaded
 * @param transferTimeout milliseconds after which a waiting transfer is answered all the same
 */
public record Limits(int blockTransfers, int waitingTransfers, long transferTimeout) {
  /** How much of the chain may be on its way to the disk before more is taken from others. */
  static final int UNSYNCED_BLOCKS_MAX = 64;

  /** One piece of the chain for a member that was away. */
  static final int PIECE_BYTES = 1 << 20;
}
