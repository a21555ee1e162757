package dev.lockstep.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Chains;
import dev.lockstep.order.JournalRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The power is cut while a member journals its chain, and again while it starts: what was not
 * forced is lost, or torn at the disk's sectors. Now and then it is only the process that dies.
 * Whatever is left, a start brings back all that was reported, in its order, and goes on.
 *
 * <p>{@code -Dimages=N} tries more than the usual 300 for each size of a sector.
 */
@DisplayName("A power cut")
class PowerCutTest {
  private static final int IMAGES = Integer.getInteger("images", 300);
  private static final int IMAGES_A_LIFE = 25;

  /** Small segments, so that the cuts meet their beginnings and ends too. */
  private static final Journal.Options OPTIONS = new Journal.Options(12_000, 1 << 24);

  private static final List<Block> CHAIN = Chains.random(7, 45, 8);
  private static final List<JournalRecord> RECORDS = SampleJournal.records(CHAIN);

  @TempDir Path data;

  private DataDirectory directory;

  @BeforeEach
  void open() {
    directory = DataDirectory.open(data, "A");
  }

  @AfterEach
  void close() {
    directory.close();
  }

  /** What a cut left, and how many records had been reported by then. */
  private record Image(String name, TestDisk disk, int reported, boolean isPowerCut) {}

  @ParameterizedTest
  @ValueSource(ints = {512, 4096})
  void a_start_brings_back_what_was_reported_and_goes_on(int sectorBytes) throws IOException {
    int tried = 0;
    for (long seed = 0; tried < IMAGES; seed++) {
      var random = new Random(seed);
      for (var image : imagesOfALife("life " + seed, random, sectorBytes)) {
        var again = new Cuts(image.name + ", cut again", random, sectorBytes, 1);
        startAndGoOn(image, again);
        for (var second : again.images) {
          startAndGoOn(second, new Cuts("", random, sectorBytes, 0));
        }
        tried += image.isPowerCut ? 1 : 0;
      }
    }
  }

  private List<Image> imagesOfALife(String name, Random random, int sectorBytes)
      throws IOException {
    clearJournal();
    var cuts = new Cuts(name, random, sectorBytes, IMAGES_A_LIFE);
    var pace = new Random(random.nextLong());
    var disk = new TestDisk().at(cuts);
    try (var journal =
        Journal.open(directory.journal(), disk, OPTIONS, (_, _, _) -> {}, Progress.NONE)) {
      for (var entry : RECORDS) {
        var report = new Counting(cuts.reported, new Reports());
        SampleJournal.append(journal, entry, report);
        if (pace.nextInt(4) == 0) {
          report.reports.await(1);
        }
      }
    }
    assertEquals(RECORDS.size(), cuts.reported.get());
    return cuts.images;
  }

  /**
   * @param cuts what happens to the power meanwhile
   */
  private void startAndGoOn(Image image, Cuts cuts) throws IOException {
    clearJournal();
    image.disk.save(directory.journal());
    var found = SampleJournal.in(directory.journal());
    assertTrue(found.size() >= image.reported, image.name + ": " + found.size());
    assertEquals(RECORDS.subList(0, found.size()), found, image.name);

    // A start writes the genesis if there is none.
    int kept = Math.max(1, found.size());
    var next = RECORDS.subList(kept, Math.min(kept + 2, RECORDS.size()));
    cuts.reported.set(image.reported);
    var life = recover(image.disk.at(cuts));
    try (var journal = life.journal()) {
      assertRemembers(RECORDS.subList(0, kept), life, image.name);
      // What was read back may be told to others, so a second cut must not take it away either.
      cuts.reported.set(kept);
      for (var entry : next) {
        SampleJournal.appendAndSync(journal, entry);
        cuts.reported.incrementAndGet();
      }
    }
    image.disk.save(directory.journal());
    var again = recover(image.disk.at(_ -> {}));
    again.journal().close();
    assertRemembers(RECORDS.subList(0, kept + next.size()), again, image.name + ", once more");
  }

  private Recovered recover(TestDisk disk) {
    return Recovery.open(directory, disk, Chains.genesis(), OPTIONS, Progress.NONE);
  }

  private static void assertRemembers(List<JournalRecord> records, Recovered life, String name) {
    var wanted = SampleJournal.memory(records);
    var found = life.memory();
    assertEquals(wanted.ledger().height(), found.ledger().height(), name);
    assertEquals(wanted.ledger().head(), found.ledger().head(), name);
    assertArrayEquals(wanted.ledger().balances(), found.ledger().balances(), name);
    assertEquals(wanted.incarnation(), found.incarnation(), name);
    assertEquals(wanted.clock(), found.clock(), name);
    assertEquals(wanted.joined(), found.joined(), name);
    assertEquals(wanted.met(), found.met(), name);
  }

  private void clearJournal() throws IOException {
    for (int segment : SegmentNames.in(directory.journal())) {
      Files.delete(directory.journal().resolve(SegmentNames.of(segment)));
    }
  }

  /** Takes an image at random moments of a disk's life. */
  private static final class Cuts implements TestDisk.Moment {
    private final List<Image> images = new ArrayList<>();
    private final AtomicInteger reported = new AtomicInteger();
    private final String name;
    private final Random random;
    private final int sectorBytes;
    private final int imagesMax;

    Cuts(String name, Random random, int sectorBytes, int imagesMax) {
      this.name = name;
      this.random = random;
      this.sectorBytes = sectorBytes;
      this.imagesMax = imagesMax;
    }

    @Override
    public void now(TestDisk disk) {
      if (images.size() < imagesMax && random.nextInt(5) == 0) {
        int known = reported.get();
        boolean isPowerCut = random.nextInt(5) > 0;
        var left = isPowerCut ? disk.afterPowerCut(random, sectorBytes) : disk.afterKill();
        images.add(new Image(name + ", image " + images.size(), left, known, isPowerCut));
      }
    }
  }

  private record Counting(AtomicInteger reported, Reports reports) implements Journal.Completion {
    @Override
    public void durable(long position) {
      reported.incrementAndGet();
      reports.durable(position);
    }

    @Override
    public void failed(DataException reason) {
      throw new AssertionError(reason);
    }
  }
}
