package dev.lockstep.journal;

import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.Memory;

/**
 * What a member remembers when its process starts.
 *
 * @param memory what follows from the records of the journal; every block was checked
 * @param archive of the same blocks; every further block that is durable has to be added
 * @param journal open, and to be closed
 * @param records how many the journal has
 */
public record Recovered(Memory memory, BlockArchive archive, Journal journal, long records) {
  /**
   * Journals that a new incarnation begins, and waits until that is durable.
   *
   * @return its number
   * @throws DataException when it could not be written
   */
  public long beginIncarnation() {
    long next = Math.addExact(memory.incarnation(), 1);
    var entry = new JournalRecord.Incarnation(next);
    journal.appendAndSync(RecordCodec.type(entry), RecordCodec.body(entry));
    return next;
  }
}
