package dev.lockstep.chain;

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

  /** RFC 9162, section 2.1.1. */
  public Hash node(Hash left, Hash right) {
    digest.update((byte) 1);
    digest.update(left.bytes());
    digest.update(right.bytes());
    return Hash.of(digest.digest());
  }
}
