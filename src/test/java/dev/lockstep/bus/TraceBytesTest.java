package dev.lockstep.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lockstep.bus.TraceMessage.Item;
import dev.lockstep.chain.ByteReader;
import dev.lockstep.chain.ByteWriter;
import dev.lockstep.chain.MalformedException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A message about events, as bytes")
class TraceBytesTest {
  private static byte[] bytes(TraceMessage message) {
    var out = new ByteWriter(64);
    TraceBytes.write(message, out);
    return out.toByteArray();
  }

  private static TraceMessage read(byte[] bytes) {
    return TraceBytes.read(new ByteReader(bytes));
  }

  private static TraceMessage.Page page(long first, long next, long last, long... numbers) {
    var items = LongStream.of(numbers).mapToObj(n -> new Item(n, "{\"kind\":\"⇄\"}")).toList();
    return new TraceMessage.Page("B", 7, first, next, last, items);
  }

  private static void refused(TraceMessage message) {
    assertThrows(MalformedException.class, () -> read(bytes(message)), message::toString);
  }

  @Test
  void is_read_as_it_was_written() {
    for (var message :
        List.of(
            new TraceMessage.Ask("A", -3, TraceMessage.NEWEST, 500),
            new TraceMessage.Ask("A", Long.MAX_VALUE, 1, 0),
            page(5, 5, 4),
            page(5, 9, 20, 5, 7, 8),
            page(1, 1, 0))) {
      assertEquals(message, read(bytes(message)));
    }
  }

  /** Readers count on it that the numbers of an answer ascend, and are within what it names. */
  @Test
  void with_numbers_that_cannot_be_is_refused() {
    refused(page(5, 9, 20, 5, 5));
    refused(page(5, 9, 20, 7, 6));
    refused(page(5, 9, 20, 4));
    refused(page(5, 7, 20, 5, 8));
    refused(page(-1, 9, 20));
    refused(page(9, 5, 20));
    refused(page(5, 9, 7));
    refused(new TraceMessage.Ask("A", 1, -2, 1));
  }

  @Test
  void with_more_events_than_an_answer_may_have_is_refused() {
    var most = LongStream.rangeClosed(1, TraceMessage.EVENTS_MAX).toArray();
    assertEquals(page(1, 300, 300, most), read(bytes(page(1, 300, 300, most))));

    refused(page(1, 300, 300, LongStream.rangeClosed(1, TraceMessage.EVENTS_MAX + 1).toArray()));
    var long1 = new Item(1, "x".repeat(2 << 20));
    refused(new TraceMessage.Page("B", 7, 1, 2, 2, List.of(long1)));
  }

  @Test
  void that_is_cut_off_or_of_no_kind_is_refused() {
    var whole = bytes(page(5, 9, 20, 5, 7));
    for (int length = 0; length < whole.length; length++) {
      var cut = Arrays.copyOf(whole, length);
      assertThrows(MalformedException.class, () -> read(cut));
    }
    whole[0] = 3;
    assertThrows(MalformedException.class, () -> read(whole));
  }
}
