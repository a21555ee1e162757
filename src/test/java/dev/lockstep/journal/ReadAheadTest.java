package dev.lockstep.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lockstep.chain.Chains;
import dev.lockstep.order.JournalRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Records that are decoded ahead")
class ReadAheadTest {
  private static final byte CLOCK = RecordCodec.type(new JournalRecord.Clock(1));
  private static final byte[] NO_BLOCK = new byte[100 << 10];

  private final List<Long> positions = new ArrayList<>();

  private static byte[] clock(long time) {
    return RecordCodec.body(new JournalRecord.Clock(time));
  }

  @Test
  void they_arrive_whole_and_in_order_whatever_their_size() {
    var chain = Chains.singles(Chains.genesis(), 20_000);
    List<ReadAhead.Decoded> decoded = new ArrayList<>();
    var ahead = new ReadAhead(decoded::add);
    for (var block : chain) {
      ahead.add(block.height(), RecordCodec.APPENDED, block.bytes());
      if (block.height() % 1_000 == 0) {
        ahead.add(block.height(), RecordCodec.APPENDED, NO_BLOCK);
      }
    }
    ahead.finish();
    var entries = decoded.stream().filter(ReadAhead.Decoded.Entry.class::isInstance).toList();
    assertEquals(chain.size(), entries.size());
    for (int i = 0; i < chain.size(); i++) {
      var entry = (ReadAhead.Decoded.Entry) entries.get(i);
      assertEquals(i + 1, entry.position());
      assertEquals(new JournalRecord.Appended(chain.get(i)), entry.entry());
    }
    assertEquals(20, decoded.size() - entries.size());
    assertInstanceOf(ReadAhead.Decoded.Malformed.class, decoded.get(1_000));
  }

  @Test
  void none_arrives_behind_one_that_was_not_taken() {
    var ahead = new ReadAhead(this::takeBelow30);
    LongStream.range(0, 60).forEach(position -> ahead.add(position, CLOCK, clock(position)));
    assertThrows(IllegalStateException.class, ahead::finish);
    ahead.finish();
    assertEquals(LongStream.range(0, 30).boxed().toList(), positions);
  }

  @Test
  void the_same_where_many_wait() {
    var ahead = new ReadAhead(this::takeBelow30);
    assertThrows(
        IllegalStateException.class,
        () ->
            LongStream.range(0, 10_000)
                .forEach(position -> ahead.add(position, RecordCodec.APPENDED, NO_BLOCK)));
    ahead.finish();
    assertEquals(LongStream.range(0, 30).boxed().toList(), positions);
  }

  private void takeBelow30(ReadAhead.Decoded decoded) {
    if (decoded.position() == 30) {
      throw new IllegalStateException("not this one");
    }
    positions.add(decoded.position());
  }
}
