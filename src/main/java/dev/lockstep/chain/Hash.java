package dev.lockstep.chain;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** A SHA-256 hash. Four numbers instead of an array, so that two equal hashes are equal values. */
public record Hash(long first, long second, long third, long fourth) {
  public static final int BYTES = 32;
  public static final Hash ZERO = new Hash(0, 0, 0, 0);

  public static Hash of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a hash has 32 bytes, not " + bytes.length);
    }
    var buffer = ByteBuffer.wrap(bytes);
    return new Hash(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
  }

  /**
   * Reads 64 hexadecimal digits.
   *
   * @throws IllegalArgumentException when {@code hex} is anything else
   */
  public static Hash parse(String hex) {
    return of(HexFormat.of().parseHex(hex));
  }

  public byte[] bytes() {
    return ByteBuffer.allocate(BYTES)
        .putLong(first)
        .putLong(second)
        .putLong(third)
        .putLong(fourth)
        .array();
  }

  /** The first eight digits: enough for a person to tell two hashes apart. */
  public String abbreviated() {
    return HexFormat.of().toHexDigits(first).substring(0, 8);
  }

  /** 64 lower-case hexadecimal digits. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes());
  }
}
