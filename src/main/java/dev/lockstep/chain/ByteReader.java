package dev.lockstep.chain;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Reads what {@link ByteWriter} wrote. Whatever does not fit is a {@link MalformedException}. */
public final class ByteReader {
  /** A power of two. */
  private static final int RECENT = 64;

  private final ByteBuffer buffer;

  /** Strings that were read, each at its hash; null before the first. */
  private String[] recent;

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
    int start = need(length).position();
    buffer.position(start + length);
    int hash = hashOfAscii(start, length);
    return hash < 0 ? utf8(buffer.slice(start, length)) : ascii(hash, start, length);
  }

  /** Nearly every name and memo is ASCII, and needs no decoder; below zero for the others. */
  private int hashOfAscii(int start, int length) {
    int hash = 0;
    int all = 0;
    for (int i = start; i < start + length; i++) {
      hash = 31 * hash + buffer.get(i);
      all |= buffer.get(i);
    }
    return all < 0 ? -1 : hash & Integer.MAX_VALUE;
  }

  /** The transfers of a block name few accounts: one string serves all that name the same. */
  private String ascii(int hash, int start, int length) {
    if (length == 0) {
      return "";
    }
    if (recent == null) {
      recent = new String[RECENT];
    }
    int slot = hash & RECENT - 1;
    var known = recent[slot];
    if (known == null || !isAt(known, start, length)) {
      var bytes = new byte[length];
      buffer.get(start, bytes);
      known = new String(bytes, StandardCharsets.ISO_8859_1);
      recent[slot] = known;
    }
    return known;
  }

  private boolean isAt(String text, int start, int length) {
    if (text.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) != buffer.get(start + i)) {
        return false;
      }
    }
    return true;
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
