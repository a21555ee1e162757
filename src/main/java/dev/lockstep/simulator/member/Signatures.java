package dev.lockstep.simulator.member;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.BlockSignature;
import dev.lockstep.order.Input;
import dev.lockstep.order.Provenance;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

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

  /** What a member sends to one that fetches. */
  public static List<Block> served(String by, List<Block> blocks) {
    return Provenance.servedBy(by, blocks, Signatures::sign);
  }

  /** Finds out which blocks come from their proposers. */
  public static Input.Verified verify(String from, List<Block> blocks) {
    return Provenance.of(from, blocks, Signatures::isSigned);
  }

  private static boolean isSigned(Block block) {
    return block.signature().filter(by(block.proposer(), block)::equals).isPresent();
  }
}
