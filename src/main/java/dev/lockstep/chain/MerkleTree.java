package dev.lockstep.chain;

import java.util.Arrays;
import java.util.List;

/** The Merkle tree hash of RFC 9162, section 2.1.1, with SHA-256. */
public final class MerkleTree {
  private MerkleTree() {}

  /** The leaf hash of one entry: SHA-256(0x00 ‖ entry). */
  public static Hash leaf(byte[] entry) {
    return new Sha256().leaf(entry, 0, entry.length);
  }

  /** The root over the hashes of the leaves. */
  public static Hash root(List<Hash> leaves) {
    var hashes = new HashArray(leaves.size());
    leaves.forEach(hashes::add);
    return root(hashes);
  }

  /**
   * The root over the hashes of the leaves.
   *
   * <p>The RFC splits a list at the largest power of two below its length. Joining neighbours,
   * level by level, with an odd one left for the next level, gives the same tree.
   */
  static Hash root(HashArray leaves) {
    var sha = new Sha256();
    if (leaves.size() == 0) {
      return sha.hash(new byte[0]);
    }
    var level = leaves.array();
    var above = new byte[(leaves.size() + 1) / 2 * Hash.BYTES];
    for (int count = leaves.size(); count > 1; count = (count + 1) / 2) {
      for (int i = 0; i + 1 < count; i += 2) {
        sha.node(level, i * Hash.BYTES, above, i / 2 * Hash.BYTES);
      }
      if (count % 2 == 1) {
        System.arraycopy(
            level, (count - 1) * Hash.BYTES, above, count / 2 * Hash.BYTES, Hash.BYTES);
      }
      // From the second level on, each is written over the one below.
      level = above;
    }
    return Hash.of(Arrays.copyOf(level, Hash.BYTES));
  }
}
