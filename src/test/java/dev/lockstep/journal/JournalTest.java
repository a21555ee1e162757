package dev.lockstep.journal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is appended, when it is reported, and what is read back. */
@DisplayName("The journal")
class JournalTest {
  private static final Journal.Options SMALL = new Journal.Options(1000, 10_000);

  @TempDir Path directory;

  private record Found(long position, byte type, byte[] body) {}

  private List<Found> readBack() {
    List<Found> found = new ArrayList<>();
    Journal.open(
            directory,
            SMALL,
            (position, type, body) -> found.add(new Found(position, type, body)),
            Progress.NONE)
        .close();
    return found;
  }

  private Journal open(SegmentFiles files) {
    return Journal.open(directory, files, SMALL, (_, _, _) -> {}, Progress.NONE);
  }

  private Journal open() {
    return Journal.open(directory, SMALL, (_, _, _) -> {}, Progress.NONE);
  }

  @Test
  void records_come_back_in_order_with_the_positions_that_were_reported() {
    var reports = new Reports();
    List<byte[]> bodies = new ArrayList<>();
    try (var journal = open()) {
      for (int i = 0; i < 100; i++) {
        bodies.add(("record " + i).repeat(i % 7).getBytes());
        assertTrue(journal.append((byte) (1 + i % 3), bodies.get(i), reports));
        reports.await(1);
      }
    }
    var found = readBack();
    assertEquals(reports.positions(), found.stream().map(Found::position).toList());
    for (int i = 0; i < 100; i++) {
      assertEquals(1 + i % 3, found.get(i).type);
      assertArrayEquals(bodies.get(i), found.get(i).body);
    }
    assertEquals(found.stream().map(Found::position).sorted().toList(), reports.positions());
  }

  @Test
  void full_segments_are_followed_by_new_ones_and_a_big_record_gets_its_own() throws Exception {
    try (var journal = open()) {
      journal.appendAndSync((byte) 1, new byte[600]);
      journal.appendAndSync((byte) 1, new byte[600]);
      journal.appendAndSync((byte) 1, new byte[5000]);
      journal.appendAndSync((byte) 1, new byte[10]);
    }
    try (var files = Files.list(directory)) {
      assertEquals(
          List.of("0000000001.log", "0000000002.log", "0000000003.log", "0000000004.log"),
          files.map(f -> f.getFileName().toString()).sorted().toList());
    }
    assertEquals(List.of(600, 600, 5000, 10), readBack().stream().map(f -> f.body.length).toList());
  }

  @Test
  void nothing_is_reported_before_the_sync_and_one_sync_serves_all_that_wait() {
    var disk = new TestDisk();
    var first = new Reports();
    var others = new Reports();
    try (var journal = open(disk)) {
      disk.forces.drainPermits();
      long syncs = syncs(disk);
      journal.append((byte) 1, new byte[10], first);
      await("a sync that waits").until(disk.forces::hasQueuedThreads);
      for (int i = 0; i < 50; i++) {
        journal.append((byte) 2, new byte[100], others);
      }
      assertEquals(List.of(), first.positions());

      disk.forces.release(1);
      first.await(1);
      await("a sync that waits").until(disk.forces::hasQueuedThreads);
      assertEquals(List.of(), others.positions());

      disk.forces.release(Integer.MAX_VALUE / 2);
      others.await(50);
      // 50 records of 109 bytes fill five more segments, each of which is forced before the next.
      assertTrue(syncs(disk) - syncs <= 2 + 2 * 6, "syncs: " + (syncs(disk) - syncs));
    }
  }

  @Test
  void a_group_that_fits_a_segment_takes_one_write_and_one_sync() {
    var disk = new TestDisk();
    var reports = new Reports();
    var options = new Journal.Options(1 << 20, 1 << 20);
    try (var journal = Journal.open(directory, disk, options, (_, _, _) -> {}, Progress.NONE)) {
      disk.forces.drainPermits();
      journal.append((byte) 1, new byte[10], reports);
      await("a sync that waits").until(disk.forces::hasQueuedThreads);
      for (int i = 0; i < 500; i++) {
        journal.append((byte) 2, new byte[100], reports);
      }
      disk.forces.release(1000);
      reports.await(501);
    }
    // The segment's mark; then for each of the two groups its records, and the mark behind it.
    assertEquals(5, Collections.frequency(disk.operations(), "write"));
    // The new segment, the two groups, and once more when it was closed.
    assertEquals(4, syncs(disk));
  }

  private static int syncs(TestDisk disk) {
    return Collections.frequency(disk.operations(), "force");
  }

