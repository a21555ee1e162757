package dev.lockstep.order;

import dev.lockstep.chain.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Which blocks come from their proposers (design B5). A node and the simulator use the same rules,
 * and differ in how they sign and in how they check a signature.
 */
public final class Provenance {
  private Provenance() {}

  /**
   * The answer to {@link Effect.Verify}.
   *
   * @param from who has sent the blocks
   * @param isSigned whether a block has a valid signature of its proposer
   */
  public static Input.Verified of(String from, List<Block> blocks, Predicate<Block> isSigned) {
    List<Block> proven = new ArrayList<>();
    for (var block : blocks) {
      if (!block.proposer().equals(from) && !isSigned.test(block)) {
        return new Input.Verified(from, proven, Optional.of(block));
      }
      proven.add(block);
    }
    return new Input.Verified(from, proven, Optional.empty());
  }

  /**
   * Blocks as a member sends them to one that fetches: its own ones are signed now, because the
   * journal has no signatures of them.
   */
  public static List<Block> servedBy(String self, List<Block> blocks, UnaryOperator<Block> sign) {
    return blocks.stream()
        .map(block -> block.proposer().equals(self) ? sign.apply(block) : block)
        .toList();
  }
}
