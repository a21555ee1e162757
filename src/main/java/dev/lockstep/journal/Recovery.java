package dev.lockstep.journal;

import dev.lockstep.chain.Genesis;
import dev.lockstep.order.JournalRecord;

/** Restores a member's memory from its data directory. */
public final class Recovery {
  private Recovery() {}

  /**
   * Reads the journal and recomputes every hash and every balance from genesis. A new directory
   * gets the genesis as its first record.
   *
   * @param progress in bytes
   * @throws DataException when the directory was made for another configuration, when the journal
   *     is damaged or a block does not fit (naming it and what differs), or when the disk fails;
   *     except for a torn end that was cut, nothing has been changed then
   */
  public static Recovered open(DataDirectory directory, Genesis configured, Progress progress) {
    return open(directory, configured, Journal.Options.DEFAULT, progress);
  }

  static Recovered open(
      DataDirectory directory, Genesis configured, Journal.Options options, Progress progress) {
    var files = new DiskFiles(directory.journal());
    return open(directory, files, configured, options, progress);
  }

  static Recovered open(
      DataDirectory directory,
      SegmentFiles files,
      Genesis configured,
      Journal.Options options,
      Progress progress) {
    var replay = new Replay(directory.journal(), configured);
    var journal = open(directory, files, options, replay, progress);
    if (replay.isEmpty()) {
      var origin = new JournalRecord.Origin(configured);
      try {
        journal.appendAndSync(RecordCodec.type(origin), RecordCodec.body(origin));
      } catch (DataException e) {
        journal.close();
        throw e;
      }
    }
    // With the genesis, which a new directory has got just now.
    long records = Math.max(1, replay.records());
    return new Recovered(replay.memory(), replay.archive(), journal, records);
  }

  private static Journal open(
      DataDirectory directory,
      SegmentFiles files,
      Journal.Options options,
      Replay replay,
      Progress progress) {
    try {
      return Journal.open(directory.journal(), files, options, replay, progress);
    } catch (Replay.Misfit e) {
      throw (DataException) e.getCause();
    }
  }
}
