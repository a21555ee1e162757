package dev.lockstep.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Chains;
import dev.lockstep.chain.Location;
import dev.lockstep.journal.Progress;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a file of H2's looks like after a crash, a power cut or a bad disk: after a start every
 * answer is the journal's, and the node goes on from there.
 *
 * <p>{@code -Dimages=N} tries more files than usual.
 */
@DisplayName("Damage to H2's file")
class StoreDamageTest {
  private static final int IMAGES = Integer.getInteger("images", 8);
  private static final int BEGUN = 20;
  private static final List<Block> CHAIN = Chains.random(1, 42, 30);
  private static final List<Block> JOURNALLED = CHAIN.subList(0, 40);

  @TempDir Path data;

  private Member member;

  @BeforeEach
  void live() {
    member = new Member(data);
    member.live((life, store) -> Member.append(life, store, JOURNALLED, true));
  }

  // --- with a seal ------------------------------------------------------------------------------

  @Test
  void every_flipped_byte_of_a_file_that_was_closed_is_noticed() throws IOException {
    var small = new Member(data.resolve("small"));
    small.live((life, store) -> Member.append(life, store, CHAIN.subList(0, 2), true));
    var store = small.directory().resolve("ledger");
    try (var file = new RandomAccessFile(small.h2().toFile(), "rw")) {
      for (long offset = 0; offset < file.length(); offset++) {
        flip(file, offset);
        assertTrue(StoreSeal.isBroken(store), "byte " + offset);
        flip(file, offset);
      }
    }
    assertFalse(StoreSeal.isBroken(store));
  }

  private static void flip(RandomAccessFile file, long offset) throws IOException {
    file.seek(offset);
    int old = file.read();
    file.seek(offset);
    file.write(old ^ 1 << offset % 8);
  }

  @Test
  void it_is_named_by_verify_and_mended_by_a_start() throws IOException {
    var whole = Files.readAllBytes(member.h2());
    var damaged = whole.clone();
    damaged[new Random(5).nextInt(whole.length)] ^= 1;
    Files.write(member.h2(), damaged);
    var verdict =
        Verifier.offline(member.directory(), "A", Chains.genesis(), Progress.NONE).verdict();
    var sentence = assertInstanceOf(Verdict.Broken.class, verdict).sentence();
    assertTrue(sentence.startsWith(member.h2() + " is not as it was"), sentence);

    assertTellsWhatTheJournalTells();
    var kept = member.directory().resolve("ledger.replaced.mv.db");
    assertArrayEquals(damaged, Files.readAllBytes(kept));
  }

  // --- without one ------------------------------------------------------------------------------

