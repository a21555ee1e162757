package dev.lockstep.store;

import dev.lockstep.journal.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest events in two files beside H2, which keeps what it gets in memory for a while. They
 * are written at once and never forced to the disk: so they survive the end of the process, however
 * sudden, and not that of the machine. No promise rests on them.
 *
 * <p>An event is a {@linkplain TraceLine line}. A line that is torn is no event.
 *
 * <p>One thread at a time appends.
 */
public final class TraceTail implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TraceTail.class);
  private static final String NEW = "trace.tail";
  private static final String OLD = "trace.tail.1";

  /** Of each of the two; about 20,000 events. */
  private static final long BYTES_MAX = 4 << 20;

  /** Of the end of the file: some dozens of events. */
  private static final int LOOK_BYTES = 1 << 14;

  private final Path file;
  private final Path old;
  private final long bytesMax;
  private boolean isFailing;

  /** Null until something is appended. */
  private FileChannel out;

  private long size;

  /** The last line may be torn, by an earlier process or a full disk. */
  private boolean isTorn = true;

  /**
   * @param memberDirectory {@code DIR/NAME}, which is there
   */
  public TraceTail(Path memberDirectory) {
    this(memberDirectory, BYTES_MAX);
  }

  /**
   * @param bytesMax beyond which a new file is begun, and the file before the last one is dropped
   */
  TraceTail(Path memberDirectory, long bytesMax) {
    this.file = memberDirectory.resolve(NEW);
    this.old = memberDirectory.resolve(OLD);
    this.bytesMax = bytesMax;
  }

  /** Writes events. When that fails it is logged, once, and the events are in H2 alone. */
  public void append(List<TraceLines> events) {
    try {
      for (var lines : events) {
        // Behind what is torn a line begins.
        var text = isTorn ? "\n" + lines.text() : lines.text();
        write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      }
      isFailing = false;
    } catch (IOException e) {
      close();
      if (!isFailing) {
        isFailing = true;
        LOG.warn("{} cannot be written: {}; a kill would lose the last events", file, e.toString());
      }
    }
  }

  private void write(ByteBuffer bytes) throws IOException {
    if (out != null && size >= bytesMax) {
      close();
    }
    if (out == null) {
      open();
    }
    isTorn = true;
    size += bytes.remaining();
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
    isTorn = false;
  }

  /** It stays open: this is done ten times a second, and most of it was to open the file. */
  private void open() throws IOException {
    if (Files.exists(file) && Files.size(file) >= bytesMax) {
      Files.move(file, old, StandardCopyOption.REPLACE_EXISTING);
    }
    if (Files.notExists(file)) {
      OwnerOnly.create(file);
    }
    out = FileChannel.open(file, StandardOpenOption.APPEND);
    size = out.size();
  }

  /** Another append opens it again. */
  @Override
  public void close() {
    var open = out;
    out = null;
    try {
      if (open != null) {
        open.close();
      }
    } catch (IOException e) {
      LOG.warn("{} cannot be closed: {}", file, e.toString());
    }
  }

  /** The events that are there, ascending. */
  public List<TracedEvent> read() {
    List<TracedEvent> events = new ArrayList<>();
    long last = 0;
    for (var each : List.of(old, file)) {
      for (var line : lines(each)) {
        var event = TraceLine.read(line);
        // A copy of the directory may have brought an older file back.
        if (event.isPresent() && event.get().number() > last) {
          events.add(event.get());
          last = event.get().number();
        }
      }
    }
    return events;
  }

  /** Whether all events are below this number, as far as a look at the end of the file tells. */
  boolean endsBefore(long from) {
    try (var in = FileChannel.open(file)) {
      var end = ByteBuffer.allocate((int) Math.min(LOOK_BYTES, in.size()));
      in.read(end, in.size() - end.capacity());
      var text = new String(end.array(), 0, end.position(), StandardCharsets.UTF_8);
      var newest = whole(text).flatMap(line -> TraceLine.read(line).stream()).toList();
      return !newest.isEmpty() && newest.getLast().number() < from;
    } catch (IOException _) {
      // Whoever reads all of it says why that cannot be done.
      return false;
    }
  }

  private static Stream<String> whole(String text) {
    return text.substring(0, text.lastIndexOf('\n') + 1).lines();
  }

  private static List<String> lines(Path file) {
    try {
      return whole(new String(Files.readAllBytes(file), StandardCharsets.UTF_8)).toList();
    } catch (NoSuchFileException _) {
      return List.of();
    } catch (IOException e) {
      LOG.warn("{} cannot be read: {}", file, e.toString());
      return List.of();
    }
  }
}
