package dev.lockstep.order;

import java.util.ArrayDeque;
import java.util.Deque;

/** The records on their way to the disk, and what is to be done when they are there. */
final class Unsynced {
  private final Deque<One> records = new ArrayDeque<>();
  private long sequence;
  private long bytes;

  private record One(long sequence, long bytes, Runnable whenDurable) {}

  /**
   * @return what makes it durable
   */
  Effect.Persist add(JournalRecord entry, Runnable whenDurable) {
    sequence++;
    var one = new One(sequence, blockBytes(entry), whenDurable);
    records.add(one);
    bytes += one.bytes;
    return new Effect.Persist(sequence, entry);
  }

  private static long blockBytes(JournalRecord entry) {
    return switch (entry) {
      case JournalRecord.Appended(var block) -> block.bytes().length;
      case JournalRecord.Accepted(var _, var block) -> block.bytes().length;
      default -> 0;
    };
  }

  /** Everything up to here is durable: does what waited for it, in order. */
  void durable(long upTo) {
    while (!records.isEmpty() && records.peek().sequence <= upTo) {
      var done = records.poll();
      bytes -= done.bytes;
      done.whenDurable.run();
    }
  }

  boolean isEmpty() {
    return records.isEmpty();
  }

  /** Of the newest record. */
  long sequence() {
    return sequence;
  }

  /** Whether the disk has so much to do already that more is not taken in but fetched later. */
  boolean isCrowded() {
    return bytes >= Limits.UNSYNCED_BYTES_MAX;
  }
}
