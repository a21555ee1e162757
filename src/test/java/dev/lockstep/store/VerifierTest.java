package dev.lockstep.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Chains;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Transfer;
import dev.lockstep.journal.DataException;
import dev.lockstep.journal.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names the first height that does not fit, where, and what differs; touches nothing. */
@DisplayName("Verification")
class VerifierTest {
  private static final List<Block> CHAIN = Chains.random(1, 20, 10);

  @TempDir Path data;

  private Member member;
  private Path segment;
  private long[] positions;

  @BeforeEach
  void live() {
    member = new Member(data);
    positions = new long[CHAIN.size() + 1];
    member.live(
        (life, store) -> {
          Member.append(life, store, CHAIN, true);
          for (int height = 1; height <= CHAIN.size(); height++) {
            positions[height] = life.archive().positionOf(height);
          }
        });
    segment = member.directory().resolve("journal").resolve("0000000001.log");
  }

  private Verdict verify() {
    return Verifier.offline(member.directory(), "A", Chains.genesis(), Progress.NONE).verdict();
  }

  private Verdict.Broken broken() throws IOException {
    var before = files();
    var verdict = assertInstanceOf(Verdict.Broken.class, verify());
    var after = files();
    assertEquals(before.keySet(), after.keySet());
    before.forEach((path, bytes) -> assertArrayEquals(bytes, after.get(path), path.toString()));
    assertTrue(verdict.sentence().endsWith("."), verdict.sentence());
    return verdict;
  }

  private Map<Path, byte[]> files() throws IOException {
    Map<Path, byte[]> files = new TreeMap<>();
    try (var paths = Files.walk(member.directory())) {
      for (var path : paths.filter(Files::isRegularFile).toList()) {
        files.put(path, Files.readAllBytes(path));
      }
    }
    return files;
  }

  @Test
  void what_nobody_touched_is_sound() {
    long transfers = CHAIN.stream().mapToLong(b -> b.transfers().size()).sum();
    assertEquals(
        new Verdict.Sound(20, transfers, CHAIN.getLast().hash(), OptionalLong.of(20), ""),
        verify());
  }

  @Test
  void a_member_without_an_h2_file_is_sound_too() throws IOException {
    Files.delete(member.h2());
    var sound = assertInstanceOf(Verdict.Sound.class, verify());
    assertEquals(OptionalLong.empty(), sound.storeHeight());
  }

  @Test
  void a_torn_end_is_told_and_left_as_it_is() throws IOException {
    var bytes = Files.readAllBytes(segment);
    var torn = Arrays.copyOf(bytes, bytes.length - 2);
    Files.write(segment, torn);
    var sound = assertInstanceOf(Verdict.Sound.class, verify());
    assertTrue(
        sound
            .tornEnd()
            .matches(
                "The end of the journal is torn: the last 15 bytes of 0000000001\\.log, from offset"
                    + " [0-9]+ on, were never confirmed to anybody, and the next start cuts them"
                    + " \\(.+\\)\\."),
        sound.tornEnd());
    assertArrayEquals(torn, Files.readAllBytes(segment));
  }

  @Test
  void a_directory_of_another_member_is_refused() throws IOException {
    Files.writeString(member.directory().resolve("member"), "B\n");
    assertTrue(broken().sentence().endsWith(" belongs to member B, not to A."));
  }

  @Test
  void a_journal_that_is_not_there_or_holds_nothing_is_not_sound() throws IOException {
    var journal = segment.getParent();
    Files.delete(segment);
    assertTrue(broken().sentence().contains(journal + " holds nothing, not even genesis; put"));
    Files.write(segment, new byte[0]);
    assertTrue(broken().sentence().contains("--rejoin"));
    Files.delete(segment);
    Files.delete(journal);
    assertTrue(broken().sentence().startsWith("There is no journal at " + journal + "; put"));
    Files.writeString(journal, "no directory");
    assertTrue(broken().sentence().startsWith(journal + " is a file, not a directory"));
  }

  @Test
  void h2_that_holds_nothing_beside_a_journal_with_blocks_is_not_sound() throws IOException {
    member.breakSeal();
    Files.write(member.h2(), new byte[0]);
    var words = " holds no chain, not even genesis, beside a journal with 20 blocks; ";
    assertTrue(broken().sentence().startsWith(member.h2() + words));
    member.live((life, store) -> assertEquals(20, store.height()));
    for (var emptying : new String[] {"DELETE FROM chain_state", "DROP ALL OBJECTS"}) {
      member.sql(emptying);
      assertTrue(broken().sentence().startsWith(member.h2() + words), emptying);
    }
  }

  @Test
  void h2_that_is_behind_the_journal_is_sound_and_says_where_it_stands() {
    var longer = Chains.random(1, 25, 10).subList(20, 25);
    member.live((life, store) -> Member.append(life, store, longer, false));
    var sound = assertInstanceOf(Verdict.Sound.class, verify());
    assertEquals(25, sound.height());
    assertEquals(OptionalLong.of(20), sound.storeHeight());
  }

