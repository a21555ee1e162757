package dev.lockstep.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The records that wait for the journal's thread, in their order.
 *
 * <p>Safe for use by any number of threads; one takes.
 */
final class AppendQueue {
  /** A record on its way to the disk. */
  record Entry(byte type, byte[] body, Journal.Completion completion) {
    long bytes() {
      return RecordFormat.OVERHEAD + body.length;
    }
  }

  /** What became of a record that was offered. */
  enum Answer {
    TAKEN,
    /** Too much waits already. */
    FULL,
    CLOSED
  }

  private final long bytesMax;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private List<Entry> waiting = new ArrayList<>();

  /** Of all records that were taken and whose completion has not been called. */
  private long unreportedBytes;

  private boolean closed;

  AppendQueue(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  Answer offer(Entry entry) {
    lock.lock();
    try {
      if (closed) {
        return Answer.CLOSED;
      }
      // A record that is bigger than the whole queue may pass when it is alone.
      if (unreportedBytes > 0 && unreportedBytes + entry.bytes() > bytesMax) {
        return Answer.FULL;
      }
      unreportedBytes += entry.bytes();
      waiting.add(entry);
      changed.signalAll();
      return Answer.TAKEN;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until there is a record, and takes all that there are. Empty when the queue was closed
   * and nothing is left.
   */
  List<Entry> take() {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        changed.awaitUninterruptibly();
      }
      return drain();
    } finally {
      lock.unlock();
    }
  }

  /** The completions of these are called next: as many bytes may come in. */
  void release(List<Entry> group) {
    long bytes = group.stream().mapToLong(Entry::bytes).sum();
    lock.lock();
    try {
      unreportedBytes -= bytes;
    } finally {
      lock.unlock();
    }
  }

  /** From now on nothing is taken; what waits can still be taken out. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Closes, and hands out what waits. */
  List<Entry> closeAndDrain() {
    lock.lock();
    try {
      closed = true;
      return drain();
    } finally {
      lock.unlock();
    }
  }

  private List<Entry> drain() {
    var taken = waiting;
    waiting = new ArrayList<>();
    return taken;
  }
}