  @Test
  void a_file_that_was_in_use_is_worth_nothing_in_whatever_state_it_is() throws IOException {
    var files = filesOfALife();
    for (int seed = 0; seed < IMAGES; seed++) {
      var random = new Random(seed);
      var spoilt = Spoiling.of(seed).spoil(files, random);
      Files.write(member.h2(), spoilt);
      member.breakSeal();
      try {
        assertTellsWhatTheJournalTells();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ", " + Spoiling.of(seed), e);
      }
    }
  }

  /**
   * H2 asks memory for a length before it looks whether there is as much in the file. With the
   * options of run.sh, with which tests run as well, that ends the process.
   */
  @Test
  void a_length_that_no_memory_can_hold_costs_its_event_and_nothing_else() throws IOException {
    var marker = "{" + "x".repeat(38) + "}";
    member.live(
        (life, store) ->
            store.trace().add(List.of(new TracedEvent(7, Instant.EPOCH, 3, "committed", marker))));
    var file = Files.readAllBytes(member.h2());
    var text = marker.getBytes(StandardCharsets.US_ASCII);
    for (int at = 0; at < file.length - text.length; at++) {
      if (Arrays.equals(file, at, at + text.length, text, 0, text.length)) {
        assertEquals(text.length, file[at - 1]);
        // 2^31 - 1, as H2 writes a length.
        System.arraycopy(new byte[] {-1, -1, -1, -1, 7}, 0, file, at - 1, 5);
      }
    }
    Files.write(member.h2(), file);
    member.breakSeal();

    var verdict =
        Verifier.offline(member.directory(), "A", Chains.genesis(), Progress.NONE).verdict();
    var sentence = assertInstanceOf(Verdict.Broken.class, verdict).sentence();
    assertTrue(sentence.contains("memory"), sentence);
    assertTellsWhatTheJournalTells();
    var kept = member.directory().resolve("ledger.replaced.mv.db");
    assertTrue(Files.exists(kept), "for whoever wants to read more of it");
  }

  /**
   * Copies of the file at one moment after another while blocks are written, as a crash finds it.
   */
  private List<byte[]> filesOfALife() {
    List<byte[]> files = new ArrayList<>();
    var other = new Member(data.resolve("other"));
    other.live(
        (life, store) -> {
          Member.append(life, store, CHAIN.subList(0, BEGUN), true);
          for (int next = BEGUN; next < JOURNALLED.size(); next++) {
            store.write(CHAIN.subList(next, next + 1));
            files.add(read(other.h2()));
          }
        });
    files.add(read(other.h2()));
    return files;
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a power cut or a bad disk makes of the file that a life left. */
  private enum Spoiling {
    NOT_AT_ALL,
    SECTORS_OF_AN_OLDER_ONE,
    LARGE_SECTORS_OF_AN_OLDER_ONE,
    CUT_SHORT,
    ZEROS_AT_THE_END,
    ONE_BYTE,
    A_PAGE_OF_CHANCE,
    EMPTY;

    static Spoiling of(int seed) {
      return values()[seed % values().length];
    }

    byte[] spoil(List<byte[]> files, Random random) {
      int moment = random.nextInt(files.size());
      var file = files.get(moment).clone();
      var older = files.get(random.nextInt(moment + 1));
      int start = random.nextInt(file.length);
      switch (this) {
        case NOT_AT_ALL -> {}
        case SECTORS_OF_AN_OLDER_ONE -> mix(file, older, 512, random);
        case LARGE_SECTORS_OF_AN_OLDER_ONE -> mix(file, older, 4096, random);
        case CUT_SHORT -> file = Arrays.copyOf(file, start);
        case ZEROS_AT_THE_END -> Arrays.fill(file, start, file.length, (byte) 0);
        case ONE_BYTE -> file[start] ^= (byte) (1 << random.nextInt(8));
        case A_PAGE_OF_CHANCE -> {
          var chance = new byte[Math.min(4096, file.length - start)];
          random.nextBytes(chance);
          System.arraycopy(chance, 0, file, start, chance.length);
        }
        case EMPTY -> file = new byte[0];
      }
      return file;
    }

    private static void mix(byte[] file, byte[] older, int sectorBytes, Random random) {
      for (int start = 0; start < older.length; start += sectorBytes) {
        int end = Math.min(Math.min(start + sectorBytes, older.length), file.length);
        if (start < end && random.nextBoolean()) {
          System.arraycopy(older, start, file, start, end - start);
        }
      }
    }
  }

  /**
   * Everything that can be asked is asked, block by block too: a search may fail where a scan does
   * not.
   */
  private void assertTellsWhatTheJournalTells() {
    member.live(
        false,
        (life, store) -> {
          assertHolds(store, JOURNALLED);
          for (var account : store.balances().accounts()) {
            assertEquals(statement(JOURNALLED, account.name()), statement(store, account.name()));
          }
          store.write(CHAIN.subList(40, 42));
          assertHolds(store, CHAIN);
        });
    // The journal has none of the last two blocks: the next life must not take them for lost.
    member.loseMark();
  }

  private static void assertHolds(Store store, List<Block> chain) {
    assertEquals(chain.size(), store.height());
    for (var block : chain) {
      var found = store.readBlocks(reader -> reader.rows(block.height(), 1)).getFirst();
      assertEquals(block.hash(), found.hash());
      assertEquals(block.header(), found.header());
    }
    var ledger = Chains.ledger(chain);
    for (var account : store.balances().accounts()) {
      assertEquals(ledger.balanceOf(account.name()), account.balance());
    }
  }

  private static List<StoredTransfer> statement(List<Block> chain, String account) {
    return chain.stream()
        .flatMap(StoreDamageTest::placed)
        .filter(t -> t.transfer().from().equals(account) || t.transfer().to().equals(account))
        .toList()
        .reversed();
  }

  private static Stream<StoredTransfer> placed(Block block) {
    return IntStream.range(0, block.transfers().size())
        .mapToObj(
            i -> new StoredTransfer(new Location(block.height(), i), block.transfers().get(i)));
  }

  private static List<StoredTransfer> statement(Store store, String account) {
    List<StoredTransfer> all = new ArrayList<>();
    var page = store.transfersOf(account, Optional.empty(), 50);
    while (!page.isEmpty()) {
      all.addAll(page);
      page = store.transfersOf(account, Optional.of(page.getLast().location()), 50);
    }
    return all;
  }
}
