package dev.lockstep.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;

/**
 * A disk in memory that knows what was forced and what was only written. It can fail, it can make a
 * sync wait, and it can show what a power cut would leave of it.
 */
final class TestDisk implements SegmentFiles {
  /** Called on the journal's thread before each write and each force, and after each force. */
  interface Moment {
    void now(TestDisk disk);
  }

  private static final class Content {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private byte[] forced = {};
    private boolean isNamed;
  }

  private final Map<Integer, Content> contents = new TreeMap<>();
  private final List<String> operations = new ArrayList<>();
  private Moment moment = disk -> {};

  volatile boolean failsToWrite;
  volatile boolean failsToForce;

  /** Each force takes one permit. */
  final Semaphore forces = new Semaphore(Integer.MAX_VALUE);

  TestDisk at(Moment everyMoment) {
    moment = everyMoment;
    return this;
  }

  synchronized List<String> operations() {
    return List.copyOf(operations);
  }

  @Override
  public synchronized Segment create(int segment) {
    contents.put(segment, new Content());
    return new Memory(contents.get(segment));
  }

  @Override
  public Segment open(int segment, long size) {
    throw new UnsupportedOperationException("each life of this disk is a new one");
  }

  @Override
  public synchronized void forceDirectory() {
    contents.values().forEach(content -> content.isNamed = true);
  }

  private final class Memory implements Segment {
    private final Content content;

    Memory(Content content) {
      this.content = content;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      moment.now(TestDisk.this);
      var copy = new byte[bytes.remaining()];
      bytes.get(copy);
      synchronized (TestDisk.this) {
        operations.add("write");
        if (failsToWrite) {
          content.written.write(copy, 0, copy.length / 2);
          throw new IOException("No space left on device");
        }
        content.written.writeBytes(copy);
      }
      moment.now(TestDisk.this);
    }

    @Override
    public void force() throws IOException {
      forces.acquireUninterruptibly();
      synchronized (TestDisk.this) {
        operations.add("force");
        if (failsToForce) {
          throw new IOException("Input/output error");
        }
        content.forced = content.written.toByteArray();
      }
      moment.now(TestDisk.this);
    }

    @Override
    public void close() {}
  }

  /** Everything that was written, as after {@code kill -9}. */
  synchronized void save(Path directory) throws IOException {
    for (var entry : contents.entrySet()) {
      Files.write(
          directory.resolve(SegmentNames.of(entry.getKey())),
          entry.getValue().written.toByteArray());
    }
  }

  /**
   * What may be left after a power cut: of what was not forced, each sector is there or not, and a
   * file may have any length that it ever had in between.
   */
  synchronized void saveTorn(Path directory, Random random, int sectorBytes) throws IOException {
    for (var entry : contents.entrySet()) {
      var content = entry.getValue();
      if (content.isNamed || random.nextBoolean()) {
        Files.write(
            directory.resolve(SegmentNames.of(entry.getKey())), torn(content, random, sectorBytes));
      }
    }
  }

  private static byte[] torn(Content content, Random random, int sectorBytes) {
    var written = content.written.toByteArray();
    int from = content.forced.length;
    int length = random.nextInt(4) == 0 ? written.length : random.nextInt(from, written.length + 1);
    var image = Arrays.copyOf(content.forced, length);
    for (int sector = from / sectorBytes; sector * sectorBytes < length; sector++) {
      if (random.nextBoolean()) {
        int start = Math.max(from, sector * sectorBytes);
        int end = Math.min(length, (sector + 1) * sectorBytes);
        System.arraycopy(written, start, image, start, end - start);
      }
    }
    return image;
  }
}
