package dev.lockstep.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Chains;
import dev.lockstep.order.JournalRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One flipped byte anywhere in a journal at rest.
 *
 * <p>The rule: a mark says that all before it was forced to the disk. So whatever is bad before the
 * last mark has been damaged, and the node does not start. Behind the last mark stands only what
 * nobody was told of. The last mark itself is all that may be damaged without harm: nothing but the
 * knowledge that the group before it was whole goes with it, and that group is still read.
 */
@DisplayName("A flipped byte in the journal")
class FlippedByteTest {
  private static final Journal.Options OPTIONS = new Journal.Options(700, 1 << 20);
  private static final List<JournalRecord> RECORDS = SampleJournal.records(Chains.random(3, 6, 2));

  @TempDir Path data;

  private DataDirectory directory;
  private List<Path> segments;

  @BeforeEach
  void write() {
    directory = DataDirectory.open(data, "A");
    try (var journal = Journal.open(directory.journal(), OPTIONS, (_, _, _) -> {}, Progress.NONE)) {
      RECORDS.forEach(entry -> SampleJournal.appendAndSync(journal, entry));
    }
    segments =
        SegmentNames.in(directory.journal()).stream()
            .map(number -> directory.journal().resolve(SegmentNames.of(number)))
            .toList();
    assertTrue(segments.size() >= 3, "one segment would show too little");
  }

  @AfterEach
  void close() {
    directory.close();
  }

  @Test
  void is_found_by_a_start_and_by_verify_which_name_the_record_it_is_in() throws IOException {
    var random = new Random(1);
    for (var segment : segments) {
      var whole = Files.readAllBytes(segment);
      boolean isLast = segment.equals(segments.getLast());
      int confirmed = isLast ? whole.length - RecordFormat.MARK_BYTES : whole.length;
      for (int offset = 0; offset < confirmed; offset++) {
        var damaged = whole.clone();
        damaged[offset] ^= (byte) (1 << random.nextInt(8));
        Files.write(segment, damaged);
        var place = segment.getFileName() + " at offset " + recordAt(whole, offset) + ":";

        var thrown = assertThrows(DataException.class, this::start, place);
        assertEquals(DataException.Kind.DAMAGED, thrown.kind());
        assertTrue(thrown.getMessage().contains(place), thrown.getMessage());
        var broken = assertInstanceOf(JournalAudit.Broken.class, verify(), place);
        assertTrue(broken.sentence().contains(place), broken.sentence());
        assertArrayEquals(damaged, Files.readAllBytes(segment), "it must stay as it was");
      }
      Files.write(segment, whole);
    }
  }

  @Test
  void in_the_last_mark_is_told_by_verify_and_costs_nothing() throws IOException {
    var last = segments.getLast();
    var whole = Files.readAllBytes(last);
    for (int offset = whole.length - RecordFormat.MARK_BYTES; offset < whole.length; offset++) {
      for (int bit = 0; bit < 8; bit++) {
        var damaged = whole.clone();
        damaged[offset] ^= (byte) (1 << bit);
        Files.write(last, damaged);
        var sound = assertInstanceOf(JournalAudit.Sound.class, verify());
        assertFalse(sound.tornEnd().isEmpty(), "byte " + offset);
        assertEquals(RECORDS, SampleJournal.in(directory.journal()));
        start();
        assertArrayEquals(whole, Files.readAllBytes(last), "the mark is there again");
      }
    }
  }

  /** The start of the record that a byte belongs to. */
  private static int recordAt(byte[] segment, int offset) {
    var bytes = ByteBuffer.wrap(segment);
    int start = 0;
    while (start + RecordFormat.size(bytes, start) <= offset) {
      start += RecordFormat.size(bytes, start);
    }
    return start;
  }

  private void start() {
    Recovery.open(directory, Chains.genesis(), OPTIONS, Progress.NONE).journal().close();
  }

  private JournalAudit.Result verify() {
    return JournalAudit.offline(directory.journal(), Chains.genesis(), Progress.NONE);
  }
}
