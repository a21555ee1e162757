package dev.lockstep.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Chains;
import dev.lockstep.journal.BlockArchive;
import dev.lockstep.journal.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events are kept beside the chain, in no more room than they are given. */
@DisplayName("The trace of events in H2")
class TraceTest {
  private static final List<Block> CHAIN = Chains.random(1, 10, 5);
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678901Z");

  @TempDir Path data;

  private Member member;

  @BeforeEach
  void live() {
    member = new Member(data);
    member.live((life, store) -> Member.append(life, store, CHAIN, true));
  }

  private static TracedEvent event(long number) {
    return new TracedEvent(
        number,
        AT.plusNanos(number * 1_000),
        7 * number,
        "committed",
        "{\"height\":" + number + "}");
  }

  private static List<TracedEvent> events(long first, long last) {
    return LongStream.rangeClosed(first, last).mapToObj(TraceTest::event).toList();
  }

  private static List<Long> numbers(Store store) {
    return store.trace().events(0, Long.MAX_VALUE, Integer.MAX_VALUE).stream()
        .map(TracedEvent::number)
        .toList();
  }

  private static List<Long> range(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  private Store open(String name, long traceMax) {
    var archive = new BlockArchive(data.resolve("journal"));
    return StoreOpening.open(data.resolve(name), Chains.genesis(), archive, traceMax);
  }

  @Test
  void a_new_store_has_no_events() {
    member.live(
        (life, store) -> {
          assertEquals(List.of(), store.trace().events(0, Long.MAX_VALUE, 10));
          assertEquals(OptionalLong.empty(), store.trace().oldest());
          assertEquals(OptionalLong.empty(), store.trace().newest());
        });
  }

  @Test
  void events_come_back_as_they_were_in_pages_and_after_a_restart() {
    member.live(
        (life, store) -> {
          store.trace().add(events(5, 100));
          store.trace().add(List.of());
          store.trace().add(events(500, 501));
        });
    member.live(
        (life, store) -> {
          assertEquals(OptionalLong.of(5), store.trace().oldest());
          assertEquals(OptionalLong.of(501), store.trace().newest());
          assertEquals(events(5, 14), store.trace().events(0, 1_000, 10));
          assertEquals(events(90, 93), store.trace().events(90, 94, 10));
          var page = new ArrayList<>(events(99, 100));
          page.addAll(events(500, 501));
          assertEquals(page, store.trace().events(99, 1_000, 10));
          assertEquals(List.of(), store.trace().events(101, 500, 10));
        });
  }

  @Test
  void only_the_newest_remain_however_far_their_numbers_are_apart() {
    try (var store = open("small", 100)) {
      store.trace().add(events(1, 60));
      // A crash came between.
      store.trace().add(events(10_000_001, 10_000_040));
      assertEquals(100, numbers(store).size());
      // They go by rows, and those of one addition share a row.
      store.trace().add(events(10_000_041, 10_000_099));
      assertEquals(159, numbers(store).size());
      store.trace().add(events(10_000_100, 10_000_100));
      assertEquals(range(10_000_001, 10_000_100), numbers(store));
      assertEquals(OptionalLong.of(10_000_001), store.trace().oldest());
      store.trace().add(events(10_000_101, 10_000_500));
      assertEquals(range(10_000_357, 10_000_500), numbers(store));
    }
  }

  @Test
  void a_table_that_is_much_too_long_gets_shorter_bit_by_bit() {
    try (var store = open("long", 100_000)) {
      store.trace().add(events(1, 5_000));
    }
    try (var store = open("long", 100)) {
      store.trace().add(events(5_001, 5_010));
      // Three rows of 256: a fourth would be more than a transaction takes.
      assertEquals(5_010 - 3 * 256, numbers(store).size());
      for (long next = 5_011; next < 5_020; next++) {
        store.trace().add(events(next, next));
      }
      // The last row of the 5,000, with 136 events, and what came later.
      assertEquals(range(4_865, 5_019), numbers(store));
    }
  }

  @Test
  void events_whose_numbers_are_there_already_are_refused_whole() {
    member.live(
        (life, store) -> {
          store.trace().add(events(1, 40));
          assertThrows(StoreException.class, () -> store.trace().add(events(39, 80)));
          assertEquals(range(1, 40), numbers(store));
          store.trace().add(events(41, 42));
          assertEquals(range(1, 42), numbers(store));
        });
  }

  // --- files of earlier versions -----------------------------------------------------------------

  /** What a node of an earlier version left behind: the tables of then, and no mark. */
  private void makeVersion(int version) {
    member.sql(
        "ALTER TABLE trace DROP COLUMN events",
        "DELETE FROM \"flyway_schema_history\" WHERE \"version\" = '5'");
    undo(4, "posting");
    member.sql(
        "CREATE TABLE transfer (place BIGINT NOT NULL PRIMARY KEY, memo VARCHAR(280) NOT NULL)",
        "INSERT INTO transfer VALUES (8192, 'a row for each transfer')");
    if (version < 3) {
      undo(3, "local_log");
    }
    if (version < 2) {
      undo(2, "trace");
    }
    member.loseMark();
  }

  private void undo(int version, String table) {
    member.sql(
        "DROP TABLE " + table,
        "DELETE FROM \"flyway_schema_history\" WHERE \"version\" = '" + version + "'");
  }

  private boolean wasReplaced() {
    return Files.exists(member.directory().resolve("ledger.replaced.mv.db"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void a_file_of_an_earlier_version_is_written_anew_with_its_events(int version) {
    member.live((life, store) -> store.trace().add(events(1, 3)));
    makeVersion(version);
    member.live(
        (life, store) -> {
          assertEquals(CHAIN.getLast().hash(), store.hash());
          assertEquals(List.of(), store.log());
          assertEquals(version == 1 ? List.of() : range(1, 3), numbers(store));
          store.trace().add(events(4, 5));
        });
    assertInstanceOf(
        Verdict.Sound.class,
        Verifier.offline(member.directory(), "A", Chains.genesis(), Progress.NONE).verdict());
    assertFalse(wasReplaced());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void a_file_of_any_version_is_verified_offline_and_stays_as_it_is(int version)
      throws IOException {
    member.live((life, store) -> store.trace().add(events(1, 3_000)));
    makeVersion(version);
    var before = Files.readAllBytes(member.h2());
    var verdict =
        Verifier.offline(member.directory(), "A", Chains.genesis(), Progress.NONE).verdict();
    assertEquals(10, assertInstanceOf(Verdict.Sound.class, verdict).height());
    assertArrayEquals(before, Files.readAllBytes(member.h2()));
  }

  // --- damage ------------------------------------------------------------------------------------

  @Test
  void a_store_that_is_rebuilt_has_lost_its_events() throws IOException {
    member.live((life, store) -> store.trace().add(events(1, 3)));
    Files.delete(member.h2());
    member.live(
        (life, store) -> {
          assertEquals(CHAIN.getLast().hash(), store.hash());
          assertEquals(OptionalLong.empty(), store.trace().newest());
          store.trace().add(events(50, 51));
          assertEquals(range(50, 51), numbers(store));
        });
  }

  @Test
  void a_trace_that_cannot_be_read_is_no_reason_not_to_start() throws IOException {
    member.live((life, store) -> store.trace().add(events(1, 20_000)));
    // A killed process leaves no seal, so only reading finds what became of a page.
    member.breakSeal();
    var bytes = Files.readAllBytes(member.h2());
    var text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    int row = text.indexOf("{\"height\":9000}");
    java.util.Arrays.fill(bytes, row - 200, row + 200, (byte) 0xFF);
    Files.write(member.h2(), bytes);
    member.live(
        (life, store) -> {
          assertEquals(CHAIN.getLast().hash(), store.hash());
          // Whatever is left of it can be read from end to end.
          numbers(store);
          long next = store.trace().newest().orElse(0) + 1;
          store.trace().add(events(next, next));
          assertEquals(OptionalLong.of(next), store.trace().newest());
        });
  }
}
