package dev.lockstep.chain;

import java.util.Arrays;

/**
 * A list of hashes that only grows, 32 bytes each: the hashes of a chain of a million blocks need
 * 32 MB.
 *
 * <p>One thread adds. Any thread may read what was added before.
 */
public final class HashList {
  private static final int WORDS = 4;

  /** Hashes of a piece: a longer list takes another one, and copies none. */
  private static final int PIECE_BITS = 8;

  private static final int PIECE = 1 << PIECE_BITS;

  /**
   * Volatile, so that whoever reads a longer array also sees what was copied into it before. A
   * piece is there, and a hash is written, before {@link #size} counts it; neither changes again.
   */
  private volatile long[][] pieces = new long[16][];

  private volatile int size;

  public void add(Hash hash) {
    int index = size;
    var piece = pieceFor(index);
    int at = (index & PIECE - 1) * WORDS;
    piece[at] = hash.first();
    piece[at + 1] = hash.second();
    piece[at + 2] = hash.third();
    piece[at + 3] = hash.fourth();
    size = index + 1;
  }

  private long[] pieceFor(int index) {
    int number = index >>> PIECE_BITS;
    if (number == pieces.length) {
      pieces = Arrays.copyOf(pieces, 2 * number);
    }
    if (pieces[number] == null) {
      pieces[number] = new long[PIECE * WORDS];
    }
    return pieces[number];
  }

  public long size() {
    return size;
  }

  /**
   * @throws IllegalArgumentException when there are not that many
   */
  public Hash get(long index) {
    // The size first: the array that is read after it has all that it counts.
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("no hash " + index + " in a list of " + size);
    }
    var piece = pieces[(int) index >>> PIECE_BITS];
    int at = ((int) index & PIECE - 1) * WORDS;
    return new Hash(piece[at], piece[at + 1], piece[at + 2], piece[at + 3]);
  }
}
