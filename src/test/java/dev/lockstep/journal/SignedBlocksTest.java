package dev.lockstep.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Chains;
import dev.lockstep.chain.MemberSignature;
import dev.lockstep.order.JournalRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The signatures of blocks in the journal")
class SignedBlocksTest {
  @TempDir Path directory;

  private static MemberSignature signature(Block block) {
    var bytes = new byte[MemberSignature.BYTES];
    Arrays.fill(bytes, (byte) block.height());
    return MemberSignature.of(bytes);
  }

  /** Segments of one record, of a few, and of all. */
  @ParameterizedTest
  @ValueSource(ints = {1, 1_000, 64 << 20})
  void are_with_their_blocks_after_a_restart(int segmentBytes) {
    var options = new Journal.Options(segmentBytes, 1 << 20);
    List<Optional<MemberSignature>> written = new ArrayList<>();
    var journal = Journal.open(directory, options, (_, _, _) -> {}, Progress.NONE);
    put(journal, new JournalRecord.Origin(Chains.genesis()));
    for (var block : Chains.random(3, 300, 4)) {
      // Every third block is this member's own, or of a time before blocks were signed.
      var signature = Optional.of(signature(block)).filter(_ -> block.height() % 3 != 0);
      signature.ifPresent(each -> put(journal, new JournalRecord.Signed(block.height(), each)));
      put(journal, new JournalRecord.Appended(block));
      written.add(signature);
    }
    journal.close();

    var replay = new Replay(directory, Chains.genesis());
    Journal.open(directory, options, replay, Progress.NONE).close();
    var read = replay.archive().readAttested(1, Integer.MAX_VALUE);
    assertEquals(written, read.stream().map(Block::signature).toList());
    assertEquals(300, replay.memory().ledger().height());
  }

  @Test
  void are_those_of_the_next_block() {
    var archive = new BlockArchive(directory);
    assertThrows(IllegalArgumentException.class, () -> archive.addAttestation(2, 1));
  }

  private static void put(Journal journal, JournalRecord entry) {
    journal.appendAndSync(RecordCodec.type(entry), RecordCodec.body(entry));
  }
}