  @Test
  void after_a_failed_sync_everything_fails_for_the_same_reason_and_no_sync_is_tried_again() {
    var disk = new TestDisk();
    var reports = new Reports();
    try (var journal = open(disk)) {
      journal.appendAndSync((byte) 1, new byte[10]);
      long end = journal.durableEnd();
      disk.failsToForce = true;
      journal.append((byte) 1, new byte[10], reports);
      reports.await(1);
      disk.failsToForce = false;
      int operations = disk.operations().size();
      journal.append((byte) 1, new byte[10], reports);
      var thrown =
          assertThrows(DataException.class, () -> journal.appendAndSync((byte) 1, new byte[10]));
      reports.await(1);

      assertEquals(List.of(), reports.positions());
      assertEquals(2, reports.failures().size());
      assertSame(reports.failures().get(0), reports.failures().get(1));
      assertSame(reports.failures().get(0), thrown);
      assertEquals(DataException.Kind.DISK, thrown.kind());
      assertTrue(thrown.getMessage().contains("nput/output error"), thrown.getMessage());
      assertEquals(operations, disk.operations().size());
      assertEquals(end, journal.durableEnd());
    }
  }

  @Test
  void a_full_disk_fails_the_record_and_keeps_what_was_reported() throws Exception {
    var disk = new TestDisk();
    try (var journal = open(disk)) {
      journal.appendAndSync((byte) 1, new byte[100]);
      disk.failsToWrite = true;
      var thrown =
          assertThrows(DataException.class, () -> journal.appendAndSync((byte) 2, new byte[100]));
      assertTrue(thrown.getMessage().contains("o space left on device"), thrown.getMessage());
    }
    disk.save(directory);
    assertEquals(List.of((byte) 1), readBack().stream().map(Found::type).toList());
  }

  @Test
  void what_exceeds_the_queue_is_turned_away_until_the_disk_has_caught_up() {
    var disk = new TestDisk();
    var reports = new Reports();
    try (var journal = open(disk)) {
      disk.forces.drainPermits();
      // Bigger than the queue, but alone in it.
      assertTrue(journal.append((byte) 1, new byte[20_000], reports));
      assertFalse(journal.append((byte) 1, new byte[1], reports));
      disk.forces.release(100);
      reports.await(1);
      assertTrue(journal.append((byte) 1, new byte[9000], reports));
      reports.await(1);
    }
    assertEquals(2, reports.positions().size());
  }

  @Test
  void an_interrupted_caller_does_no_harm() {
    Thread.currentThread().interrupt();
    try (var journal = open()) {
      journal.appendAndSync((byte) 1, new byte[10]);
      assertTrue(Thread.currentThread().isInterrupted());
      journal.appendAndSync((byte) 2, new byte[10]);
    }
    assertTrue(Thread.currentThread().isInterrupted());
    assertEquals(2, readBack().size());
    assertTrue(Thread.interrupted());
  }

  @Test
  void a_completion_that_throws_is_the_end_of_the_journal_and_all_others_hear_of_it()
      throws Exception {
    var reports = new Reports();
    var called = new CountDownLatch(1);
    try (var journal = open()) {
      journal.append(
          (byte) 1,
          new byte[10],
          new Journal.Completion() {
            @Override
            public void durable(long position) {
              called.countDown();
              throw new AssertionError("thrown by a test");
            }

            @Override
            public void failed(DataException reason) {}
          });
      called.await();
      journal.append((byte) 2, new byte[10], reports);
      reports.await(1);
      assertEquals(1, reports.failures().size());
      assertTrue(reports.failures().getFirst().getCause() instanceof AssertionError);
    }
    assertEquals(1, readBack().size());
  }

  @Test
  void what_waits_when_the_journal_is_closed_is_still_written_and_later_ones_fail() {
    var reports = new Reports();
    var journal = open();
    for (int i = 0; i < 20; i++) {
      journal.append((byte) 1, new byte[10], reports);
    }
    journal.close();
    assertEquals(20, reports.positions().size());
    journal.append((byte) 1, new byte[10], reports);
    assertEquals(DataException.Kind.CLOSED, reports.failures().getFirst().kind());
    assertEquals(20, readBack().size());
  }

  @Test
  void a_body_that_could_not_be_read_back_is_not_taken() {
    try (var journal = open()) {
      var tooBig = new byte[RecordFormat.BODY_MAX + 1];
      assertThrows(
          IllegalArgumentException.class, () -> journal.append((byte) 1, tooBig, new Reports()));
      assertThrows(
          IllegalArgumentException.class,
          () -> journal.append((byte) 0, new byte[1], new Reports()));
    }
  }
}
