package dev.lockstep.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What the writer does to the disk. An interface, so that a test can let each operation fail. */
interface SegmentFiles {
  /** Makes a new, empty segment file. */
  Segment create(int segment) throws IOException;

  /** Opens a segment file for appending after its first {@code size} bytes; cuts what follows. */
  Segment open(int segment, long size) throws IOException;

  /** Makes the names of all files in the directory durable. */
  void forceDirectory() throws IOException;

  /** A file that is appended to. */
  interface Segment {
    /** Writes all that remains in the buffer to the end of the file. */
    void write(ByteBuffer bytes) throws IOException;

    /** Makes all that was written durable. */
    void force() throws IOException;

    void close() throws IOException;
  }
}
