package dev.lockstep.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An append-only file of records, in segments. What was reported as durable survives {@code kill
 * -9} and a power cut.
 *
 * <p>One thread of its own takes everything that waits, writes it and forces it to the disk once
 * for all of it; only then does it report. Nobody else touches the file that is written, so that no
 * interrupt can close it. After one failed write or sync the journal is dead: what the disk holds
 * is then unknown, and a second sync that succeeds would prove nothing.
 *
 * <p>Safe for use by any number of threads.
 */
public final class Journal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  /** Sees the records of a journal in their order. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * @param position where the record stands
     * @param body not shared with anybody
     */
    void record(long position, byte type, byte[] body);
  }

  /** Hears what became of a record, on the journal's thread: it must not block. */
  public interface Completion {
    /** The record, and all that were appended before it, survive from now on. */
    void durable(long position);

    /** Nobody knows whether the record is on the disk. Nothing can be appended any more. */
    void failed(DataException reason);
  }

  /**
   * How big things may get.
   *
   * @param segmentBytes when a segment file is full; a single bigger record gets one of its own
   * @param queueBytes how much may wait for the disk before {@link #append} turns more away
   */
  public record Options(int segmentBytes, long queueBytes) {
    public static final Options DEFAULT = new Options(64 << 20, 64 << 20);
  }

  private record Entry(byte type, byte[] body, Completion completion) {
    long bytes() {
      return RecordFormat.OVERHEAD + body.length;
    }
  }

  private final Path directory;
  private final SegmentWriter writer;
  private final long queueBytes;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private List<Entry> waiting = new ArrayList<>();
  private long unreportedBytes;

  /** What the journal's thread is at; touched by that thread alone. */
  private List<Entry> group = List.of();

  private boolean closing;

  private volatile long durableEnd;
  private volatile DataException failure;

  private Journal(Path directory, SegmentWriter writer, long queueBytes) {
    this.directory = directory;
    this.writer = writer;
    this.queueBytes = queueBytes;
    this.durableEnd = writer.position();
    this.thread = Thread.ofPlatform().daemon().name("journal").unstarted(this::run);
  }

  /**
   * Reads a journal from its beginning, cuts a torn end, and is ready for more. The directory must
   * exist; when it is empty the journal is new.
   *
   * @param visitor sees every record; what it throws is thrown on, and nothing has been changed
   * @param progress in bytes
   * @throws DataException when the journal is damaged, or the disk does not do as it is told
   */
  public static Journal open(Path directory, Options options, Visitor visitor, Progress progress) {
    return open(directory, new DiskFiles(directory), options, visitor, progress);
  }

  static Journal open(
      Path directory, SegmentFiles files, Options options, Visitor visitor, Progress progress) {
    var end = JournalReader.read(directory, visitor, progress);
    if (end.isTorn()) {
      LOG.warn(
          "The journal in {} has a torn end: its last {} bytes, from offset {} of {}, were never"
              + " confirmed and are cut ({}).",
          directory,
          end.fileBytes() - end.validBytes(),
          end.validBytes(),
          SegmentNames.of(end.segment()),
          end.problem());
    }
    var writer =
        uninterrupted(directory, () -> SegmentWriter.open(files, options.segmentBytes(), end));
    var journal = new Journal(directory, writer, options.queueBytes());
    journal.thread.start();
    return journal;
  }

  /**
   * Hands a record over to be written; returns at once.
   *
   * @param type 1 to 126
   * @param body must not be changed afterwards
   * @return false when so much waits for the disk already that this has to wait with the caller:
   *     nothing was taken, and the completion will not be called
   */
  public boolean append(byte type, byte[] body, Completion completion) {
    if (type <= 0 || type == RecordFormat.MARK || body.length > RecordFormat.BODY_MAX) {
      throw new IllegalArgumentException(
          "a record of type " + type + " and " + body.length + " bytes");
    }
    var entry = new Entry(type, body, completion);
    lock.lock();
    try {
      if (!closing) {
        // Something bigger than the whole queue may pass when it is alone.
        if (unreportedBytes > 0 && unreportedBytes + entry.bytes() > queueBytes) {
          return false;
        }
        unreportedBytes += entry.bytes();
        waiting.add(entry);
        changed.signalAll();
        return true;
      }
    } finally {
      lock.unlock();
    }
    completion.failed(closed());
    return true;
  }

  /**
   * Appends a record and waits until it is durable, interrupted or not. For start and stop.
   *
   * @return the position of the record
   * @throws DataException when it could not be written, or too much waits already
   */
  public long appendAndSync(byte type, byte[] body) {
    var result = new CompletableFuture<Long>();
    boolean isTaken =
        append(
            type,
            body,
            new Completion() {
              @Override
              public void durable(long position) {
                result.complete(position);
              }

              @Override
              public void failed(DataException reason) {
                result.completeExceptionally(reason);
              }
            });
    if (!isTaken) {
      throw new DataException(
          DataException.Kind.DISK, "The journal in " + directory + " is too far behind.");
    }
    try {
      return result.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof DataException reason ? reason : e;
    }
  }

  /** The position right behind the last record that is known to be durable. */
  public long durableEnd() {
    return durableEnd;
  }

  public Path directory() {
    return directory;
  }

  /** Writes what still waits, reports it, and closes the file. Waits for that. */
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  // --- the journal's thread ---------------------------------------------------------------------

  private void run() {
    try {
      for (group = take(); !group.isEmpty(); group = take()) {
        write();
      }
    } catch (Throwable e) {
      die(e);
      giveUp();
    }
    try {
      if (failure == null) {
        writer.sync();
      }
      writer.close();
    } catch (IOException | RuntimeException e) {
      LOG.error("The journal in {} could not be closed: {}.", directory, Problems.reason(e));
    }
  }

  /** Everything that waits; empty when the journal was closed and nothing is left. */
  private List<Entry> take() {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closing) {
        changed.awaitUninterruptibly();
      }
      var group = waiting;
      waiting = new ArrayList<>();
      return group;
    } finally {
      lock.unlock();
    }
  }

  /** After something that nobody foresaw: nobody is to wait for this thread any more. */
  private void giveUp() {
    List<Entry> unheard = new ArrayList<>(group);
    lock.lock();
    try {
      closing = true;
      unheard.addAll(waiting);
      waiting = new ArrayList<>();
    } finally {
      lock.unlock();
    }
    unheard.forEach(entry -> entry.completion.failed(failure));
  }

  private void write() {
    var positions = new long[group.size()];
    boolean isDurable = false;
    if (failure == null) {
      try {
        for (int i = 0; i < positions.length; i++) {
          positions[i] = writer.append(group.get(i).type, group.get(i).body);
        }
        long end = writer.position();
        writer.sync();
        isDurable = true;
        durableEnd = end;
        writer.confirm();
      } catch (Throwable e) {
        die(e);
      }
    }
    release();
    for (int i = 0; i < positions.length; i++) {
      report(group.get(i).completion, positions[i], isDurable);
    }
  }

  private void die(Throwable reason) {
    if (failure != null) {
      return;
    }
    failure =
        new DataException(
            DataException.Kind.DISK,
            "The journal in "
                + directory
                + " could not be written and takes nothing more: "
                + Problems.reason(reason)
                + ".",
            reason);
    LOG.error(failure.getMessage(), reason);
  }

  private void release() {
    long bytes = group.stream().mapToLong(Entry::bytes).sum();
    lock.lock();
    try {
      unreportedBytes -= bytes;
    } finally {
      lock.unlock();
    }
  }

  private void report(Completion completion, long position, boolean isDurable) {
    try {
      if (isDurable) {
        completion.durable(position);
      } else {
        completion.failed(failure);
      }
    } catch (Throwable e) {
      // The record is as durable as before, and the others hear of theirs. But somebody has not
      // heard of this one, so nothing more is written.
      die(e);
    }
  }

  private DataException closed() {
    var reason = failure;
    return reason != null
        ? reason
        : new DataException(
            DataException.Kind.CLOSED, "The journal in " + directory + " is closed.");
  }

  private interface Opening {
    SegmentWriter open() throws IOException;
  }

  /**
   * Runs on a thread of its own, because a channel closes when its thread is interrupted, and the
   * caller's may be.
   */
  private static SegmentWriter uninterrupted(Path directory, Opening opening) {
    var result = new CompletableFuture<SegmentWriter>();
    Thread.ofPlatform()
        .daemon()
        .name("journal-open")
        .start(
            () -> {
              try {
                result.complete(opening.open());
              } catch (IOException | RuntimeException | Error e) {
                result.completeExceptionally(e);
              }
            });
    try {
      return result.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case IOException disk -> throw Problems.disk(directory, "written", disk);
        case RuntimeException other -> throw other;
        default -> throw e;
      }
    }
  }
}
