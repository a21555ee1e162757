package dev.lockstep.recording;

import dev.lockstep.journal.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Writes a run to files that are mapped into memory: an entry costs no call to the operating
 * system, and what is written survives the process, if not a power cut. The next file is made by
 * another thread while the present one fills. When there is no room for another one, recording
 * ends, and the node goes on.
 *
 * <p>Used by one thread.
 */
public final class RunWriter implements AutoCloseable {
  /** Bytes of a file. No entry is larger: a message has 32 MiB at most, and is left out then. */
  public static final int FILE_BYTES = 4 << 20;

  /** Files of a member, of all its runs together: 256 MiB. */
  public static final int FILES_MAX = 64;

  private final Path folder;
  private final Consumer<String> notice;
  private final ExecutorService making =
      Executors.newSingleThreadExecutor(
          task -> Thread.ofPlatform().name("lockstep-record").daemon().unstarted(task));
  private MappedByteBuffer file;
  private CompletableFuture<MappedByteBuffer> next;
  private long made;

  /** Whether nothing is recorded any more. */
  private boolean hasEnded;

  private RunWriter(Path folder, Consumer<String> notice) {
    this.folder = folder;
    this.notice = notice;
  }

  /**
   * Begins the run of a process.
   *
   * @param folder of all runs of its member
   * @param notice is given a sentence when recording ends
   */
  public static RunWriter begin(Path folder, RunEntry.Begun begun, Consumer<String> notice) {
    var writer = new RunWriter(folder, notice);
    writer.open(begun);
    return writer;
  }

  private void open(RunEntry.Begun begun) {
    try {
      OwnerOnly.prepare(folder);
      RunFiles.removeUnused(folder);
      made = RunFiles.newest(folder);
      file = make();
      next = CompletableFuture.supplyAsync(this::makeOrNull, making);
      add(begun);
    } catch (IOException e) {
      end("its files cannot be written: " + e.getMessage());
    }
  }

  /** An entry that is in the file when this method returns. */
  public void add(RunEntry entry) {
    if (hasEnded) {
      return;
    }
    var bytes = RunBytes.encode(entry);
    if (!hasRoom(bytes.length) && !turn(bytes.length)) {
      return;
    }
    int at = file.position();
    file.putInt(at + Integer.BYTES, RunBytes.checksum(bytes));
    file.put(at + RunBytes.HEAD, bytes);
    // The length comes last: an entry that a kill has cut in two has none.
    file.putInt(at, bytes.length);
    file.position(at + RunBytes.HEAD + bytes.length);
  }

  private boolean hasRoom(int bytes) {
    // A length of zero has to follow the last entry.
    return file.remaining() >= RunBytes.HEAD + bytes + Integer.BYTES;
  }

  /** Goes on in the next file; returns whether there is one. */
  private boolean turn(int bytes) {
    // It was begun when the present file was: not to be ready now is as if the disk were full.
    var ready = next.getNow(null);
    if (ready == null) {
      end("there is no room for another file of " + FILE_BYTES + " bytes");
      return false;
    }
    file = ready;
    next = CompletableFuture.supplyAsync(this::makeOrNull, making);
    if (!hasRoom(bytes)) {
      end("an input has " + bytes + " bytes, which is more than a file");
      return false;
    }
    return true;
  }

  private MappedByteBuffer makeOrNull() {
    try {
      return make();
    } catch (IOException noRoom) {
      // The sentence comes when the file is needed.
      return null;
    }
  }

  /** Zeros are written, so that no write to the mapped file can find the disk full. */
  private MappedByteBuffer make() throws IOException {
    if (RunFiles.count(folder) >= FILES_MAX) {
      throw new IOException(folder + " has " + FILES_MAX + " files");
    }
    var path = RunFiles.path(folder, ++made);
    OwnerOnly.create(path);
    try (var channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(FILE_BYTES));
      return channel.map(FileChannel.MapMode.READ_WRITE, 0, FILE_BYTES);
    } catch (IOException e) {
      Files.deleteIfExists(path);
      throw e;
    }
  }

  private void end(String why) {
    hasEnded = true;
    notice.accept("This run is recorded no further: " + why + ".");
  }

  /**
   * Waits until the next file is made, if that has begun: afterwards nothing writes to the folder.
   */
  @Override
  public void close() {
    hasEnded = true;
    making.close();
  }
}
