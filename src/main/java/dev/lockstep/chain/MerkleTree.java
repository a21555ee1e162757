package dev.lockstep.chain;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The Merkle tree hash of RFC 9162, section 2.1.1, with SHA-256. */
public final class MerkleTree {
  private MerkleTree() {}

  /** The leaf hash of one entry: SHA-256(0x00 ‖ entry). */
  public static Hash leaf(byte[] entry) {
    return new Sha256().leaf(entry, 0, entry.length);
  }

  /**
   * The root over the hashes of the leaves.
   *
   * <p>The RFC splits a list at the largest power of two below its length. Joining two subtrees as
   * soon as they are of one height, and what is left over from the right, gives the same tree in
   * one pass.
   */
  public static Hash root(List<Hash> leaves) {
    var sha = new Sha256();
    if (leaves.isEmpty()) {
      return sha.hash(new byte[0]);
    }
    record Subtree(Hash hash, int height) {}
    Deque<Subtree> open = new ArrayDeque<>();
    for (var leaf : leaves) {
      var subtree = new Subtree(leaf, 0);
      while (!open.isEmpty() && open.peek().height == subtree.height) {
        subtree = new Subtree(sha.node(open.pop().hash, subtree.hash), subtree.height + 1);
      }
      open.push(subtree);
    }
    var root = open.pop().hash;
    while (!open.isEmpty()) {
      root = sha.node(open.pop().hash, root);
    }
    return root;
  }
}
