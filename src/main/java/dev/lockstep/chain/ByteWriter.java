package dev.lockstep.chain;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/** Writes the byte forms of {@code docs/format.md}: big-endian integers and counted UTF-8. */
public final class ByteWriter {
  private static final int LENGTH_MAX = 0xffff;

  private ByteBuffer buffer;

  public ByteWriter(int expectedBytes) {
    buffer = ByteBuffer.allocate(expectedBytes);
  }

  public ByteWriter int8(int value) {
    room(1).put((byte) value);
    return this;
  }

  public ByteWriter int32(int value) {
    room(Integer.BYTES).putInt(value);
    return this;
  }

  public ByteWriter int64(long value) {
    room(Long.BYTES).putLong(value);
    return this;
  }

  public ByteWriter bytes(byte[] value) {
    room(value.length).put(value);
    return this;
  }

  public ByteWriter hash(Hash value) {
    return int64(value.first()).int64(value.second()).int64(value.third()).int64(value.fourth());
  }

  public ByteWriter uuid(UUID value) {
    return int64(value.getMostSignificantBits()).int64(value.getLeastSignificantBits());
  }

  /** {@code str(s)}: the length in bytes, as 2 bytes, and then UTF-8. */
  public ByteWriter str(String value) {
    if (tryAscii(value)) {
      return this;
    }
    var utf8 = value.getBytes(StandardCharsets.UTF_8);
    if (utf8.length > LENGTH_MAX) {
      throw new IllegalArgumentException(
          "a string of " + utf8.length + " bytes is over " + LENGTH_MAX);
    }
    room(Short.BYTES).putShort((short) utf8.length);
    return bytes(utf8);
  }

  /** Nearly every name and memo is ASCII and needs no encoder. Writes nothing where it is false. */
  private boolean tryAscii(String value) {
    if (value.length() > LENGTH_MAX) {
      return false;
    }
    int start = size();
    room(Short.BYTES + value.length()).putShort((short) value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c > 0x7f) {
        truncate(start);
        return false;
      }
      buffer.put((byte) c);
    }
    return true;
  }

  /** Characters as they are, without a length. */
  public ByteWriter ascii(String value) {
    return bytes(value.getBytes(StandardCharsets.US_ASCII));
  }

  /** How many bytes were written. */
  public int size() {
    return buffer.position();
  }

  /** Forgets everything after the first {@code size} bytes. */
  void truncate(int size) {
    buffer.position(size);
  }

  /** What was written, without a copy: valid up to {@link #size} and until the next write. */
  public byte[] array() {
    return buffer.array();
  }

  /** What was written. It needs no copy where the expected bytes are exactly what was written. */
  public byte[] toByteArray() {
    // Whatever is written afterwards goes to a new buffer.
    return buffer.hasRemaining() ? Arrays.copyOf(buffer.array(), size()) : buffer.array();
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      int wanted = Math.max(buffer.capacity() * 2, size() + Math.max(16, bytes));
      buffer = ByteBuffer.allocate(wanted).put(buffer.flip());
    }
    return buffer;
  }
}
