package dev.lockstep.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * Segments in a real directory. Used by one thread, which is never interrupted: see {@link
 * Journal}.
 */
record DiskFiles(Path directory) implements SegmentFiles {
  private static final boolean IS_WINDOWS = System.getProperty("os.name").startsWith("Windows");

  @Override
  public Segment create(int segment) throws IOException {
    return new DiskSegment(
        FileChannel.open(
            directory.resolve(SegmentNames.of(segment)),
            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
            OwnerOnly.fileAttributes()),
        0);
  }

  @Override
  public Segment open(int segment, long size) throws IOException {
    var channel =
        FileChannel.open(
            directory.resolve(SegmentNames.of(segment)),
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    channel.truncate(size);
    return new DiskSegment(channel, size);
  }

  @Override
  public void forceDirectory() throws IOException {
    // Windows cannot force a directory, and does not need it.
    if (!IS_WINDOWS) {
      try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /**
   * A file that is longer than what was appended to it: to force bytes that are there already takes
   * two thirds of the time in which a file also grows. What is ahead is zero, and at most an eighth
   * of what is there, so that a short journal stays short.
   */
  private static final class DiskSegment implements Segment {
    private static final int AHEAD_MAX = 1 << 20;
    private static final int AHEAD_PART = 8;
    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(1 << 16).asReadOnlyBuffer();

    private final FileChannel channel;
    private long end;
    private long reserved;

    DiskSegment(FileChannel channel, long end) {
      this.channel = channel;
      this.end = end;
      this.reserved = end;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      end = write(bytes, end);
      if (end > reserved) {
        reserve();
      }
    }

    private void reserve() throws IOException {
      long target = end + Math.min(AHEAD_MAX, end / AHEAD_PART);
      for (reserved = end; reserved < target; ) {
        int piece = (int) Math.min(ZEROS.capacity(), target - reserved);
        reserved = write(ZEROS.slice(0, piece), reserved);
      }
    }

    private long write(ByteBuffer bytes, long position) throws IOException {
      long at = position;
      while (bytes.hasRemaining()) {
        at += channel.write(bytes, at);
      }
      return at;
    }

    @Override
    public void force() throws IOException {
      // This forces the file's length with its bytes, but not its times, which nothing reads.
      channel.force(false);
    }

    /** No reader expects zeros in a segment that has another one after it. */
    @Override
    public void close() throws IOException {
      try (channel) {
        channel.truncate(end);
        channel.force(true);
      }
    }
  }
}
