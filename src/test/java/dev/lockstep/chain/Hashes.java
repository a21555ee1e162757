package dev.lockstep.chain;

import java.nio.charset.StandardCharsets;

/** Hashes by names, for tests in which it matters only whether two of them are equal. */
public final class Hashes {
  private Hashes() {}

  public static Hash of(String name) {
    return MerkleTree.leaf(name.getBytes(StandardCharsets.UTF_8));
  }
}
