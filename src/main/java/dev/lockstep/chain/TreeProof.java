package dev.lockstep.chain;

import java.util.List;

/** Checks proofs of a {@link HashTree} against its roots (RFC 9162, section 2.1). */
public final class TreeProof {
  private TreeProof() {}

  /**
   * Whether an inclusion proof leads from a leaf to a root (section 2.1.3.2).
   *
   * @param leafHash {@code HASH(0x00 || d[index])}
   * @param size of the tree with that root
   */
  public static boolean includes(Hash leafHash, long index, long size, List<Hash> path, Hash root) {
    if (index < 0 || index >= size) {
      return false;
    }
    var sha = new Sha256();
    long node = index;
    long last = size - 1;
    var hash = leafHash;
    for (var sibling : path) {
      if (last == 0) {
        return false;
      }
      if ((node & 1) == 1 || node == last) {
        hash = sha.node(sibling, hash);
        // A node without a right sibling is also the node of the levels above, up to its sibling.
        int up = (node & 1) == 1 ? 0 : Long.numberOfTrailingZeros(node);
        node >>= up;
        last >>= up;
      } else {
        hash = sha.node(hash, sibling);
      }
      node >>= 1;
      last >>= 1;
    }
    return last == 0 && hash.equals(root);
  }

  /**
   * Whether a consistency proof shows that the tree with one root continues the tree with another
   * (section 2.1.4.2).
   *
   * @param from the size of the earlier tree. Every tree continues an empty one, which needs no
   *     proof
   */
  public static boolean continues(long from, Hash fromRoot, long to, Hash toRoot, List<Hash> path) {
    if (from < 0 || from > to) {
      return false;
    }
    if (from == 0 || from == to) {
      return path.isEmpty()
          && (from < to || fromRoot.equals(toRoot))
          && (from > 0 || fromRoot.equals(new Sha256().hash(new byte[0])));
    }
    // A complete earlier tree is a node of the later one, and the proof leaves it out.
    boolean isNode = Long.bitCount(from) == 1;
    if (path.isEmpty() && !isNode) {
      return false;
    }
    var sha = new Sha256();
    long node = from - 1;
    long last = to - 1;
    int complete = Long.numberOfTrailingZeros(from);
    node >>= complete;
    last >>= complete;
    var earlier = isNode ? fromRoot : path.getFirst();
    var later = earlier;
    for (var sibling : path.subList(isNode ? 0 : 1, path.size())) {
      if (last == 0) {
        return false;
      }
      if ((node & 1) == 1 || node == last) {
        earlier = sha.node(sibling, earlier);
        later = sha.node(sibling, later);
        int up = (node & 1) == 1 ? 0 : Long.numberOfTrailingZeros(node);
        node >>= up;
        last >>= up;
      } else {
        later = sha.node(later, sibling);
      }
      node >>= 1;
      last >>= 1;
    }
    return last == 0 && earlier.equals(fromRoot) && later.equals(toRoot);
  }
}
