package dev.lockstep.chain;

/**
 * The slots of a hash table, all 0 at first. They are in pieces, because to make a table of a
 * hundred megabytes at once would stop whoever does it for a tenth of a second and more. No piece
 * is so large that the collector treats it on its own.
 */
final class Slots {
  private static final int PIECE_BITS = 16;

  private static final int PIECE = 1 << PIECE_BITS;

  private final int[][] pieces;
  private final int count;
  private int made;

  /**
   * Makes no slot yet.
   *
   * @param count a power of two
   */
  Slots(int count) {
    this.count = count;
    this.pieces = new int[Math.ceilDiv(count, PIECE)][];
  }

  int count() {
    return count;
  }

  /** Makes the slots below this one, if they are not made. */
  void make(int end) {
    for (int wanted = Math.ceilDiv(Math.min(end, count), PIECE); made < wanted; made++) {
      pieces[made] = new int[Math.min(count, PIECE)];
    }
  }

  int get(int slot) {
    return pieces[slot >>> PIECE_BITS][slot & PIECE - 1];
  }

  void set(int slot, int value) {
    pieces[slot >>> PIECE_BITS][slot & PIECE - 1] = value;
  }

  int next(int slot) {
    return slot + 1 & count - 1;
  }

  /** Where the search for a hash begins. */
  int first(long hash) {
    return (int) (hash >>> Integer.SIZE) & count - 1;
  }
}
