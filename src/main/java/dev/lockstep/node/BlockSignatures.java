package dev.lockstep.node;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.BlockSignature;
import dev.lockstep.order.Input;
import dev.lockstep.order.Provenance;
import java.util.List;

/**
 * Signs the blocks of this member, and finds out which blocks come from their proposers. Each
 * signature takes a fraction of a millisecond, so no event loop makes or checks one. Safe for use
 * by any thread.
 *
 * @param self the name of this member
 */
record BlockSignatures(String self, Identity identity) {
  Block sign(Block block) {
    return block.signed(BlockSignature.of(identity.key().sign(block.statement())));
  }

  /**
   * What is sent to a member that fetches blocks: those of this member with a signature by its
   * present key, whatever key it had when it built them.
   */
  List<Block> served(List<Block> blocks) {
    return Provenance.servedBy(self, blocks, this::sign);
  }

  /**
   * See {@link dev.lockstep.order.Effect.Verify}.
   *
   * @param from who has sent the blocks
   */
  Input.Verified verify(String from, List<Block> blocks) {
    // A member that fetches its own blocks has lost its disk, and its key with it: it has to
    // believe
    // the member that serves them, as its operator has said with --rejoin.
    return Provenance.of(from, blocks, b -> b.proposer().equals(self) || isSigned(b));
  }

  private boolean isSigned(Block block) {
    return block.signature().filter(signature -> isValid(block, signature)).isPresent();
  }

  private boolean isValid(Block block, BlockSignature signature) {
    return identity
        .keyring()
        .of(block.proposer())
        .filter(key -> key.verify(block.statement(), signature.bytes()))
        .isPresent();
  }
}
