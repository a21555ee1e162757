package dev.lockstep.chain;

import static dev.lockstep.chain.Sample.transfer;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A block")
class BlockTest {
  private static final Block BLOCK =
      Block.of(
          7,
          Sample.GENESIS.hash(),
          42,
          "A",
          List.of(
              transfer(1, "A", "B", 400),
              new Transfer(Sample.id(2), "A2", "C", 1, "h\u00e9 \ud83c\udf4b"),
              transfer(3, "A", "A2", Amount.MAX)));

  /** Magic, height, previous hash, time, proposer of one letter: there the count stands. */
  private static final int COUNT_AT = 17 + 8 + 32 + 8 + 3;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 100, Block.TRANSFERS_MAX})
  void a_block_reads_back_from_its_bytes(int transfers) {
    var block =
        Block.of(
            3,
            Sample.GENESIS.hash(),
            9,
            "B",
            LongStream.range(0, transfers).mapToObj(i -> transfer(i, "B", "A", i + 1)).toList());

    var read = Block.decode(block.bytes());

    assertEquals(block.header(), read.header());
    assertEquals(block.transfers(), read.transfers());
    assertEquals(block.hash(), read.hash());
    assertArrayEquals(block.bytes(), read.bytes());
    for (int i = 0; i < transfers; i++) {
      assertEquals(block.fingerprint(i), read.fingerprint(i));
    }
  }

  @Test
  void no_block_holds_more_than_the_maximum() {
    var tooMany =
        LongStream.rangeClosed(0, Block.TRANSFERS_MAX)
            .mapToObj(i -> transfer(i, "B", "A", 1))
            .toList();
    assertThrows(
        IllegalArgumentException.class, () -> Block.of(1, Sample.GENESIS.hash(), 1, "B", tooMany));
  }

  @Test
  void every_truncated_prefix_is_refused() {
    for (int length = 0; length < BLOCK.bytes().length; length++) {
      var prefix = Arrays.copyOf(BLOCK.bytes(), length);
      assertThrows(MalformedException.class, () -> Block.decode(prefix), length + " bytes");
    }
  }

  @Test
  void bytes_behind_the_end_are_refused() {
    var longer = Arrays.copyOf(BLOCK.bytes(), BLOCK.bytes().length + 1);
    assertThrows(MalformedException.class, () -> Block.decode(longer));
  }

  @Test
  void a_flipped_bit_anywhere_is_refused_or_gives_another_hash() {
    int refused = 0;
    int other = 0;
    for (int bit = 0; bit < 8 * BLOCK.bytes().length; bit++) {
      var bytes = BLOCK.bytes().clone();
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        var read = Block.decode(bytes);
        assertNotEquals(BLOCK.hash(), read.hash(), "bit " + bit);
        assertArrayEquals(bytes, read.bytes(), "bit " + bit);
        other++;
      } catch (MalformedException e) {
        refused++;
      }
    }
    assertTrue(refused > 0 && other > 0, refused + " refused, " + other + " others");
  }

  @Test
  void a_flipped_bit_among_the_transfers_is_always_refused() {
    int transfersAt = COUNT_AT + 4 + 32;
    for (int at = transfersAt; at < BLOCK.bytes().length; at++) {
      var bytes = BLOCK.bytes().clone();
      bytes[at] ^= 1;
      assertThrows(MalformedException.class, () -> Block.decode(bytes), "byte " + at);
    }
  }

  @Test
  void random_bytes_are_refused_without_any_other_failure() {
    var random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      var bytes = BLOCK.bytes().clone();
      for (int changes = 1 + random.nextInt(8); changes > 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      if (!Arrays.equals(bytes, BLOCK.bytes())) {
        try {
          assertNotEquals(BLOCK.hash(), Block.decode(bytes).hash());
        } catch (MalformedException e) {
          // As it should be.
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, 4, 8_193, 1_000_000, Integer.MAX_VALUE})
  void an_absurd_count_is_refused_before_anything_is_allocated(int count) {
    var bytes = BLOCK.bytes().clone();
    for (int i = 0; i < 4; i++) {
      bytes[COUNT_AT + i] = (byte) (count >>> 8 * (3 - i));
    }
    long before = allocated();
    assertThrows(MalformedException.class, () -> Block.decode(bytes));
    long after = allocated();
    assertTrue(after - before < 1_000_000, after - before + " bytes");
  }

  @Test
  void a_string_that_claims_more_than_there_is_is_refused() {
    var bytes = BLOCK.bytes().clone();
    bytes[COUNT_AT - 3] = (byte) 0xff;
    bytes[COUNT_AT - 2] = (byte) 0xff;
    assertThrows(MalformedException.class, () -> Block.decode(bytes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"c0af", "eda080", "f8888080", "ff", "c3"})
  void a_string_that_is_not_utf8_is_refused(String hex) {
    var bad = java.util.HexFormat.of().parseHex(hex);
    var bytes =
        new ByteWriter(64)
            .uuid(new UUID(1, 2))
            .str("A")
            .str("B")
            .int64(1)
            .int8(0)
            .int8(bad.length)
            .bytes(bad)
            .toByteArray();
    assertThrows(MalformedException.class, () -> Transfer.decode(new ByteReader(bytes)));
  }

  @Test
  void the_hash_covers_every_field() {
    var hash = BLOCK.hash();
    var zero = Hash.ZERO;
    var transfers = BLOCK.transfers();
    var previous = BLOCK.previous();
    assertNotEquals(hash, Block.of(8, previous, 42, "A", transfers).hash());
    assertNotEquals(hash, Block.of(7, zero, 42, "A", transfers).hash());
    assertNotEquals(hash, Block.of(7, previous, 43, "A", transfers).hash());
    assertNotEquals(hash, Block.of(7, previous, 42, "B", transfers).hash());
    assertNotEquals(hash, Block.of(7, previous, 42, "A", transfers.subList(0, 2)).hash());
    assertNotEquals(hash, Block.of(7, previous, 42, "A", transfers.reversed()).hash());
    assertEquals(hash, Block.of(7, previous, 42, "A", transfers).hash());
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }
}
