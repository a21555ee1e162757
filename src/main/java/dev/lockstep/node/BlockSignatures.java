package dev.lockstep.node;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.BlockSignature;
import dev.lockstep.order.Input;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
    return blocks.stream().map(b -> b.proposer().equals(self) ? sign(b) : b).toList();
  }

  /**
   * See {@link dev.lockstep.order.Effect.Verify}.
   *
   * @param from who has sent the blocks
   */
  Input.Verified verify(String from, List<Block> blocks) {
    List<Block> proven = new ArrayList<>();
    for (var block : blocks) {
      if (!isProven(from, block)) {
        return new Input.Verified(from, proven, Optional.of(block));
      }
      proven.add(block);
    }
    return new Input.Verified(from, proven, Optional.empty());
  }

  private boolean isProven(String from, Block block) {
    var proposer = block.proposer();
    // A member that fetches its own blocks has lost its disk, and its key with it: it has to
    // believe
    // the member that serves them, as its operator has said with --rejoin.
    return proposer.equals(from) || proposer.equals(self) || isSigned(proposer, block);
  }

  private boolean isSigned(String proposer, Block block) {
    return block
        .signature()
        .flatMap(
            signature ->
                identity
                    .keyring()
                    .of(proposer)
                    .filter(key -> key.verify(block.statement(), signature.bytes())))
        .isPresent();
  }
}
