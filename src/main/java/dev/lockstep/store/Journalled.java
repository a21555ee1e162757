package dev.lockstep.store;

import dev.lockstep.chain.BlockView;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Hash;
import dev.lockstep.journal.BlockArchive;
import java.util.List;

/**
 * The chain up to one height, as a journal has it that was checked. Blocks are read in pieces, in
 * ascending order most cheaply; what is appended to the journal later is not seen.
 *
 * <p>For one thread.
 */
public final class Journalled {
  /** How much of the chain is read at once. */
  private static final int PIECE_BYTES = 1 << 20;

  private final Genesis genesis;
  private final long height;
  private final Hash head;
  private final BlockArchive archive;

  /** Blocks that follow each other, read last. */
  private List<BlockView> piece = List.of();

  /**
   * @param height the highest block that counts
   * @param head its hash
   * @param archive which has the blocks up to that height, at least
   */
  public Journalled(Genesis genesis, long height, Hash head, BlockArchive archive) {
    this.genesis = genesis;
    this.height = height;
    this.head = head;
    this.archive = archive;
  }

  Genesis genesis() {
    return genesis;
  }

  long height() {
    return height;
  }

  Hash head() {
    return head;
  }

  BlockArchive archive() {
    return archive;
  }

  /**
   * @param at from 0, which is genesis, to {@link #height}
   */
  Hash hashAt(long at) {
    return at == 0 ? genesis.hash() : block(at).hash();
  }

  /**
   * @param at from 1 to {@link #height}
   * @throws dev.lockstep.journal.DataException when it cannot be read
   */
  BlockView block(long at) {
    if (piece.isEmpty() || at < piece.getFirst().height() || at > piece.getLast().height()) {
      piece = archive.views(at, PIECE_BYTES);
    }
    return piece.get((int) (at - piece.getFirst().height()));
  }
}
