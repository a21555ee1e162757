package dev.lockstep.chain;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * An Ed25519 signature (RFC 8032, section 5.1.6) of a member: over the hash of a block ({@link
 * Block#statement}), or over its local log ({@link SignedLog#statement}). Immutable.
 */
public final class MemberSignature {
  public static final int BYTES = 64;

  private final byte[] bytes;

  private MemberSignature(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * @throws IllegalArgumentException when these are not {@link #BYTES} bytes
   */
  public static MemberSignature of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a signature of " + bytes.length + " bytes");
    }
    return new MemberSignature(bytes.clone());
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MemberSignature that && Arrays.equals(that.bytes, bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
