package dev.lockstep.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.MalformedException;
import dev.lockstep.chain.MemberSignature;
import dev.lockstep.keys.Keys;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Evidence of two blocks")
class TwoBlocksTest {
  private static Block block(long height, long time, String proposer, String signer) {
    var block = Block.of(height, Hash.ZERO, time, proposer, List.of());
    return block.signed(proposer, MemberSignature.of(Keys.of(signer).sign(block.statement())));
  }

  private static final TwoBlocks EVIDENCE =
      TwoBlocks.of(block(7, 1, "A", "A"), block(7, 2, "A", "A"));

  @Test
  void is_read_as_it_was_written() {
    var text = EVIDENCE.text().getBytes(StandardCharsets.US_ASCII);
    assertTrue(TwoBlocks.isText(text));
    assertEquals(EVIDENCE, TwoBlocks.parse(text));
    assertEquals("A", EVIDENCE.proposer());
    assertEquals(7, EVIDENCE.height());
  }

  @Test
  void needs_both_signatures_of_the_proposer() {
    assertTrue(EVIDENCE.isSignedBy(Keys.of("A").publicKey()));
    assertFalse(EVIDENCE.isSignedBy(Keys.of("B").publicKey()));
    var half = TwoBlocks.of(block(7, 1, "A", "A"), block(7, 2, "A", "B"));
    assertFalse(half.isSignedBy(Keys.of("A").publicKey()));
    assertFalse(half.isSignedBy(Keys.of("B").publicKey()));
  }

  @Test
  void is_none_where_the_proposer_height_or_block_differs_from_that() {
    var block = block(7, 1, "A", "A");
    for (var other : List.of(block, block(8, 2, "A", "A"), block(7, 2, "B", "B"))) {
      assertThrows(MalformedException.class, () -> TwoBlocks.of(block, other));
    }
    var unsigned = Block.of(7, Hash.ZERO, 2, "A", List.of());
    assertThrows(MalformedException.class, () -> TwoBlocks.of(block, unsigned));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "x\n", "00\n00\n00\n00\n", "zz\nzz\nzz\nzz\n"})
  void another_text_is_refused(String rest) {
    var text = "lockstep-two-blocks-v1\n" + rest;
    assertThrows(
        MalformedException.class, () -> TwoBlocks.parse(text.getBytes(StandardCharsets.US_ASCII)));
  }
}
