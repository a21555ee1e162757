package dev.lockstep.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.journal.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The tail of a trace")
class TraceTailTest {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678901Z");

  @TempDir Path directory;

  private static TracedEvent event(long number) {
    return new TracedEvent(number, AT, 2 * number, "state", "{\"reason\":\"a\\tb\"}");
  }

  private static List<TracedEvent> events(long first, long last) {
    return LongStream.rangeClosed(first, last).mapToObj(TraceTailTest::event).toList();
  }

  private static List<Long> numbers(List<TracedEvent> events) {
    return events.stream().map(TracedEvent::number).toList();
  }

  @Test
  void has_the_events_that_were_written() {
    var tail = new TraceTail(directory);
    assertEquals(List.of(), tail.read());

    tail.append(TraceLines.of(events(1, 2)));
    tail.append(TraceLines.of(events(3, 3)));

    assertEquals(events(1, 3), new TraceTail(directory).read());
  }

  /** A kill may come in the middle of a line; the next process goes on behind it. */
  @Test
  void leaves_out_a_line_that_is_torn() throws IOException {
    new TraceTail(directory).append(TraceLines.of(events(1, 3)));
    var file = directory.resolve("trace.tail");
    var bytes = Files.readAllBytes(file);
    for (int cut = 2; cut < 30; cut++) {
      Files.write(file, Arrays.copyOf(bytes, bytes.length - cut));
      assertEquals(List.of(1L, 2L), numbers(new TraceTail(directory).read()));

      new TraceTail(directory).append(TraceLines.of(events(4, 4)));
      assertEquals(List.of(1L, 2L, 4L), numbers(new TraceTail(directory).read()));
    }
  }

  @Test
  void holds_the_newest_events_alone() throws IOException {
    var tail = new TraceTail(directory, 10_000);
    for (long i = 0; i < 100; i++) {
      tail.append(TraceLines.of(events(10 * i + 1, 10 * i + 10)));
    }

    var kept = numbers(tail.read());
    assertEquals(1_000, kept.getLast());
    assertTrue(kept.size() > 100 && kept.size() < 500, "" + kept.size());
    assertEquals(LongStream.rangeClosed(kept.getFirst(), 1_000).boxed().toList(), kept);
    assertTrue(Files.size(directory.resolve("trace.tail")) < 11_000);
  }

  /** The member may be about to start again, and finds its directory as it was. */
  @Test
  void is_read_for_others_without_a_lock() throws IOException {
    new TraceTail(directory).append(TraceLines.of(events(1, 5)));
    assertEquals(events(4, 5), StoppedTrace.lastMoments(directory, "A", 1, 2));
    assertEquals(events(3, 5), StoppedTrace.lastMoments(directory, "A", 3, 9));
    assertEquals(List.of(), StoppedTrace.lastMoments(directory, "A", 6, 9));
    assertEquals(events(5, 5), StoppedTrace.lastMoments(directory, "A", 5, 9));
    assertTrue(Files.notExists(directory.resolve("lock")));

    Files.writeString(directory.resolve("member"), "B\n");
    assertThrows(DataException.class, () -> StoppedTrace.lastMoments(directory, "A", 1, 2));
    assertEquals(List.of(), StoppedTrace.lastMoments(directory.resolve("nobody"), "C", 1, 2));
  }

  /** Nothing depends on it. */
  @Test
  void that_cannot_be_written_is_no_failure() throws IOException {
    Files.createDirectory(directory.resolve("trace.tail"));
    var tail = new TraceTail(directory);

    tail.append(TraceLines.of(events(1, 1)));

    assertEquals(List.of(), tail.read());
  }

  @Test
  void is_what_a_stopped_member_has_left() {
    new TraceTail(directory).append(TraceLines.of(events(1, 9)));

    assertEquals(events(7, 9), StoppedTrace.newest(directory, 0, 3));
    assertEquals(events(8, 9), StoppedTrace.newest(directory, 8, 100));
  }
}
