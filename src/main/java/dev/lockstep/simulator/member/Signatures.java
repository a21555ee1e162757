package dev.lockstep.simulator.member;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.BlockSignature;
import dev.lockstep.order.Input;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Signatures that nobody can forge because no lie makes one: a number that follows from the member
 * and the block. A member keeps its key when it loses its disk.
 */
public final class Signatures {
  private Signatures() {}

  public static Block sign(Block block) {
    return block.signed(by(block.proposer(), block));
  }

  private static BlockSignature by(String member, Block block) {
    var bytes = ByteBuffer.allocate(BlockSignature.BYTES);
    bytes.put(block.hash().bytes()).put(member.getBytes(StandardCharsets.UTF_8));
    return BlockSignature.of(bytes.array());
  }

  /** What a member sends to one that fetches: its own blocks with signatures made anew. */
  public static List<Block> served(String by, List<Block> blocks) {
    return blocks.stream().map(b -> b.proposer().equals(by) ? sign(b) : b).toList();
  }

  /** The same rule as in a node. */
  public static Input.Verified verify(String from, List<Block> blocks) {
    List<Block> proven = new ArrayList<>();
    for (var block : blocks) {
      boolean isProven =
          block.proposer().equals(from)
              || block.signature().filter(by(block.proposer(), block)::equals).isPresent();
      if (!isProven) {
        return new Input.Verified(from, proven, Optional.of(block));
      }
      proven.add(block);
    }
    return new Input.Verified(from, proven, Optional.empty());
  }
}
