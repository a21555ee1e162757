package dev.lockstep.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A segment on a real disk")
class DiskFilesTest {
  private static final int LONG = 1 << 20;

  /** An eighth of what is there. */
  private static final long RESERVED = LONG / 8;

  @TempDir private Path directory;

  private Path segment(int number) {
    return directory.resolve(SegmentNames.of(number));
  }

  private SegmentWriter writer() throws IOException {
    return SegmentWriter.open(new DiskFiles(directory), 4 << 20, read(new ArrayList<>()));
  }

  private JournalReader.End read(List<byte[]> found) {
    return JournalReader.read(directory, (_, _, body) -> found.add(body), Progress.NONE);
  }

  private static void append(SegmentWriter writer, int bytes) throws IOException {
    writer.append((byte) 1, new byte[bytes]);
    writer.sync();
    writer.confirm();
  }

  @Test
  void has_place_reserved_which_is_no_torn_end_after_a_kill() throws IOException {
    for (int start = 1; start <= 2; start++) {
      var writer = writer();
      append(writer, LONG);
      append(writer, 100);
      long end = Position.offset(writer.position());
      assertTrue(Files.size(segment(1)) > end + RESERVED / 2);
      assertTrue(Files.size(segment(1)) < end + end / 7);
      List<byte[]> found = new ArrayList<>();
      assertFalse(read(found).isTorn());
      assertEquals(2 * start, found.size());
    }
  }

  @Test
  void grows_once_for_many_records() throws IOException {
    var writer = writer();
    append(writer, LONG);
    long size = Files.size(segment(1));
    for (int i = 0; i < 900; i++) {
      append(writer, 100);
    }
    assertEquals(size, Files.size(segment(1)));
    append(writer, LONG);
    assertTrue(Files.size(segment(1)) >= Position.offset(writer.position()) + RESERVED);
    assertFalse(read(new ArrayList<>()).isTorn());
  }

  @Test
  void has_none_when_it_is_full_or_the_node_stops() throws IOException {
    var writer = writer();
    append(writer, 100);
    append(writer, 4 << 20);
    writer.close();
    assertEquals(Position.segment(writer.position()), 2);
    assertEquals(Files.size(segment(2)), Position.offset(writer.position()));
    List<byte[]> found = new ArrayList<>();
    assertFalse(read(found).isTorn());
    assertEquals(2, found.size());
  }

  @Test
  void is_torn_when_the_rest_is_not_all_zero() throws IOException {
    var writer = writer();
    append(writer, LONG);
    long end = Position.offset(writer.position());
    try (var channel = Files.newByteChannel(segment(1), StandardOpenOption.WRITE)) {
      channel.position(end + 77);
      channel.write(ByteBuffer.wrap(new byte[] {1}));
    }
    var torn = read(new ArrayList<>());
    assertTrue(torn.isTorn());
    assertEquals(end, torn.validBytes());
    append(writer(), 100);
    assertFalse(read(new ArrayList<>()).isTorn());
  }
}
