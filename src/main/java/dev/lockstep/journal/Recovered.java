package dev.lockstep.journal;

import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.Memory;

/**
 * What a member remembers when it comes to life.
 *
 * @param memory what the records of the journal add up to, every block of it checked
 * @param archive of the same blocks; to be told of every further one that is durable
 * @param journal open, and to be closed
 */
public record Recovered(Memory memory, BlockArchive archive, Journal journal) {
  /**
   * Journals that a new life begins, and waits until that is durable.
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
