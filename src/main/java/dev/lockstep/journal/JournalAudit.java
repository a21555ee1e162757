package dev.lockstep.journal;

import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Ledger;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks a journal as {@link Recovery} would, and changes nothing on the disk. */
public final class JournalAudit {
  private static final String REMEDY =
      "put it back as it was, or start the node with --rejoin to copy the chain from the others.";

  private JournalAudit() {}

  /** What came of it. */
  public sealed interface Result {}

  /**
   * Every checksum, hash, root and balance fits.
   *
   * @param transfers on all blocks together
   * @param tornEnd one sentence about what the next start will cut from the end, empty when nothing
   */
  public record Sound(Ledger ledger, BlockArchive archive, long transfers, String tornEnd)
      implements Result {}

  /**
   * @param height of the first block that does not fit, or that cannot be read
   * @param sentence where it is and what differs
   */
  public record Broken(long height, String sentence) implements Result {}

  /**
   * Checks a journal that nobody writes.
   *
   * @param progress in bytes
   * @throws DataException when the files cannot be read at all
   */
  public static Result offline(Path journal, Genesis configured, Progress progress) {
    if (!Files.isDirectory(journal)) {
      return new Broken(
          0,
          Files.exists(journal)
              ? journal + " is a file, not a directory; move it away, and then " + REMEDY
              : "There is no journal at " + journal + "; " + REMEDY);
    }
    var replay = new Replay(journal, configured);
    var result =
        guarded(replay, () -> JournalReader.read(journal, replay, progress).tornEnd().orElse(""));
    // A first start that ended in its first moment leaves that behind as well: it has nothing to
    // lose, and a directory in which nothing was found must not be called sound.
    return result instanceof Sound && replay.isEmpty()
        ? new Broken(0, "The journal in " + journal + " holds nothing, not even genesis; " + REMEDY)
        : result;
  }

  /**
   * Checks a journal up to a position, while it may be written behind that.
   *
   * @param until as given by {@link Journal#durableEnd}
   * @param progress in bytes
   * @throws DataException when the files cannot be read at all
   */
  public static Result online(Path journal, long until, Genesis configured, Progress progress) {
    var replay = new Replay(journal, configured);
    return guarded(
        replay,
        () -> {
          JournalReader.read(journal, until, replay, progress);
          return "";
        });
  }

  private interface Reading {
    String tornEnd();
  }

  private static Result guarded(Replay replay, Reading reading) {
    try {
      var tornEnd = reading.tornEnd();
      return new Sound(replay.memory().ledger(), replay.archive(), replay.transfers(), tornEnd);
    } catch (Replay.Misfit e) {
      return new Broken(e.height(), e.getMessage());
    } catch (DataException e) {
      return switch (e.kind()) {
        case OTHER_GENESIS -> new Broken(0, e.getMessage());
        case DAMAGED ->
            new Broken(
                replay.isEmpty() ? 0 : replay.memory().ledger().height() + 1, e.getMessage());
        case LOCKED, OTHER_MEMBER, DISK, CLOSED -> throw e;
      };
    }
  }
}
