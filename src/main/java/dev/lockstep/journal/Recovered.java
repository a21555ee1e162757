package dev.lockstep.journal;

import dev.lockstep.chain.Ledger;
import dev.lockstep.order.JournalRecord;
import java.util.Map;

/**
 * What a member remembers when it comes to life.
 *
 * @param ledger every block of the journal, each checked
 * @param incarnation the last one that was journalled, 0 when this is the first life
 * @param joinedBefore whether the member has taken part before
 * @param met the newest life of each other member that was heard to take part
 * @param archive of the same blocks; to be told of every further one that is durable
 * @param journal open, and to be closed
 */
public record Recovered(
    Ledger ledger,
    long incarnation,
    boolean joinedBefore,
    Map<String, Long> met,
    BlockArchive archive,
    Journal journal) {
  /**
   * Journals that a new life begins, and waits until that is durable.
   *
   * @return its number
   * @throws DataException when it could not be written
   */
  public long beginIncarnation() {
    long next = Math.addExact(incarnation, 1);
    var entry = new JournalRecord.Incarnation(next);
    journal.appendAndSync(RecordCodec.type(entry), RecordCodec.body(entry));
    return next;
  }
}
