package dev.lockstep.chain;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Makes SHA-256 digests. One instance is used by one thread. */
public final class Sha256 {
  private final MessageDigest digest;

  public Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  public Hash hash(byte[] bytes, int offset, int length) {
    digest.update(bytes, offset, length);
    return Hash.of(digest.digest());
  }

  public Hash hash(byte[] bytes) {
    return hash(bytes, 0, bytes.length);
  }

  /** RFC 9162, section 2.1.1: the first byte distinguishes a leaf from a node. */
  public Hash leaf(byte[] bytes, int offset, int length) {
    digest.update((byte) 0);
    return hash(bytes, offset, length);
  }

  /**
   * The same as {@link #leaf(byte[], int, int)}, without an object.
   *
   * @param hashes gets the hash
   * @param at the offset of its first byte
   */
  void leaf(byte[] bytes, int offset, int length, byte[] hashes, int at) {
    digest.update((byte) 0);
    digest.update(bytes, offset, length);
    write(hashes, at);
  }

  /**
   * RFC 9162, section 2.1.1, without an object.
   *
   * @param below holds the hashes of the two subtrees one after the other
   * @param children the offset of the first
   * @param above gets the hash of both; it may be the same array
   * @param at the offset of its first byte; in the same array it may be that of the first
   */
  void node(byte[] below, int children, byte[] above, int at) {
    digest.update((byte) 1);
    digest.update(below, children, 2 * Hash.BYTES);
    write(above, at);
  }

  private void write(byte[] hashes, int at) {
    try {
      digest.digest(hashes, at, Hash.BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("a hash of SHA-256 has 32 bytes", e);
    }
  }

  /** RFC 9162, section 2.1.1. */
  public Hash node(Hash left, Hash right) {
    digest.update((byte) 1);
    digest.update(left.bytes());
    digest.update(right.bytes());
    return Hash.of(digest.digest());
  }
}
