package dev.lockstep.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The bytes of a block tell the same as the block. */
@DisplayName("A view of a block")
class BlockViewTest {
  private static final Genesis GENESIS = Chains.genesis();
  private static final AccountNumbers NUMBERS = new AccountNumbers(GENESIS);

  @Test
  void it_shows_header_hash_and_every_transfer() {
    for (var block : Chains.random(3, 30, 20)) {
      var view = BlockView.of(block);
      assertEquals(block.header(), view.header());
      assertEquals(block.hash(), view.hash());
      assertEquals(block.transfers(), view.first(Integer.MAX_VALUE));
      assertEquals(block.transfers().stream().limit(2).toList(), view.first(2));
      var cursor = view.transfers();
      for (int i = 0; i < block.transfers().size(); i++) {
        var transfer = block.transfers().get(i);
        assertTrue(cursor.next());
        assertEquals(i, cursor.position());
        assertEquals(transfer.amount(), cursor.amount());
        assertEquals(GENESIS.indexOf(transfer.from()), cursor.from(NUMBERS));
        assertEquals(GENESIS.indexOf(transfer.to()), cursor.to(NUMBERS));
        assertEquals(transfer, view.transferAt(cursor.offset()));
      }
      assertFalse(cursor.next());
    }
  }

  @Test
  void accounts_that_are_not_there_have_no_number() {
    var names = List.of("nobody", "A", "A11", "a1");
    for (var name : names) {
      var bytes = name.getBytes(java.nio.charset.StandardCharsets.UTF_8);
      assertEquals(GENESIS.indexOf(name) < 0, NUMBERS.of(bytes, 0, bytes.length) < 0, name);
    }
  }

  @Test
  void bytes_that_end_in_the_middle_of_a_transfer_are_malformed() {
    var block =
        Chains.random(3, 30, 20).stream()
            .filter(each -> each.transfers().size() > 3)
            .findFirst()
            .orElseThrow();
    var bytes = Arrays.copyOf(block.bytes(), block.bytes().length - 20);
    var cursor = BlockView.of(bytes).transfers();
    assertThrows(
        MalformedException.class,
        () -> {
          while (cursor.next()) {
            cursor.amount();
          }
        });
  }
}
