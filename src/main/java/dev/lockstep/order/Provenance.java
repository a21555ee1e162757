package dev.lockstep.order;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Hash;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Which fetched blocks are proven (design B5 and B6). A node and the simulator use the same rules,
 * and differ in how they sign and in how they check a signature.
 */
public final class Provenance {
  private Provenance() {}

  /** What proves a block. */
  public sealed interface Rule {
    /** That its proposer has sent it, or has signed it. */
    record ByProposer() implements Rule {}

    /**
     * That enough members vouch for it, or for a later block of the same chain. A member vouches
     * for a block when it has signed it, and when it has sent it.
     *
     * @param needed how many members are enough
     * @param heard who has vouched for blocks before, by hash
     */
    record ByMajority(int needed, Map<Hash, Set<String>> heard) implements Rule {}
  }

  /** Whether a block has a valid signature of a member. */
  public interface SignatureCheck {
    boolean isSignedBy(Block block, String member);
  }

  /** The answer to {@link Effect.Verify}. */
  public static Input.Verified of(Effect.Verify wanted, SignatureCheck check) {
    var blocks = wanted.blocks();
    int proven =
        switch (wanted.rule()) {
          case Rule.ByProposer() -> provenByProposers(wanted.from(), blocks, check);
          case Rule.ByMajority majority -> provenByMajority(wanted.from(), blocks, majority, check);
        };
    return new Input.Verified(
        wanted.from(), blocks.subList(0, proven), blocks.subList(proven, blocks.size()));
  }

  private static int provenByProposers(String from, List<Block> blocks, SignatureCheck check) {
    int proven = 0;
    while (proven < blocks.size() && isOfProposer(from, blocks.get(proven), check)) {
      proven++;
    }
    return proven;
  }

  private static boolean isOfProposer(String from, Block block, SignatureCheck check) {
    return block.proposer().equals(from) || check.isSignedBy(block, block.proposer());
  }

  /** From the newest block on: who vouches for it vouches for all blocks that lead to it. */
  private static int provenByMajority(
      String from, List<Block> blocks, Rule.ByMajority rule, SignatureCheck check) {
    int linked = linked(blocks);
    Set<String> vouchers = new TreeSet<>(Set.of(from));
    for (int i = linked; i > 0; i--) {
      var block = blocks.get(i - 1);
      vouchers.addAll(rule.heard().getOrDefault(block.hash(), Set.of()));
      for (var member : block.attestation().signatures().keySet()) {
        if (vouchers.size() < rule.needed()
            && !vouchers.contains(member)
            && check.isSignedBy(block, member)) {
          vouchers.add(member);
        }
      }
      if (vouchers.size() >= rule.needed()) {
        return i;
      }
    }
    return 0;
  }

  /**
   * How many blocks from the first on are one chain. A block after a gap vouches for none before.
   */
  private static int linked(List<Block> blocks) {
    int linked = Math.min(1, blocks.size());
    while (linked < blocks.size()
        && blocks.get(linked).previous().equals(blocks.get(linked - 1).hash())) {
      linked++;
    }
    return linked;
  }

  /**
   * Blocks as a member of Lamport mode sends them to one that fetches: its own ones are signed now,
   * because the journal has no signatures of them.
   */
  public static List<Block> servedBy(String self, List<Block> blocks, UnaryOperator<Block> sign) {
    return blocks.stream()
        .map(block -> block.proposer().equals(self) ? sign.apply(block) : block)
        .toList();
  }
}
