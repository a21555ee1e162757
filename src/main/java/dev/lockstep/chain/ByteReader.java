package dev.lockstep.chain;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Reads what {@link ByteWriter} wrote. Whatever does not fit is a {@link MalformedException}. */
public final class ByteReader {
  private final ByteBuffer buffer;

  public ByteReader(byte[] bytes) {
    this(bytes, 0);
  }

  /** Begins in the middle. */
  ByteReader(byte[] bytes, int offset) {
    buffer = ByteBuffer.wrap(bytes);
    buffer.position(offset);
  }

  public int int8() {
    return need(1).get();
  }

  public int int32() {
    return need(Integer.BYTES).getInt();
  }

  public long int64() {
    return need(Long.BYTES).getLong();
  }

  public byte[] bytes(int length) {
    if (length < 0) {
      throw new MalformedException("a length of " + length);
    }
    need(length);
    var value = new byte[length];
    buffer.get(value);
    return value;
  }

  public Hash hash() {
    return new Hash(int64(), int64(), int64(), int64());
  }

  public UUID uuid() {
    return new UUID(int64(), int64());
  }

  public String str() {
    int length = Short.toUnsignedInt(need(2).getShort());
    var slice = need(length).slice(buffer.position(), length);
    buffer.position(buffer.position() + length);
    return isAscii(slice) ? ascii(slice) : utf8(slice);
  }

  /** Nearly every name and memo is, and needs no decoder. */
  private static boolean isAscii(ByteBuffer text) {
    for (int i = 0; i < text.limit(); i++) {
      if (text.get(i) < 0) {
        return false;
      }
    }
    return true;
  }

  private static String ascii(ByteBuffer text) {
    var bytes = new byte[text.limit()];
    text.get(0, bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static String utf8(ByteBuffer text) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(text).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedException("a string that is not UTF-8", e);
    }
  }

  /** How many items of at least {@code bytesEach} follow; a count that cannot fit is malformed. */
  public int count(int bytesEach) {
    int count = int32();
    if (count < 0 || (long) count * bytesEach > buffer.remaining()) {
      throw new MalformedException("a count of " + count + " in " + buffer.remaining() + " bytes");
    }
    return count;
  }

  public void expectAscii(String wanted) {
    var found = bytes(Math.min(wanted.length(), buffer.remaining()));
    if (!wanted.equals(new String(found, StandardCharsets.ISO_8859_1))) {
      throw new MalformedException("it does not begin with \"" + wanted + "\"");
    }
  }

  public int position() {
    return buffer.position();
  }

  public int remaining() {
    return buffer.remaining();
  }

  public void expectEnd() {
    if (buffer.hasRemaining()) {
      throw new MalformedException(buffer.remaining() + " bytes too many");
    }
  }

  private ByteBuffer need(int bytes) {
    if (buffer.remaining() < bytes) {
      throw new MalformedException(
          "it ends after " + buffer.limit() + " bytes, " + bytes + " more are needed");
    }
    return buffer;
  }
}
