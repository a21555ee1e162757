package dev.lockstep.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.BlockSignature;
import dev.lockstep.chain.Hash;
import dev.lockstep.order.Input;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Signatures of blocks")
class BlockSignaturesTest {
  private BlockSignatures of(String member) {
    return new BlockSignatures(member, Identities.of(member));
  }

  private static Block block(long height, String proposer) {
    return Block.of(height, Hash.ZERO, 9, proposer, List.of());
  }

  @Test
  void a_block_is_proven_by_the_signature_of_its_proposer() {
    var signed = of("B").sign(block(1, "B"));
    assertEquals(List.of(signed), of("A").verify("C", List.of(signed)).proven());
  }

  @Test
  void nothing_else_proves_a_block_of_another_member() {
    var first = of("B").sign(block(1, "B"));
    var signature = first.signature().orElseThrow();
    var flipped = signature.bytes();
    flipped[5] ^= 1;
    for (var unproven :
        List.of(
            block(2, "B"),
            of("C").sign(block(2, "B")),
            block(2, "B").signed(signature),
            block(2, "B").signed(BlockSignature.of(new byte[BlockSignature.BYTES])),
            block(2, "nobody").signed(signature),
            block(1, "B").signed(BlockSignature.of(flipped)))) {
      assertEquals(
          new Input.Verified("C", List.of(first), Optional.of(unproven)),
          of("A").verify("C", List.of(first, unproven, first)),
          unproven.toString());
    }
  }

  @Test
  void what_a_proposer_sends_itself_needs_no_signature() {
    var block = block(1, "B");
    assertEquals(List.of(block), of("A").verify("B", List.of(block)).proven());
  }

  @Test
  void a_member_serves_its_own_blocks_with_signatures_by_its_present_key() {
    var served = of("B").served(List.of(block(1, "B"), block(2, "nobody")));
    assertEquals(1, of("A").verify("C", served).proven().size());
    assertEquals(Optional.empty(), served.getLast().signature());
  }
}
