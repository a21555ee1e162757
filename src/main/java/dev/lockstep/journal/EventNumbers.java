package dev.lockstep.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each event of a member its number, across restarts (design N6). No other class does.
 *
 * <p>A number is given out only when it lies below a limit that is on the disk, in {@code
 * DIR/NAME/event-numbers}. A process begins at the limit that it finds there and moves it {@link
 * #RESERVED} further before it gives out the first number; long before it has used these up, it
 * moves the limit again. So however a process ends, every number that it gave out is below the
 * limit at which the next one begins. A process that stops cleanly moves the limit back to its next
 * number, and nothing is skipped.
 *
 * <p>The file is beside the journal and H2, not in them: the numbers have to outlive an H2 that is
 * rebuilt and a journal that is set aside. It is lost with the whole directory only, and then the
 * token of the clients is lost too, so that no client asks for events by its old numbers.
 *
 * <p>Safe for use by any thread. {@link #take} never waits for the disk; the others do.
 */
public final class EventNumbers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventNumbers.class);

  /**
   * What a crash skips at most. At 50,000 events a second there are 100 s between the moment at
   * which more are reserved and the last number; up to 2^53, which is as far as JavaScript counts,
   * there is room for 900 million crashes.
   */
  static final long RESERVED = 10_000_000;

  private static final String NAME = "event-numbers";
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,15}\n");

  private final Path directory;
  private final long reserved;
  private final long first;

  /** Held while the file is written, which {@link #take} does not wait for. */
  private final Object disk = new Object();

  private long next;
  private long limit;
  private long reserveAt;
  private boolean isClosed;

  private EventNumbers(Path directory, long reserved, long first) {
    this.directory = directory;
    this.reserved = reserved;
    this.first = first;
    this.next = first;
  }

  /**
   * Begins the numbers of a process.
   *
   * @param directory {@code DIR/NAME}, locked
   * @param newestKept the highest number that H2 has an event of, 0 when there is none
   * @throws DataException when the file does not hold a number, or the disk does not allow it
   */
  public static EventNumbers open(Path directory, long newestKept) {
    return open(directory, newestKept, RESERVED);
  }

  static EventNumbers open(Path directory, long newestKept, long reserved) {
    var numbers = new EventNumbers(directory, reserved, begin(directory, newestKept, reserved));
    try {
      numbers.reserve();
    } catch (IOException e) {
      throw Problems.disk(directory.resolve(NAME), "written", e);
    }
    return numbers;
  }

  /** Whether a directory says by itself where the numbers go on. */
  public static boolean areKept(Path directory) {
    return Files.exists(directory.resolve(NAME));
  }

  private static long begin(Path directory, long newestKept, long reserved) {
    var file = directory.resolve(NAME);
    try {
      if (!Files.exists(file)) {
        // A new directory, one from before events were kept, or the file was deleted: then H2's
        // newest event is the best lower bound that is left.
        return newestKept == 0 ? 1 : newestKept + 2 * reserved;
      }
      var text = Files.readString(file);
      if (!NUMBER.matcher(text).matches()) {
        throw new DataException(
            DataException.Kind.DISK,
            file + " does not hold the number of an event; delete it to go on above those in H2.");
      }
      // H2 can only be ahead of an old copy of the file.
      return Math.max(Long.parseLong(text.strip()), newestKept + 1);
    } catch (IOException e) {
      throw Problems.disk(file, "read", e);
    }
  }

  /** The first number of this process. */
  public long first() {
    return first;
  }

  /**
   * Takes numbers that were never given out and will not be again.
   *
   * @return the first of them; the others follow it
   * @throws DataException when the disk has taken no new limit for millions of events
   * @throws IllegalStateException after {@link #close}
   */
  public synchronized long take(int count) {
    if (isClosed) {
      throw new IllegalStateException("the numbers from " + next + " on belong to the next start");
    }
    if (next + count > limit) {
      throw new DataException(
          DataException.Kind.DISK,
          directory.resolve(NAME)
              + " could not be written since event "
              + (limit - reserved)
              + ".");
    }
    long taken = next;
    next += count;
    if (next >= reserveAt) {
      // Again soon if this fails.
      reserveAt = next + reserved / 16;
      Thread.ofPlatform().daemon().name("event-numbers").start(this::reserveMore);
    }
    return taken;
  }

  private void reserveMore() {
    try {
      reserve();
    } catch (IOException e) {
      LOG.error("More numbers for events could not be reserved; this is tried again", e);
    }
  }

  private void reserve() throws IOException {
    synchronized (disk) {
      long wanted;
      synchronized (this) {
        if (isClosed) {
          return;
        }
        wanted = next + reserved;
      }
      write(wanted);
      synchronized (this) {
        limit = wanted;
        reserveAt = wanted - reserved / 2;
      }
    }
  }

  /**
   * Ends the numbers of this process; the next one goes on without a gap. A number that was taken
   * later would be given out twice, so it is refused.
   *
   * @throws DataException when the disk does not allow it; the next process then leaves a gap
   */
  @Override
  public void close() {
    synchronized (this) {
      isClosed = true;
    }
    synchronized (disk) {
      try {
        write(next);
      } catch (IOException e) {
        throw Problems.disk(directory.resolve(NAME), "written", e);
      }
    }
  }

  /**
   * The file gets its final name only when it is whole and on the disk, so there is always a valid
   * limit.
   */
  private void write(long newLimit) throws IOException {
    OwnerOnly.replace(directory.resolve(NAME), newLimit + "\n");
  }
}
