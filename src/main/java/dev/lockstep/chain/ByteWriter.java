package dev.lockstep.chain;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/** Writes the byte forms of {@code docs/format.md}: big-endian integers and counted UTF-8. */
public final class ByteWriter {
  private ByteBuffer buffer;

  public ByteWriter(int expectedBytes) {
    buffer = ByteBuffer.allocate(Math.max(16, expectedBytes));
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
    var utf8 = value.getBytes(StandardCharsets.UTF_8);
    if (utf8.length > 0xffff) {
      throw new IllegalArgumentException("a string of " + utf8.length + " bytes is over 65535");
    }
    room(2).putShort((short) utf8.length);
    return bytes(utf8);
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
  byte[] array() {
    return buffer.array();
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      int wanted = Math.max(buffer.capacity() * 2, buffer.position() + bytes);
      buffer = ByteBuffer.allocate(wanted).put(buffer.flip());
    }
    return buffer;
  }
}
