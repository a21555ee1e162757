package dev.lockstep.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Appends records to the last segment and begins the next one when it is full. Used by one thread
 * at a time. After any exception it must not be used again: what the disk holds is unknown.
 */
final class SegmentWriter {
  private static final int BUFFER_BYTES = 1 << 20;

  private final SegmentFiles files;
  private final int segmentBytes;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

  private SegmentFiles.Segment file;
  private int segment;
  private long size;

  private SegmentWriter(SegmentFiles files, int segmentBytes) {
    this.files = files;
    this.segmentBytes = segmentBytes;
  }

  /**
   * Opens the journal after its last valid record, cuts what follows, and forces what is there: a
   * process that was killed may have written bytes that it never forced.
   */
  static SegmentWriter open(SegmentFiles files, int segmentBytes, JournalReader.End end)
      throws IOException {
    var writer = new SegmentWriter(files, segmentBytes);
    if (end.segment() == 0) {
      writer.begin(1);
      return writer;
    }
    writer.file = files.open(end.segment(), end.validBytes());
    writer.segment = end.segment();
    writer.size = end.validBytes();
    if (writer.size == 0) {
      writer.put(RecordFormat.MARK, RecordFormat.mark(writer.position()));
    }
    writer.sync();
    files.forceDirectory();
    writer.confirm();
    return writer;
  }

  /** The position right after everything that was appended. */
  long position() {
    return Position.of(segment, size);
  }

  /** Appends a record, for now perhaps only to the buffer. Returns its position. */
  long append(byte type, byte[] body) throws IOException {
    boolean isFull = size + RecordFormat.OVERHEAD + body.length > segmentBytes;
    if (isFull && size > RecordFormat.MARK_BYTES) {
      // Only the last segment may have a torn end, so this one is whole before the next exists.
      sync();
      file.close();
      begin(segment + 1);
    }
    return put(type, body);
  }

  /** Makes everything that was appended durable. */
  void sync() throws IOException {
    flush();
    file.force();
  }

  /**
   * Writes the mark that confirms the group. It is not forced: the group is durable without it, and
   * with the mark only the evidence is lost that the group was whole.
   */
  void confirm() throws IOException {
    put(RecordFormat.MARK, RecordFormat.mark(position()));
    flush();
  }

  void close() throws IOException {
    file.close();
  }

  private void begin(int number) throws IOException {
    file = files.create(number);
    segment = number;
    size = 0;
    put(RecordFormat.MARK, RecordFormat.mark(position()));
    sync();
    files.forceDirectory();
  }

  private long put(byte type, byte[] body) throws IOException {
    long position = position();
    var header = RecordFormat.header(type, body.length);
    buffer(header);
    buffer(body);
    buffer(ByteBuffer.allocate(Integer.BYTES).putInt(RecordFormat.checksum(header, body)).array());
    size += RecordFormat.OVERHEAD + body.length;
    return position;
  }

  private void buffer(byte[] bytes) throws IOException {
    for (int done = 0; done < bytes.length; ) {
      if (!buffer.hasRemaining()) {
        flush();
      }
      int piece = Math.min(buffer.remaining(), bytes.length - done);
      buffer.put(bytes, done, piece);
      done += piece;
    }
  }

  private void flush() throws IOException {
    buffer.flip();
    if (buffer.hasRemaining()) {
      file.write(buffer);
    }
    buffer.clear();
  }
}
