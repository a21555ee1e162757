package dev.lockstep.store;

import dev.lockstep.chain.BlockView;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Location;
import dev.lockstep.journal.DataDirectory;
import dev.lockstep.journal.DataException;
import dev.lockstep.journal.JournalAudit;
import dev.lockstep.journal.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Copies the transfers of a member's chain out of its journal. The member may be running. */
public final class Export {
  private static final int PIECE_BYTES = 1 << 20;

  private Export() {}

  /**
   * Reads and checks the journal up to what was synced last, and copies its transfers.
   *
   * @param memberDirectory {@code DIR/NAME}, which exists
   * @param member whose directory it has to be
   * @param progress in bytes of the journal, then anew in blocks
   * @return the height of the last block, and how many transfers there are up to it
   * @throws DataException when the journal is damaged or of another ledger, or cannot be read
   * @throws IOException when the transfers cannot be kept
   */
  public static Copied run(
      Path memberDirectory, String member, Genesis configured, TransferSink to, Progress progress)
      throws IOException {
    DataDirectory.requireOwner(memberDirectory, member);
    var journal = DataDirectory.journalOf(memberDirectory);
    return switch (JournalAudit.confirmed(journal, configured, progress)) {
      case JournalAudit.Broken(var _, var sentence) ->
          throw new DataException(DataException.Kind.DAMAGED, sentence);
      case JournalAudit.Sound sound -> copy(sound, to, progress);
    };
  }

  /**
   * @param height of the last block
   */
  public record Copied(long height, long transfers) {}

  private static Copied copy(JournalAudit.Sound sound, TransferSink to, Progress progress)
      throws IOException {
    long height = sound.ledger().height();
    long next = 1;
    while (next <= height) {
      var piece = sound.archive().views(next, PIECE_BYTES);
      for (var block : piece) {
        to.add(transfers(block));
      }
      next += piece.size();
      progress.at(next, height + 1);
    }
    return new Copied(height, sound.transfers());
  }

  private static List<StoredTransfer> transfers(BlockView block) {
    List<StoredTransfer> transfers = new ArrayList<>(block.header().transferCount());
    var cursor = block.transfers();
    while (cursor.next()) {
      transfers.add(
          new StoredTransfer(
              new Location(block.height(), cursor.position()), block.transferAt(cursor.offset())));
    }
    return transfers;
  }
}
