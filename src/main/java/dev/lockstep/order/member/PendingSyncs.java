package dev.lockstep.order.member;

import dev.lockstep.order.Effect;
import dev.lockstep.order.JournalRecord;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The records on their way to the disk, and what depends on them. What depends on a record runs
 * when the disk has confirmed the record, and so after everything that depends on earlier ones.
 */
final class PendingSyncs {
  /**
   * How much of the chain may be on its way to the disk before more is taken from others: room for
   * a few of the largest blocks, and for many pieces of the chain.
   */
  private static final int BYTES_MAX = 16 << 20;

  private final Deque<Pending> records = new ArrayDeque<>();
  private long lastSequence;
  private long bytes;

  private record Pending(long sequence, long bytes, Runnable whenSynced) {}

  /**
   * @return what makes it durable
   */
  Effect.Persist add(JournalRecord entry, Runnable whenSynced) {
    var pending = new Pending(++lastSequence, entry.blockBytes(), whenSynced);
    records.add(pending);
    bytes += pending.bytes;
    return new Effect.Persist(lastSequence, entry);
  }

  /** Everything up to here is durable: does what waited for it, in order. */
  void synced(long upTo) {
    while (!records.isEmpty() && records.peek().sequence <= upTo) {
      var done = records.remove();
      bytes -= done.bytes;
      done.whenSynced.run();
    }
  }

  boolean isEmpty() {
    return records.isEmpty();
  }

  /** Of the newest record. */
  long lastSequence() {
    return lastSequence;
  }

  /**
   * Whether so much waits for the disk that further blocks are not taken in now, but fetched later.
   */
  boolean isCrowded() {
    return bytes >= BYTES_MAX;
  }
}
