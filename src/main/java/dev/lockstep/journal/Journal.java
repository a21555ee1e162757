package dev.lockstep.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An append-only file of records, in segments. What was reported as durable survives {@code kill
 * -9} and a power cut.
 *
 * <p>One thread writes ({@link GroupWriter}). No other thread touches the file that is written,
 * because an interrupt of a thread would close its channel.
 *
 * <p>Safe for use by any number of threads.
 */
public final class Journal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  /** Sees the records of a journal in their order. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * @param position of the record
     * @param body not shared with any other code
     */
    void record(long position, byte type, byte[] body);

    /** No more records follow, or none that can be read; nothing has been changed yet. */
    default void end() {
      // A visitor may be done with each record at once.
    }
  }

  /**
   * What happens when the fate of a record is known. Runs on the journal's thread and must not
   * block.
   */
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

  private final Path directory;
  private final AppendQueue queue;
  private final GroupWriter writer;
  private final Thread thread;

  private Journal(Path directory, SegmentWriter segments, long queueBytes) {
    this.directory = directory;
    this.queue = new AppendQueue(queueBytes);
    this.writer = new GroupWriter(directory, segments, queue);
    this.thread = Thread.ofPlatform().daemon().name("journal").unstarted(writer);
  }

  /**
   * Opens a journal: reads it from its beginning, cuts a torn end, and is ready for more. The
   * directory must exist; when it is empty the journal is new.
   *
   * @param visitor sees every record; what it throws is thrown on, and nothing has been changed
   * @param progress in bytes
   * @throws DataException when the journal is damaged, or the disk fails
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
   * @return false when too much waits for the disk already: nothing was taken, the completion will
   *     not be called, and the caller has to try again later
   */
  public boolean append(byte type, byte[] body, Completion completion) {
    if (type <= 0 || type == RecordFormat.MARK || body.length > RecordFormat.BODY_MAX) {
      throw new IllegalArgumentException(
          "a record of type " + type + " and " + body.length + " bytes");
    }
    return switch (queue.offer(new AppendQueue.Entry(type, body, completion))) {
      case TAKEN -> true;
      case FULL -> false;
      case CLOSED -> {
        completion.failed(writer.closed());
        yield true;
      }
    };
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

  /** The position right after the last record that is known to be durable. */
  public long durableEnd() {
    return writer.durableEnd();
  }

  public Path directory() {
    return directory;
  }

  /** Writes what still waits, reports it, and closes the file. Waits for that. */
  @Override
  public void close() {
    queue.close();
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

  private interface Opening {
    SegmentWriter open() throws IOException;
  }

  /**
   * Runs on a thread of its own: a channel closes when its thread is interrupted, and the caller's
   * thread may be.
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
