package dev.lockstep.store;

/**
 * What one block changes in one account: a row of H2's table.
 *
 * @param account its number, see {@link Accounts}
 * @param transfers how many of the block take from the account or give to it
 * @param received minor units, as are the others
 * @param balance after the block
 */
record Posting(int account, long height, int transfers, long received, long sent, long balance) {
  private static final int HEIGHT_BITS = 40;

  /** The key of the row. Those of an account stand together, in the order of the chain. */
  long place() {
    return place(account, height);
  }

  static long place(int account, long height) {
    return first(account) + height;
  }

  /** The lowest key of an account. */
  static long first(int account) {
    return (long) account << HEIGHT_BITS;
  }

  static int account(long place) {
    return (int) (place >> HEIGHT_BITS);
  }

  static long height(long place) {
    return place & (1L << HEIGHT_BITS) - 1;
  }
}
