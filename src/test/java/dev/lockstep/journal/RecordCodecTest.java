package dev.lockstep.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Chains;
import dev.lockstep.chain.MalformedException;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.PaxosRecord;
import dev.lockstep.paxos.Ballot;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The records of Paxos mode, byte by byte. */
@DisplayName("The bytes of records")
class RecordCodecTest {
  private static final Transfer FIRST = new Transfer(new UUID(1, 2), "A", "B", 400, "lunch");
  private static final Transfer SECOND = new Transfer(new UUID(3, 4), "A", "C", 1, "");
  private static final Block BLOCK =
      Block.of(1, Chains.genesis().hash(), 3, "A", List.of(FIRST, SECOND));

  static Stream<JournalRecord> entries() {
    return Stream.of(
        new PaxosRecord.Promised(Ballot.NONE),
        new PaxosRecord.Promised(new Ballot(Long.MAX_VALUE, "a-long_name-with-32-characters-0")),
        new PaxosRecord.Accepted(new Ballot(7, "B"), BLOCK),
        new PaxosRecord.Executed(List.of()),
        new PaxosRecord.Executed(List.of(FIRST, SECOND)),
        new PaxosRecord.RecoveryHeight(12),
        new PaxosRecord.Generation(2));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void every_record_reads_back(JournalRecord entry) {
    assertEquals(entry, RecordCodec.decode(RecordCodec.type(entry), RecordCodec.body(entry)));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void less_and_more_than_a_record_is_none(JournalRecord entry) {
    var body = RecordCodec.body(entry);
    for (int length = 0; length <= body.length + 1; length++) {
      if (length != body.length) {
        var other = Arrays.copyOf(body, length);
        assertThrows(
            MalformedException.class,
            () -> RecordCodec.decode(RecordCodec.type(entry), other),
            length + " bytes");
      }
    }
  }

  /** As {@code docs/format.md} has them. */
  @Test
  void the_bytes_are_the_documented_ones() {
    assertBytes(7, "0000000000000007" + "000142", new PaxosRecord.Promised(new Ballot(7, "B")));
    var block = HexFormat.of().formatHex(BLOCK.bytes());
    assertBytes(
        8,
        "0000000000000007" + "000142" + "%08x".formatted(BLOCK.bytes().length) + block,
        new PaxosRecord.Accepted(new Ballot(7, "B"), BLOCK));
    assertBytes(
        9,
        "00000001"
            + "00000000000000010000000000000002"
            + "000141"
            + "000142"
            + "0000000000000190"
            + "00056c756e6368",
        new PaxosRecord.Executed(List.of(FIRST)));
    assertBytes(10, "000000000000000c", new PaxosRecord.RecoveryHeight(12));
    assertBytes(11, "0000000000000002", new PaxosRecord.Generation(2));
  }

  private static void assertBytes(int type, String hex, JournalRecord entry) {
    assertEquals(type, RecordCodec.type(entry));
    assertEquals(hex, HexFormat.of().formatHex(RecordCodec.body(entry)));
  }
}
