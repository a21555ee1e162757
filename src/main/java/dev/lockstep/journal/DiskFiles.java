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
            OwnerOnly.fileAttributes()));
  }

  @Override
  public Segment open(int segment, long size) throws IOException {
    var channel =
        FileChannel.open(
            directory.resolve(SegmentNames.of(segment)),
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    channel.truncate(size);
    channel.position(size);
    return new DiskSegment(channel);
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

  private record DiskSegment(FileChannel channel) implements Segment {
    @Override
    public void write(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }

    @Override
    public void force() throws IOException {
      // This forces the file's length with its bytes, but not its times, which nothing reads.
      channel.force(false);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