  @Test
  void h2_has_genesis_in_its_file_as_soon_as_it_is_open(@TempDir Path other) {
    var young = new Member(other);
    young.live(
        (life, store) -> {
          var copy = other.resolve("copy");
          try {
            Files.copy(young.h2(), StoreFile.of(copy));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          // Not closed: what is there now is what a kill would leave.
          var found =
              StoreOpening.openAsFound(copy, Chains.genesis(), life.archive()).orElseThrow();
          assertEquals(0, found.height());
          found.abandon();
        });
  }

  @Test
  void h2_that_holds_nothing_before_the_first_block_is_sound(@TempDir Path other)
      throws IOException {
    var young = new Member(other);
    young.live((life, store) -> {});
    young.breakSeal();
    Files.write(young.h2(), new byte[0]);
    var verdict =
        Verifier.offline(young.directory(), "A", Chains.genesis(), Progress.NONE).verdict();
    var sound = assertInstanceOf(Verdict.Sound.class, verdict, verdict.toString());
    assertEquals(OptionalLong.empty(), sound.storeHeight());
  }

  @Test
  void a_flipped_byte_in_any_block_of_the_journal_is_named_with_height_and_offset()
      throws IOException {
    var whole = Files.readAllBytes(segment);
    for (int height = 1; height <= CHAIN.size(); height++) {
      int offset = (int) positions[height];
      for (int at : new int[] {offset + 2, offset + 30, offset + 90}) {
        var damaged = whole.clone();
        damaged[at] ^= 4;
        Files.write(segment, damaged);
        var verdict = broken();
        assertEquals(height, verdict.height());
        assertTrue(
            verdict.sentence().contains("0000000001.log at offset " + offset + ":"),
            verdict.sentence());
      }
    }
  }

  @Test
  void a_flipped_byte_in_genesis_does_not_fit_at_height_0() throws IOException {
    var bytes = Files.readAllBytes(segment);
    bytes[40] ^= 4;
    Files.write(segment, bytes);
    assertEquals(0, broken().height());
  }

  @Test
  void a_block_that_was_forged_with_a_good_checksum_is_named() throws IOException {
    var next = CHAIN.getLast();
    // More than anybody has.
    var transfer = new Transfer(new UUID(1, 1), "A1", "B1", 10_000_000, "");
    var forged = Block.of(21, next.hash(), next.time() + 1, "A", List.of(transfer));
    member.live((life, store) -> Member.journal(life, forged));
    var verdict = broken();
    assertEquals(21, verdict.height());
    assertTrue(verdict.sentence().contains("offset"), verdict.sentence());
    assertTrue(verdict.sentence().contains("transfer 0: Account A1 has"), verdict.sentence());
  }

  @Test
  void another_configuration_is_shown() {
    var mine = Chains.genesis();
    var other = new Genesis("other", mine.protocol(), mine.members(), mine.accounts());
    var verdict =
        assertInstanceOf(
            Verdict.Broken.class,
            Verifier.offline(member.directory(), "A", other, Progress.NONE).verdict());
    assertEquals(0, verdict.height());
    assertTrue(
        verdict.sentence().contains("ledger: other in conf, test in the data directory"),
        verdict.sentence());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          UPDATE posting SET balance = balance + 1 WHERE MOD(place, 1099511627776) = 7  |  7 | ; the journal gives
          UPDATE posting SET sent = sent + 1 WHERE MOD(place, 1099511627776) = 7        |  7 | table posting
          UPDATE posting SET transfers = transfers + 1 WHERE MOD(place, 1099511627776) = 7 | 7 | transfers, received
          DELETE FROM posting WHERE MOD(place, 1099511627776) = 7                       |  7 | has no row; the journal gives
          INSERT INTO posting VALUES (1099511627776 * 2 + 21, 1, 0, 0, 5)               | 21 | above the head
          INSERT INTO posting VALUES (1099511627776 * 77 + 7, 1, 0, 0, 5)               | 20 | accounts that are not there
          INSERT INTO posting VALUES (1099511627776 * 2, 1, 0, 0, 5)                    |  0 | the journal gives none
          UPDATE block SET transfer_count = transfer_count + 1 WHERE height = 5         |  5 | the number of transfers is
          UPDATE block SET proposer = 'X' WHERE height = 5                |  5 | the proposer is X there and
          UPDATE block SET hash = previous_hash WHERE height = 5          |  5 | table block
          UPDATE block SET root = hash WHERE height = 5                   |  5 | the root is
          DELETE FROM block WHERE height = 5                              |  5 | there is no such row
          UPDATE account SET balance = balance + 100 WHERE number = 2     | 20 | account B1 has
          UPDATE chain_state SET hash = genesis                           | 20 | table chain_state
          UPDATE chain_state SET height = 25                              | 21 | it ends at height 25, the journal at 20
          """)
  void a_change_in_h2_is_named_with_height_and_table(String change, long height, String words)
      throws IOException {
    member.sql(change);
    var verdict = broken();
    assertEquals(height, verdict.height(), verdict.sentence());
    assertTrue(verdict.sentence().contains(words), verdict.sentence());
  }

  @Test
  void a_file_that_h2_cannot_read_is_told() throws IOException {
    Files.writeString(member.h2(), "this is no database".repeat(1000));
    assertTrue(broken().sentence().contains("is not as it was when it was closed"));
    member.breakSeal();
    assertTrue(broken().sentence().startsWith("H2 cannot read " + member.h2()));
  }

  @Test
  void a_running_member_verifies_itself_while_it_writes() {
    var longer = Chains.random(1, 60, 10);
    member.live(
        (life, store) -> {
          assertThrows(DataException.class, this::verify);
          var writer =
              Thread.ofPlatform()
                  .start(
                      () -> {
                        for (int i = 20; i < 60; i++) {
                          Member.journal(life, longer.get(i));
                          store.write(longer.subList(i, i + 1));
                        }
                      });
          do {
            var verdict = Verifier.online(life.journal(), Chains.genesis(), store, Progress.NONE);
            assertInstanceOf(Verdict.Sound.class, verdict, verdict.toString());
          } while (writer.isAlive());
          var last = Verifier.online(life.journal(), Chains.genesis(), store, Progress.NONE);
          assertEquals(60, assertInstanceOf(Verdict.Sound.class, last).height());
        });
  }
}
