package dev.lockstep.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Chains;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal of 100,000 small blocks is written, read back, and given to a peer in pieces. */
@DisplayName("A long journal")
class LongChainTest {
  private static final int LONG = 100_000;
  private static final int PIECE_BYTES = 256 << 10;

  /** Several segments. */
  private static final Journal.Options OPTIONS = new Journal.Options(4 << 20, 64 << 20);

  @TempDir Path data;

  @Test
  void it_comes_back_whole_and_in_pieces() {
    var chain = Chains.singles(Chains.genesis(), LONG);
    try (var directory = DataDirectory.open(data, "A")) {
      var first = Recovery.open(directory, Chains.genesis(), OPTIONS, Progress.NONE);
      LongJournal.append(first, chain);
      first.journal().close();

      var next = Recovery.open(directory, Chains.genesis(), OPTIONS, Progress.NONE);
      next.journal().close();
      assertEquals(LONG, next.memory().ledger().height());
      assertEquals(chain.getLast().hash(), next.memory().ledger().head());
      assertTrue(Position.segment(next.archive().positionOf(LONG)) > 2);
      int read = 0;
      while (read < LONG) {
        for (var block : next.archive().read(read + 1, PIECE_BYTES)) {
          assertEquals(chain.get(read), block);
          read++;
        }
      }
    }
  }
}
