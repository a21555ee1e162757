package dev.lockstep.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/**
 * The Merkle tree of RFC 9162, section 2.1, over a list of leaves that grows: its roots at every
 * size, inclusion proofs, and consistency proofs.
 *
 * <p>The leaves are read again whenever they are needed. Only the roots of complete runs of 256
 * leaves are kept, of 256 such runs, and so on: 32 bytes for every 256 leaves. A root or a proof
 * reads at most a run or two of each level.
 *
 * <p>Not safe for use by two threads at once.
 */
public final class HashTree {
  private static final int RUN_BITS = 8;
  private static final int RUN = 1 << RUN_BITS;

  private final LongFunction<Hash> leafHashes;
  private final Sha256 sha = new Sha256();

  /** At {@code i} the roots of complete runs of 256^(i+1) leaves. */
  private final List<HashList> runs = new ArrayList<>();

  private long size;

  /**
   * @param leafHashes by index: what RFC 9162 writes as {@code HASH(0x00 || d[i])}. The hash of an
   *     index below the size must never change
   */
  public HashTree(LongFunction<Hash> leafHashes) {
    this.leafHashes = leafHashes;
  }

  /** A tree over the hashes of blocks: its leaf data are the 32 bytes of each. */
  public static HashTree overBlocks(LongFunction<Hash> hashes) {
    var sha = new Sha256();
    return new HashTree(height -> sha.leaf(hashes.apply(height).bytes(), 0, Hash.BYTES));
  }

  /** The number of leaves: the largest size for roots and proofs. */
  public long size() {
    return size;
  }

  /** Grows to a size, if it is below it. Computes about two hashes for each new leaf. */
  public void growTo(long newSize) {
    while (size < newSize) {
      long step = Math.min(newSize, (size | RUN - 1) + 1);
      if ((step & RUN - 1) == 0) {
        completeRuns(step);
      }
      size = step;
    }
  }

  /** Adds the roots of all runs that end at a size. */
  private void completeRuns(long end) {
    long runEnd = end;
    for (int level = 0; (runEnd & RUN - 1) == 0 && runEnd > 0; level++) {
      if (level == runs.size()) {
        runs.add(new HashList());
      }
      runs.get(level).add(fold(level, runEnd - RUN, RUN));
      runEnd >>= RUN_BITS;
    }
  }

  /** The root over adjacent nodes of a level; their number is a power of two. */
  private Hash fold(int level, long first, int count) {
    var nodes = new Hash[count];
    for (int i = 0; i < count; i++) {
      nodes[i] = at(level, first + i);
    }
    for (int left = count; left > 1; left /= 2) {
      for (int i = 0; i < left; i += 2) {
        nodes[i / 2] = sha.node(nodes[i], nodes[i + 1]);
      }
    }
    return nodes[0];
  }

  private Hash at(int level, long index) {
    return level == 0 ? leafHashes.apply(index) : runs.get(level - 1).get(index);
  }

  /**
   * The root over the first leaves: {@code MTH(D_n)} of section 2.1.1.
   *
   * @throws IllegalArgumentException when the tree has fewer leaves
   */
  public Hash root(long of) {
    require(0 <= of && of <= size, "a root of " + of + " of " + size + " leaves");
    return of == 0 ? sha.hash(new byte[0]) : subtree(0, of);
  }

  /**
   * The inclusion proof of a leaf: {@code PATH(m, D_n)} of section 2.1.3.1.
   *
   * @throws IllegalArgumentException when there is no such leaf, or no such tree
   */
  public List<Hash> inclusion(long leaf, long of) {
    require(
        0 <= leaf && leaf < of && of <= size,
        "a path of leaf " + leaf + " in " + of + " of " + size + " leaves");
    List<Hash> path = new ArrayList<>();
    long start = 0;
    long end = of;
    while (end - start > 1) {
      long middle = start + split(end - start);
      if (leaf < middle) {
        path.add(subtree(middle, end));
        end = middle;
      } else {
        path.add(subtree(start, middle));
        start = middle;
      }
    }
    // The loop goes from the root down, and a path goes from the leaf up.
    return path.reversed();
  }

  /**
   * The consistency proof that a tree continues an earlier one: {@code PROOF(m, D_n)} of section
   * 2.1.4.1. Empty between equal sizes, and from the empty tree, which every tree continues.
   *
   * @throws IllegalArgumentException when there are no such trees
   */
  public List<Hash> consistency(long from, long to) {
    require(
        0 <= from && from <= to && to <= size,
        "a proof from " + from + " to " + to + " of " + size + " leaves");
    if (from == 0 || from == to) {
      return List.of();
    }
    List<Hash> path = new ArrayList<>();
    long start = 0;
    long end = to;
    // Down to the subtree that ends where the earlier tree ends.
    while (end != from) {
      long middle = start + split(end - start);
      if (from <= middle) {
        path.add(subtree(middle, end));
        end = middle;
      } else {
        path.add(subtree(start, middle));
        start = middle;
      }
    }
    // When it begins with the first leaf it is the earlier tree, whose root the verifier has.
    if (start > 0) {
      path.add(subtree(start, end));
    }
    return path.reversed();
  }

  /** The root over a range that is a node of the tree. */
  private Hash subtree(long start, long end) {
    long count = end - start;
    if (Long.bitCount(count) == 1) {
      return complete(start, Long.numberOfTrailingZeros(count));
    }
    long middle = start + split(count);
    return sha.node(subtree(start, middle), subtree(middle, end));
  }

  /** The root over {@code 2^bits} leaves, which begin at a multiple of their number. */
  private Hash complete(long start, int bits) {
    int level = bits / RUN_BITS;
    return fold(level, start >> level * RUN_BITS, 1 << bits % RUN_BITS);
  }

  /** The largest power of two below a number above one. */
  private static long split(long count) {
    return Long.highestOneBit(count - 1);
  }

  private static void require(boolean isThere, String wanted) {
    if (!isThere) {
      throw new IllegalArgumentException(wanted);
    }
  }
}
