package dev.lockstep.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Chains;
import dev.lockstep.journal.DataDirectory;
import dev.lockstep.journal.DataException;
import dev.lockstep.journal.Progress;
import dev.lockstep.journal.Recovered;
import dev.lockstep.journal.Recovery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever became of H2, after a start it says what the journal says. */
@DisplayName("H2 at the start of a node")
class StoreKeeperTest {
  private static final List<Block> CHAIN = Chains.random(1, 40, 30);

  @TempDir static Path lived;
  @TempDir Path data;

  private Member member;

  @BeforeAll
  static void live() {
    new Member(lived).live((life, store) -> Member.append(life, store, CHAIN, true));
  }

  @BeforeEach
  void copyFiles() throws IOException {
    member = new Member(data);
    try (var files = Files.walk(lived.resolve("A"))) {
      for (var file : files.toList()) {
        Files.copy(file, data.resolve(lived.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private void assertFits() {
    member.live((life, store) -> assertFits(store));
  }

  private static void assertFits(Store store) {
    assertEquals(CHAIN.size(), store.height());
    var ledger = Chains.ledger(CHAIN);
    for (var account : store.balances().accounts()) {
      assertEquals(ledger.balanceOf(account.name()), account.balance());
      int wanted =
          CHAIN.stream()
              .flatMap(b -> b.transfers().stream())
              .filter(t -> t.from().equals(account.name()) || t.to().equals(account.name()))
              .toList()
              .size();
      assertEquals(wanted, store.transfersOf(account.name(), Optional.empty(), 1 << 20).size());
    }
    var found = store.readBlocks(reader -> reader.rows(1, 1_000));
    for (int i = 0; i < CHAIN.size(); i++) {
      assertEquals(CHAIN.get(i).hash(), found.get(i).hash());
      assertEquals(CHAIN.get(i).header(), found.get(i).header());
    }
  }

  private boolean wasReplaced() {
    return Files.exists(member.directory().resolve("ledger.replaced.mv.db"));
  }

  @Test
  void a_store_that_fits_is_kept() {
    assertFits();
    assertFalse(wasReplaced());
  }

  @Test
  void a_store_that_is_behind_catches_up() {
    var longer = Chains.random(1, 60, 30);
    member.live((life, store) -> Member.append(life, store, longer.subList(40, 60), false));
    member.live(
        (life, store) -> {
          assertEquals(60, store.height());
          assertEquals(longer.getLast().hash(), store.hash());
        });
    assertFalse(wasReplaced());
  }

  @Test
  void a_store_that_was_deleted_or_emptied_is_made_again() throws IOException {
    Files.delete(member.h2());
    assertFits();
    Files.write(member.h2(), new byte[0]);
    assertFits();
    member.sql("DROP ALL OBJECTS");
    assertFits();
    member.sql("DELETE FROM chain_state");
    assertFits();
    Files.writeString(member.h2(), "this is no database".repeat(1000));
    assertFits();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE account SET balance = balance + 1 WHERE number = 3",
        "UPDATE account SET owner = 'B' WHERE number = 0",
        "UPDATE account SET name = 'A9' WHERE number = 0",
        "DELETE FROM account WHERE number = 5",
        "UPDATE posting SET balance = balance + 1 WHERE MOD(place, 1099511627776) = 7",
        "UPDATE posting SET received = received + 1 WHERE MOD(place, 1099511627776) = 7",
        "UPDATE posting SET sent = sent + 1 WHERE MOD(place, 1099511627776) = 40",
        "UPDATE posting SET transfers = transfers + 1 WHERE MOD(place, 1099511627776) = 1",
        "UPDATE posting SET received = received + 5, sent = sent + 5 WHERE place < 1099511627776",
        "UPDATE posting SET place = place + 1000 WHERE MOD(place, 1099511627776) = 40",
        "UPDATE posting SET place = -place WHERE place = 7",
        "DELETE FROM posting WHERE MOD(place, 1099511627776) = 7",
        "DELETE FROM posting WHERE MOD(place, 1099511627776) = 40",
        "DELETE FROM posting",
        "INSERT INTO posting VALUES (1099511627776 * 3, 1, 0, 0, 5)",
        "INSERT INTO posting VALUES (1099511627776 * 2 + 41, 1, 0, 0, 5)",
        "INSERT INTO posting VALUES (1099511627776 * 77 + 7, 1, 0, 0, 5)",
        "INSERT INTO posting VALUES (-3, 1, 0, 0, 5)",
        "UPDATE block SET hash = previous_hash WHERE height = 7",
        "UPDATE block SET previous_hash = hash WHERE height = 7",
        "UPDATE block SET lamport_time = lamport_time + 1 WHERE height = 7",
        "UPDATE block SET proposer = 'X' WHERE height = 7",
        "UPDATE block SET root = hash WHERE height = 7",
        "UPDATE block SET transfer_count = transfer_count + 1 WHERE height = 7",
        "UPDATE block SET previous_hash = hash WHERE height = 0",
        "DELETE FROM block WHERE height = 7",
        "DELETE FROM block WHERE height = 40",
        "UPDATE block SET height = 41 WHERE height = 40",
        "UPDATE chain_state SET genesis = hash",
        "UPDATE chain_state SET hash = genesis",
        "UPDATE chain_state SET height = 39",
        "UPDATE chain_state SET height = 41"
      })
  void whatever_is_changed_in_the_tables_is_found_and_mended(String change) {
    member.sql(change);
    assertFits();
    assertTrue(wasReplaced());
  }

  @Test
  void a_process_that_was_killed_leaves_no_seal_and_its_chain_is_written_anew() {
    var event = new TracedEvent(7, Instant.EPOCH, 3, "committed", "{}");
    member.live((life, store) -> store.trace().add(List.of(event)));
    member.breakSeal();
    member.live(
        (life, store) -> {
          assertFits(store);
          assertEquals(
              List.of(event), store.trace().events(0, Long.MAX_VALUE, 10), "it is taken over");
        });
    assertFalse(wasReplaced(), "nothing is wrong with it that somebody might want to look at");
  }

  @Test
  void nothing_of_its_file_is_believed_but_the_events() {
    member.sql("CREATE TABLE left_behind(x INT)");
    member.breakSeal();
    assertFits();
    assertThrows(IllegalStateException.class, () -> member.sql("DROP TABLE left_behind"));
  }

  @Test
  void a_single_flipped_bit_breaks_the_seal() throws IOException {
    var damaged = Files.readAllBytes(member.h2());
    damaged[damaged.length / 2] ^= 1;
    Files.write(member.h2(), damaged);
    assertFits();
    assertTrue(wasReplaced());
  }

  @Test
  void a_store_that_is_ahead_of_the_journal_is_made_again() throws IOException {
    var longer = Chains.random(1, 50, 30);
    var ahead = data.resolve("ahead.mv.db");
    var other = new Member(data.resolve("other"));
    other.live((life, store) -> Member.append(life, store, longer, true));
    Files.copy(other.h2(), ahead);
    Files.move(ahead, member.h2(), StandardCopyOption.REPLACE_EXISTING);
    member.seal();
    var lost = assertThrows(DataException.class, () -> member.live(false, (life, store) -> {}));
    assertEquals(DataException.Kind.DAMAGED, lost.kind());
    assertTrue(lost.getMessage().contains("--rejoin"), lost.getMessage());
    assertFits();
  }

  @Test
  void the_store_of_another_chain_is_made_again() throws IOException {
    var other = new Member(data.resolve("other"));
    other.live((life, store) -> Member.append(life, store, Chains.random(2, 40, 30), true));
    Files.copy(other.h2(), member.h2(), StandardCopyOption.REPLACE_EXISTING);
    member.seal();
    assertFits();
    assertTrue(wasReplaced());
  }

  @Test
  void a_file_stays_in_its_place_until_a_new_one_is_whole() throws IOException {
    var event = new TracedEvent(7, Instant.EPOCH, 3, "committed", "{}");
    member.live((life, store) -> store.trace().add(List.of(event)));
    member.breakSeal();
    var segment = member.directory().resolve("journal/0000000001.log");
    var away = data.resolve("away");
    try (var directory = DataDirectory.open(data, "A")) {
      var life = Recovery.open(directory, Chains.genesis(), Progress.NONE);
      life.journal().close();
      Files.move(segment, away);
      assertThrows(
          DataException.class,
          () -> Member.keeper(directory, life, false).open(Progress.NONE, _ -> {}));
    }
    Files.move(away, segment);
    member.live(
        (life, store) -> {
          assertFits(store);
          assertEquals(List.of(event), store.trace().events(0, Long.MAX_VALUE, 10));
        });
  }

  /** Leaves the files as they are where H2 has been given some of the chain. */
  private void startAndDieMeanwhile() {
    try (var directory = DataDirectory.open(data, "A")) {
      var life = Recovery.open(directory, Chains.genesis(), Progress.NONE);
      Progress killed =
          (done, all) -> {
            throw new AssertionError("killed");
          };
      try (var _ = life.journal()) {
        assertThrows(
            AssertionError.class,
            () -> Member.keeper(directory, life, false).open(killed, _ -> {}));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void the_events_outlive_any_number_of_kills_while_the_chain_is_written_anew(boolean isBegun)
      throws IOException {
    var event = new TracedEvent(7, Instant.EPOCH, 3, "committed", "{}");
    member.live((life, store) -> store.trace().add(List.of(event)));
    member.breakSeal();
    for (int kills = 0; kills < 2; kills++) {
      startAndDieMeanwhile();
      // H2 writes late: what a kill leaves of the new file may be anything.
      Files.delete(member.h2());
      if (isBegun) {
        Files.createFile(member.h2());
      }
    }
    for (int life = 0; life < 2; life++) {
      member.live(
          (_, store) -> {
            assertFits(store);
            assertEquals(List.of(event), store.trace().events(0, Long.MAX_VALUE, 10));
          });
    }
    try (var files = Files.list(member.directory())) {
      assertEquals(
          List.of(member.h2()), files.filter(file -> file.toString().endsWith(".mv.db")).toList());
    }
  }

  @Test
  void a_kill_does_not_replace_what_was_kept_of_a_file_that_did_not_fit() throws IOException {
    var damaged = Files.readAllBytes(member.h2());
    damaged[damaged.length / 2] ^= 1;
    Files.write(member.h2(), damaged);
    startAndDieMeanwhile();
    assertFits();
    assertArrayEquals(
        damaged, Files.readAllBytes(member.directory().resolve("ledger.replaced.mv.db")));
  }

  @Test
  void a_height_alone_does_not_make_the_journal_look_as_if_it_had_lost_blocks() {
    member.sql("UPDATE chain_state SET height = height + 4096");
    member.breakSeal();
    member.live(false, (life, store) -> assertFits(store));
  }

  @Test
  void a_journal_that_has_lost_blocks_is_noticed_before_h2_is_opened() throws IOException {
    var segment = member.directory().resolve("journal/0000000001.log");
    var shorter = new byte[1][];
    member.live((life, store) -> shorter[0] = upToBlock(life, segment, 30));
    Files.write(segment, shorter[0]);
    for (boolean isSealed : new boolean[] {true, false}) {
      if (!isSealed) {
        member.breakSeal();
      }
      try (var directory = DataDirectory.open(data, "A")) {
        var life = Recovery.open(directory, Chains.genesis(), Progress.NONE);
        try (var _ = life.journal()) {
          var lost = assertThrows(DataException.class, () -> Member.keeper(directory, life, false));
          assertEquals(DataException.Kind.DAMAGED, lost.kind());
          assertTrue(
              lost.getMessage().contains("ends at block 29, but H2 has seen it with block 40"));
        }
      }
    }
    member.live(true, (life, store) -> assertEquals(29, store.height()));
    member.live(false, (life, store) -> assertEquals(29, store.height()));
  }

  private static byte[] upToBlock(Recovered life, Path segment, long height) {
    try {
      var whole = Files.readAllBytes(segment);
      return Arrays.copyOf(whole, (int) life.archive().positionOf(height));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void an_opening_that_is_stopped_ends_at_once_and_the_next_one_goes_on() {
    var event = new TracedEvent(7, Instant.EPOCH, 3, "committed", "{}");
    member.live((life, store) -> store.trace().add(List.of(event)));
    stopAtOnce();
    assertTrue(StoreSeal.isThere(member.directory().resolve("ledger")), "nothing was changed");
    member.breakSeal();
    stopAtOnce();
    stopAtOnce();
    member.live(
        (life, store) -> {
          assertFits(store);
          assertEquals(List.of(event), store.trace().events(0, Long.MAX_VALUE, 10));
        });
  }

  private void stopAtOnce() {
    try (var directory = DataDirectory.open(data, "A")) {
      var life = Recovery.open(directory, Chains.genesis(), Progress.NONE);
      try (var _ = life.journal()) {
        var keeper = Member.keeper(directory, life, false);
        keeper.stop();
        assertEquals(Optional.empty(), keeper.open(Progress.NONE, _ -> {}));
      }
    }
  }

  @Test
  void the_mark_tells_the_newest_event_before_h2_is_open() {
    var event = new TracedEvent(7, Instant.EPOCH, 3, "committed", "{}");
    member.live((life, store) -> store.trace().add(List.of(event)));
    member.breakSeal();
    try (var directory = DataDirectory.open(data, "A")) {
      var life = Recovery.open(directory, Chains.genesis(), Progress.NONE);
      try (var _ = life.journal()) {
        assertEquals(OptionalLong.of(7), Member.keeper(directory, life, false).newestEvent());
      }
    }
  }

  @Test
  void a_mark_that_is_torn_or_missing_is_no_mark() throws IOException {
    var mark = member.directory().resolve("ledger.mark");
    var line = Files.readString(mark);
    for (int at = 0; at < line.length(); at++) {
      var flipped = line.getBytes(StandardCharsets.US_ASCII);
      flipped[at] ^= 1;
      Files.write(mark, flipped);
      assertEquals(Optional.empty(), StoreMark.read(member.directory().resolve("ledger")), line);
    }
    assertFits();
    Files.delete(mark);
    assertFits();
    assertFalse(wasReplaced());
  }
}
