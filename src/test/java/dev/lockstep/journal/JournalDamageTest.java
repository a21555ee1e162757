package dev.lockstep.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A torn end is cut; damage to what was confirmed is an error that says where. */
@DisplayName("Damage to the journal")
class JournalDamageTest {
  private static final Journal.Options OPTIONS = new Journal.Options(1 << 20, 1 << 20);

  @TempDir Path directory;

  /** The bodies are numbers, so that a list of them tells all. */
  private static byte[] body(int number, int length) {
    return ByteBuffer.allocate(Integer.BYTES + length).putInt(number).array();
  }

  private static List<Integer> open(Path directory, Journal.Options options) {
    List<Integer> numbers = new ArrayList<>();
    Journal.open(
            directory,
            options,
            (_, _, body) -> numbers.add(ByteBuffer.wrap(body).getInt()),
            Progress.NONE)
        .close();
    return numbers;
  }

  private Path segment(int number) {
    return directory.resolve(SegmentNames.of(number));
  }

  private List<Long> write(int records, int length) {
    List<Long> positions = new ArrayList<>();
    try (var journal = Journal.open(directory, OPTIONS, (_, _, _) -> {}, Progress.NONE)) {
      for (int i = 0; i < records; i++) {
        positions.add(journal.appendAndSync((byte) 1, body(i, length)));
      }
    }
    return positions;
  }

  @Test
  void a_torn_end_is_cut_at_every_byte_of_the_last_record() throws IOException {
    int last = Position.offset(write(3, 40).getLast());
    var whole = Files.readAllBytes(segment(1));
    int recordEnd = last + RecordFormat.OVERHEAD + 44;
    for (int length = last; length < whole.length; length++) {
      Files.write(segment(1), Arrays.copyOf(whole, length));
      var wanted = length < recordEnd ? List.of(0, 1) : List.of(0, 1, 2);
      assertEquals(wanted, open(directory, OPTIONS), "cut to " + length);
      assertEquals(wanted, open(directory, OPTIONS), "again, cut to " + length);
    }
  }

  @Test
  void zeros_and_garbage_behind_the_last_record_are_cut() throws IOException {
    write(3, 40);
    var whole = Files.readAllBytes(segment(1));
    var random = new Random(1);
    for (int length : new int[] {1, 8, 9, 4096, 100_000}) {
      for (boolean isZero : new boolean[] {true, false}) {
        var tail = new byte[length];
        if (!isZero) {
          random.nextBytes(tail);
        }
        Files.write(segment(1), concat(whole, tail));
        assertEquals(List.of(0, 1, 2), open(directory, OPTIONS));
        assertEquals(whole.length + RecordFormat.MARK_BYTES, Files.size(segment(1)), 20);
      }
    }
  }

  @Test
  void a_torn_end_of_many_megabytes_is_cut_too() throws IOException {
    var big = new Journal.Options(64 << 20, 64 << 20);
    var block = ByteBuffer.allocate(8 << 20);
    for (int transfer = 0; block.remaining() > 64; transfer++) {
      block.putInt(transfer).putLong(transfer * 0x9E3779B97F4A7C15L).putLong(100 + transfer);
      block.putShort((short) 2).putShort((short) 0x4131).putShort((short) 12);
    }
    try (var journal = Journal.open(directory, big, (_, _, _) -> {}, Progress.NONE)) {
      journal.appendAndSync((byte) 1, body(0, 40));
      journal.appendAndSync((byte) 4, block.array());
    }
    var whole = Files.readAllBytes(segment(1));
    var torn = Arrays.copyOf(whole, whole.length - RecordFormat.MARK_BYTES);
    Arrays.fill(torn, 4 << 20, (4 << 20) + 4096, (byte) 0);
    Files.write(segment(1), torn);
    assertEquals(List.of(0), open(directory, big));
  }

  @Test
  void after_a_cut_the_journal_goes_on_where_it_was_cut() throws IOException {
    write(3, 40);
    var whole = Files.readAllBytes(segment(1));
    Files.write(segment(1), Arrays.copyOf(whole, whole.length - 30));
    try (var journal = Journal.open(directory, OPTIONS, (_, _, _) -> {}, Progress.NONE)) {
      journal.appendAndSync((byte) 1, body(7, 3));
    }
    assertEquals(List.of(0, 1, 7), open(directory, OPTIONS));
  }

