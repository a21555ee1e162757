package dev.lockstep.store;

import dev.lockstep.chain.Genesis;
import dev.lockstep.journal.BlockArchive;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Blocks in the form in which a {@link Store} gives them, read from the journal: a node whose H2
 * has failed still shows its chain.
 *
 * <p>Safe for use by any thread.
 */
public final class ArchivedBlocks {
  private static final int BYTES_MAX = 8 << 20;

  private final Genesis genesis;
  private final BlockArchive archive;

  public ArchivedBlocks(Genesis genesis, BlockArchive archive) {
    this.genesis = genesis;
    this.archive = archive;
  }

  /** See {@link Store#blocks} and {@link Store#newest}. */
  public List<StoredBlock> blocks(Optional<Long> from, int limit) {
    return from.map(height -> upwards(height, limit)).orElseGet(() -> newest(limit));
  }

  /** See {@link Store#summaries}. */
  public List<BlockSummary> summaries(Optional<Long> from, int limit, int transfersEach) {
    return blocks(from, limit).stream().map(block -> block.summary(transfersEach)).toList();
  }

  private List<StoredBlock> upwards(long from, int limit) {
    List<StoredBlock> found = new ArrayList<>();
    if (from == 0 && limit > 0) {
      found.add(StoredBlock.of(genesis));
    }
    archive.read(Math.max(1, from), BYTES_MAX).stream()
        .limit(limit - found.size())
        .forEach(block -> found.add(StoredBlock.of(block)));
    return found;
  }

  private List<StoredBlock> newest(int limit) {
    List<StoredBlock> found = new ArrayList<>();
    long bytes = 0;
    for (long next = archive.height(); next >= 1 && found.size() < limit; next--) {
      var block = archive.read(next, 1).getFirst();
      bytes += block.bytes().length;
      if (bytes > BYTES_MAX && !found.isEmpty()) {
        return found.reversed();
      }
      found.add(StoredBlock.of(block));
    }
    if (found.size() < limit) {
      found.add(StoredBlock.of(genesis));
    }
    return found.reversed();
  }
}
