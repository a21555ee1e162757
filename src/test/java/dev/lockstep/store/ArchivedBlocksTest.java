package dev.lockstep.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Chains;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blocks are shown as they are in the journal. */
@DisplayName("Blocks from the journal")
class ArchivedBlocksTest {
  private static final List<Block> CHAIN = Chains.random(1, 60, 40);

  @TempDir Path directory;

  private ArchivedBlocks blocks;

  @BeforeEach
  void write() {
    blocks = new ArchivedBlocks(Chains.genesis(), Member.journalled(directory, CHAIN));
  }

  private static List<Long> heights(List<StoredBlock> found) {
    return found.stream().map(StoredBlock::height).toList();
  }

  @Test
  void blocks_come_with_all_their_transfers() {
    var found = blocks.blocks(Optional.of(1L), 100);
    assertEquals(CHAIN.stream().map(StoredBlock::of).toList(), found);
    assertEquals(List.of(58L, 59L, 60L), heights(blocks.blocks(Optional.empty(), 3)));
    assertEquals(List.of(5L, 6L), heights(blocks.blocks(Optional.of(5L), 2)));
    assertEquals(61, blocks.blocks(Optional.empty(), 1_000).size());
    assertEquals(StoredBlock.of(Chains.genesis()), blocks.blocks(Optional.of(0L), 1).getFirst());
    assertEquals(List.of(), blocks.blocks(Optional.empty(), 0));
    assertEquals(List.of(), blocks.blocks(Optional.of(61L), 5));
  }

  @Test
  void blocks_at_a_glance_have_their_first_transfers_and_the_number_of_all() {
    for (int each : new int[] {0, 2, 1_000}) {
      var found = blocks.summaries(Optional.of(10L), 5, each);
      assertEquals(
          CHAIN.subList(9, 14).stream().map(block -> StoredBlock.of(block).summary(each)).toList(),
          found);
    }
    var newest = blocks.summaries(Optional.empty(), 20, 0);
    assertEquals(20, newest.size());
    assertEquals(CHAIN.getLast().hash(), newest.getLast().hash());
    assertEquals(61, blocks.summaries(Optional.empty(), 1_000, 0).size());
    assertEquals(0, blocks.summaries(Optional.of(0L), 1, 3).getFirst().height());
    assertEquals(List.of(), blocks.summaries(Optional.of(61L), 10, 1));
  }
}