  @Test
  void a_flipped_bit_anywhere_before_the_last_mark_is_found_and_named() throws IOException {
    write(3, 10);
    var whole = Files.readAllBytes(segment(1));
    int confirmed = whole.length - RecordFormat.MARK_BYTES;
    for (int offset = 0; offset < confirmed; offset++) {
      for (int bit = 0; bit < 8; bit += 3) {
        var damaged = whole.clone();
        damaged[offset] ^= (byte) (1 << bit);
        Files.write(segment(1), damaged);
        var thrown =
            assertThrows(DataException.class, () -> open(directory, OPTIONS), "at " + offset);
        assertEquals(DataException.Kind.DAMAGED, thrown.kind());
        assertTrue(thrown.getMessage().contains("0000000001.log at offset "), thrown.getMessage());
        assertEquals(whole.length, Files.size(segment(1)), "it must stay as it was");
      }
    }
  }

  @Test
  void a_flipped_bit_in_the_mark_at_the_end_costs_nothing() throws IOException {
    write(3, 10);
    var whole = Files.readAllBytes(segment(1));
    for (int offset = whole.length - RecordFormat.MARK_BYTES; offset < whole.length; offset++) {
      var damaged = whole.clone();
      damaged[offset] ^= 1;
      Files.write(segment(1), damaged);
      assertEquals(List.of(0, 1, 2), open(directory, OPTIONS));
    }
  }

  @Test
  void a_length_beyond_all_reason_takes_no_memory() throws IOException {
    int last = Position.offset(write(3, 10).getLast());
    var whole = Files.readAllBytes(segment(1));
    for (int length : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 24, 1 << 30}) {
      var damaged = Arrays.copyOf(whole, last + RecordFormat.OVERHEAD + 14);
      ByteBuffer.wrap(damaged).putInt(last, length);
      Files.write(segment(1), damaged);
      assertEquals(List.of(0, 1), open(directory, OPTIONS));
    }
  }

  @Test
  void damage_at_the_end_of_a_segment_that_is_not_the_last_is_an_error() throws IOException {
    var small = new Journal.Options(100, 1000);
    try (var journal = Journal.open(directory, small, (_, _, _) -> {}, Progress.NONE)) {
      for (int i = 0; i < 6; i++) {
        journal.appendAndSync((byte) 1, body(i, 30));
      }
    }
    var whole = Files.readAllBytes(segment(1));
    Files.write(segment(1), Arrays.copyOf(whole, whole.length - 1));
    var thrown = assertThrows(DataException.class, () -> open(directory, small));
    assertTrue(thrown.getMessage().contains("0000000001.log at offset "), thrown.getMessage());

    Files.write(segment(1), new byte[0]);
    assertThrows(DataException.class, () -> open(directory, small));

    Files.delete(segment(1));
    thrown = assertThrows(DataException.class, () -> open(directory, small));
    assertTrue(thrown.getMessage().contains("misses its segment 0000000001.log"));
  }

  @Test
  void a_segment_in_the_place_of_another_is_found() throws IOException {
    var small = new Journal.Options(100, 1000);
    try (var journal = Journal.open(directory, small, (_, _, _) -> {}, Progress.NONE)) {
      for (int i = 0; i < 6; i++) {
        journal.appendAndSync((byte) 1, body(i, 30));
      }
    }
    Files.copy(segment(1), directory.resolve("kept"));
    Files.delete(segment(2));
    Files.move(directory.resolve("kept"), segment(2));
    var thrown = assertThrows(DataException.class, () -> open(directory, small));
    assertTrue(thrown.getMessage().contains("0000000002.log at offset 0"), thrown.getMessage());
  }

  @Test
  void a_new_segment_that_never_got_its_first_record_is_begun_again() throws IOException {
    write(3, 10);
    for (var content : List.of(new byte[0], new byte[4096], new byte[] {0, 0, 0, 8, 127, 1})) {
      Files.write(segment(2), content);
      assertEquals(List.of(0, 1, 2), open(directory, OPTIONS));
      assertEquals(2 * RecordFormat.MARK_BYTES, Files.size(segment(2)), 17);
    }
  }

  private static byte[] concat(byte[] first, byte[] second) {
    var both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
