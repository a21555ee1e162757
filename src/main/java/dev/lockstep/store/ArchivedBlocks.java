package dev.lockstep.store;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.BlockView;
import dev.lockstep.chain.Genesis;
import dev.lockstep.journal.BlockArchive;
import dev.lockstep.journal.DataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Shows blocks: reads them from the journal, as often as they are asked for.
 *
 * <p>Safe for use by any thread. Every call may throw a {@link DataException}.
 */
public final class ArchivedBlocks {
  /** No answer holds more blocks than have this many transfers, unless it is one block. */
  private static final int TRANSFERS_MAX = 2 * Block.TRANSFERS_MAX;

  /** How much of the chain is read at once. */
  private static final int BYTES_MAX = 1 << 20;

  private final Genesis genesis;
  private final BlockArchive archive;

  public ArchivedBlocks(Genesis genesis, BlockArchive archive) {
    this.genesis = genesis;
    this.archive = archive;
  }

  /** The highest block that can be shown. */
  public long height() {
    return archive.height();
  }

  /**
   * Blocks from a height on, ascending, or the newest ones, with their transfers. Fewer than the
   * limit when they are big: ask again from the height after the last.
   */
  public List<StoredBlock> blocks(Optional<Long> from, int limit) {
    return from.map(height -> upwards(height, limit)).orElseGet(() -> newest(limit));
  }

  /**
   * Blocks at a glance, ascending: from a height on, or the newest ones.
   *
   * @param transfersEach how many of each block's transfers to bring along
   */
  public List<BlockSummary> summaries(Optional<Long> from, int limit, int transfersEach) {
    long top = archive.height();
    long next = from.orElse(Math.max(0, top + 1 - limit));
    List<BlockSummary> found = new ArrayList<>();
    if (next <= 0 && limit > 0) {
      var first = StoredBlock.of(genesis);
      found.add(new BlockSummary(first.header(), first.hash(), List.of()));
      next = 1;
    }
    while (found.size() < limit && next <= top) {
      var piece = archive.views(next, BYTES_MAX);
      piece.stream()
          .limit(limit - found.size())
          .forEach(
              block ->
                  found.add(
                      new BlockSummary(block.header(), block.hash(), block.first(transfersEach))));
      next += piece.size();
    }
    return found;
  }

  private List<StoredBlock> upwards(long from, int limit) {
    List<StoredBlock> found = new ArrayList<>();
    if (from <= 0 && limit > 0) {
      found.add(StoredBlock.of(genesis));
    }
    long next = Math.max(1, from);
    int transfers = 0;
    while (found.size() < limit && next <= archive.height()) {
      for (var block : archive.views(next, BYTES_MAX)) {
        transfers += block.header().transferCount();
        if (found.size() == limit || transfers > TRANSFERS_MAX && !found.isEmpty()) {
          return found;
        }
        found.add(shown(block));
        next++;
      }
    }
    return found;
  }

  private List<StoredBlock> newest(int limit) {
    List<StoredBlock> found = new ArrayList<>();
    int transfers = 0;
    for (long next = archive.height(); next >= 1 && found.size() < limit; next--) {
      var block = archive.views(next, 1).getFirst();
      transfers += block.header().transferCount();
      if (transfers > TRANSFERS_MAX && !found.isEmpty()) {
        return found.reversed();
      }
      found.add(shown(block));
    }
    if (found.size() < limit) {
      found.add(StoredBlock.of(genesis));
    }
    return found.reversed();
  }

  private static StoredBlock shown(BlockView block) {
    return new StoredBlock(block.header(), block.hash(), block.first(Block.TRANSFERS_MAX));
  }
}
