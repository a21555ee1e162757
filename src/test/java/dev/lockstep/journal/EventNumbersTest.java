package dev.lockstep.journal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No number is given to two events, whatever becomes of the lives that give them. */
@DisplayName("The numbers of events")
class EventNumbersTest {
  private static final long RESERVED = 1_000;

  @TempDir Path directory;

  private Path file() {
    return directory.resolve("event-numbers");
  }

  private EventNumbers begin(long newestKept) {
    return EventNumbers.open(directory, newestKept, RESERVED);
  }

  private long limitOnDisk() throws IOException {
    return Long.parseLong(Files.readString(file()).strip());
  }

  @Test
  void the_first_event_of_a_new_directory_is_number_1_and_the_others_follow() {
    var numbers = begin(0);
    assertEquals(1, numbers.first());
    assertEquals(1, numbers.take(3));
    assertEquals(4, numbers.take(0));
    assertEquals(4, numbers.take(1));
    assertEquals(5, numbers.take(2));
  }

  @Test
  void after_a_stop_in_good_order_the_next_life_goes_on_where_it_ended() {
    var numbers = begin(0);
    numbers.take(41);
    numbers.close();
    var next = begin(41);
    assertEquals(42, next.first());
    assertEquals(42, next.take(1));
  }

  @Test
  void a_stop_in_good_order_needs_nothing_of_h2() {
    var numbers = begin(0);
    numbers.take(41);
    numbers.close();
    assertEquals(42, begin(0).first());
  }

  @Test
  void after_a_crash_the_next_life_begins_above_everything_that_could_be_given_out() {
    var killed = begin(0);
    killed.take(41);
    assertEquals(1 + RESERVED, begin(7).first());
  }

  @Test
  void what_is_on_the_disk_is_always_above_what_was_given_out() throws IOException {
    var numbers = begin(0);
    for (int i = 0; i < 50; i++) {
      long last = numbers.take(100) + 99;
      assertTrue(limitOnDisk() > last, () -> "number " + last + " would be given out again");
      await().pollInterval(Duration.ofMillis(2)).until(() -> limitOnDisk() >= last + RESERVED / 2);
    }
    numbers.close();
  }

  @Test
  void numbers_end_rather_than_being_given_out_above_the_limit() throws IOException {
    var numbers = begin(0);
    // Nothing can be written any more: the draft's name is taken.
    Files.createDirectories(directory.resolve("event-numbers.new").resolve("x"));
    numbers.take((int) RESERVED);
    var refused = assertThrows(DataException.class, () -> numbers.take(1));
    assertTrue(refused.getMessage().endsWith("."), refused.getMessage());
    assertEquals(1 + RESERVED, limitOnDisk());
  }

  @Test
  void lives_that_end_in_all_ways_never_share_a_number() {
    var random = new Random(7);
    Set<Long> given = new HashSet<>();
    long newestKept = 0;
    for (int life = 0; life < 200; life++) {
      var numbers = begin(newestKept);
      for (int i = random.nextInt(5); i > 0; i--) {
        int count = random.nextInt(100);
        long first = numbers.take(count);
        for (long number = first; number < first + count; number++) {
          assertTrue(given.add(number), number + " for the second time");
          newestKept = random.nextInt(50) == 0 ? number : newestKept;
        }
      }
      newestKept = random.nextInt(10) == 0 ? 0 : newestKept;
      if (random.nextBoolean()) {
        numbers.close();
      }
    }
    assertTrue(given.size() > 5_000);
  }

  @Test
  void who_asks_after_the_end_gets_nothing() {
    var numbers = begin(0);
    numbers.close();
    assertThrows(IllegalStateException.class, () -> numbers.take(1));
  }

  @Test
  void a_file_that_was_deleted_or_is_an_old_copy_does_not_bring_numbers_back_that_h2_has()
      throws IOException {
    begin(0).close();
    assertEquals(501, begin(500).first());
    Files.delete(file());
    assertTrue(begin(5_000).first() > 5_000 + RESERVED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "-1\n", "0\n", "12", "1e9\n", "99999999999999999999\n"})
  void what_is_no_number_is_refused_with_one_sentence(String text) throws IOException {
    Files.writeString(file(), text);
    var refused = assertThrows(DataException.class, () -> begin(0));
    assertTrue(refused.getMessage().contains(file().toString()), refused.getMessage());
    assertTrue(refused.getMessage().endsWith("."), refused.getMessage());
    assertEquals(text, Files.readString(file()));
  }

  @Test
  void no_draft_stays_behind() {
    begin(0).close();
    assertFalse(Files.exists(directory.resolve("event-numbers.new")));
  }
}
