package dev.lockstep.store;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Header;
import dev.lockstep.chain.MerkleTree;
import dev.lockstep.chain.Transfer;
import java.util.List;

/** A block as it is shown; genesis is one too. */
public record StoredBlock(Header header, Hash hash, List<Transfer> transfers) {
  public static StoredBlock of(Block block) {
    return new StoredBlock(block.header(), block.hash(), block.transfers());
  }

  /**
   * Block 0. Genesis has no header and no transfers; it is shown with {@link Hash#ZERO} before it
   * and without a proposer.
   */
  public static StoredBlock of(Genesis genesis) {
    var header = new Header(0, Hash.ZERO, 0, "", 0, MerkleTree.root(List.of()));
    return new StoredBlock(header, genesis.hash(), List.of());
  }

  public long height() {
    return header.height();
  }

  /** The same block with its first transfers only. */
  public BlockSummary summary(int transfersMax) {
    int shown = Math.min(transfers.size(), transfersMax);
    return new BlockSummary(header, hash, transfers.subList(0, shown));
  }
}
