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

    static Content of(byte[] written, byte[] forced, boolean isNamed) {
      var content = new Content();
      content.written.writeBytes(written);
      content.forced = forced;
      content.isNamed = isNamed;
      return content;
    }

    void cut(long size) {
      var kept = Arrays.copyOf(written.toByteArray(), (int) size);
      written.reset();
      written.writeBytes(kept);
    }
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
    moment.now(this);
    synchronized (this) {
      contents.get(segment).cut(size);
    }
    moment.now(this);
    return new Memory(contents.get(segment));
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

  /** The disk as the next life finds it when this one is killed: what was not forced still is. */
  synchronized TestDisk afterKill() {
    var next = new TestDisk();
    contents.forEach(
        (segment, content) ->
            next.contents.put(
                segment,
                Content.of(content.written.toByteArray(), content.forced, content.isNamed)));
    return next;
  }

  /**
   * What may be left after a power cut: of what was not forced, each sector is as it was written or
   * as it was before, and a file may have any length that it ever had in between.
   */
  synchronized TestDisk afterPowerCut(Random random, int sectorBytes) {
    var next = new TestDisk();
    contents.forEach(
        (segment, content) -> {
          if (content.isNamed || random.nextBoolean()) {
            var left = torn(content, random, sectorBytes);
            next.contents.put(segment, Content.of(left, left, true));
          }
        });
    return next;
  }

  private static byte[] torn(Content content, Random random, int sectorBytes) {
    var written = content.written.toByteArray();
    int shorter = Math.min(content.forced.length, written.length);
    int longer = Math.max(content.forced.length, written.length);
    int length = random.nextInt(4) == 0 ? written.length : random.nextInt(shorter, longer + 1);
    var image = Arrays.copyOf(content.forced, length);
    for (int start = 0; start < length; start += sectorBytes) {
      int end = Math.min(Math.min(start + sectorBytes, written.length), length);
      if (start < end && random.nextBoolean()) {
        System.arraycopy(written, start, image, start, end - start);
      }
    }
    return image;
  }
}
