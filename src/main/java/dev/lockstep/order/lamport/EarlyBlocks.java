package dev.lockstep.order.lamport;

import dev.lockstep.chain.Block;
import dev.lockstep.mutex.MutexMessage;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Blocks that came before the ones that they follow (design L19). The holder of the critical
 * section sends its block as soon as it has the one before, which may still be on its way from
 * another member to a third one.
 */
final class EarlyBlocks {
  /** How many blocks ahead of the next one are kept. Others are fetched. */
  private static final int AHEAD_MAX = 8;

  private final SortedMap<Long, Early> waiting = new TreeMap<>();

  /** A block, and the message that has brought it. */
  record Early(MutexMessage turn, Block block) {}

  /**
   * Keeps a block if it is a little too early.
   *
   * @param height of this member's chain
   */
  void keep(MutexMessage turn, Block block, long height) {
    long ahead = block.height() - height - 1;
    if (ahead > 0 && ahead <= AHEAD_MAX) {
      waiting.put(block.height(), new Early(turn, block));
    }
  }

  /**
   * Takes out the block of this height, and drops those below.
   *
   * @param height that comes next
   */
  Optional<Early> take(long height) {
    waiting.headMap(height).clear();
    return Optional.ofNullable(waiting.remove(height));
  }
}
