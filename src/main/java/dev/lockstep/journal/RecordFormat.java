package dev.lockstep.journal;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A record on the disk: {@code length of the body (int32) ‖ type (1 byte) ‖ body ‖ CRC-32C of all
 * of these (int32)}, big-endian.
 *
 * <p>One type is the journal's own: a <b>mark</b> holds its own position and says that everything
 * before it was forced to the disk before it was written. Every segment begins with one, and one
 * follows every group; {@link JournalReader} tells a torn end from damage by them.
 */
final class RecordFormat {
  /** Length, type and checksum. */
  static final int OVERHEAD = Integer.BYTES + 1 + Integer.BYTES;

  static final int HEADER = Integer.BYTES + 1;

  /** A block of 8,192 transfers with the longest of memos has 5.4 MB; no record is longer. */
  static final int BODY_MAX = 16 << 20;

  static final byte MARK = 127;
  static final int MARK_BYTES = OVERHEAD + Long.BYTES;

  private RecordFormat() {}

  static byte[] header(byte type, int length) {
    return ByteBuffer.allocate(HEADER).putInt(length).put(type).array();
  }

  static int length(byte[] header) {
    return ByteBuffer.wrap(header).getInt();
  }

  static int checksum(byte[] header, byte[] body) {
    var crc = new CRC32C();
    crc.update(header);
    crc.update(body);
    return (int) crc.getValue();
  }

  static byte[] mark(long position) {
    return ByteBuffer.allocate(Long.BYTES).putLong(position).array();
  }

  /** Why there is no valid record at an offset, or nothing when there is one. */
  static Optional<String> problem(ByteBuffer bytes, int offset) {
    int left = bytes.limit() - offset;
    if (left < OVERHEAD) {
      return Optional.of("the file ends after " + left + " bytes of a record");
    }
    int length = bytes.getInt(offset);
    if (length < 0 || length > BODY_MAX) {
      return Optional.of("a record claims a length of " + length + " bytes");
    }
    if (bytes.get(offset + Integer.BYTES) <= 0) {
      return Optional.of("a record has type " + bytes.get(offset + Integer.BYTES));
    }
    if (length > left - OVERHEAD) {
      return Optional.of(
          "a record of " + length + " bytes does not fit the " + left + " that are left");
    }
    int stored = bytes.getInt(offset + HEADER + length);
    int computed = checksum(bytes, offset, HEADER + length);
    return stored == computed
        ? Optional.empty()
        : Optional.of(
            "the record's checksum is %08x but its bytes give %08x".formatted(stored, computed));
  }

  /**
   * Whether the mark of exactly this position is there, with a good checksum: a cheap test, for a
   * search at every offset.
   */
  static boolean isWholeMark(ByteBuffer bytes, int offset, long position) {
    return isMark(bytes, offset, position)
        && bytes.getInt(offset + HEADER + Long.BYTES)
            == checksum(bytes, offset, HEADER + Long.BYTES);
  }

  static int size(ByteBuffer bytes, int offset) {
    return OVERHEAD + bytes.getInt(offset);
  }

  static byte type(ByteBuffer bytes, int offset) {
    return bytes.get(offset + Integer.BYTES);
  }

  static byte[] body(ByteBuffer bytes, int offset) {
    var body = new byte[bytes.getInt(offset)];
    bytes.get(offset + HEADER, body);
    return body;
  }

  /** Whether the record at an offset, if it is valid, is the mark that belongs right there. */
  static boolean isMark(ByteBuffer bytes, int offset, long position) {
    return type(bytes, offset) == MARK
        && bytes.getInt(offset) == Long.BYTES
        && bytes.getLong(offset + HEADER) == position;
  }

  private static int checksum(ByteBuffer bytes, int offset, int length) {
    var crc = new CRC32C();
    crc.update(bytes.slice(offset, length));
    return (int) crc.getValue();
  }
}
