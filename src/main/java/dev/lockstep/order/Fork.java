package dev.lockstep.order;

import dev.lockstep.chain.ChainException;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Ledger;

/** Two chains must never part. That they do is noticed here, and ends the node. */
final class Fork {
  private Fork() {}

  /**
   * @param other who shows a block
   * @param hash of the block that it shows
   * @throws ChainException when the own block at this height, if there is one, is another
   */
  static void requireNone(Ledger ledger, String self, String other, long height, Hash hash) {
    if (height <= ledger.height() && !ledger.hashAt(height).equals(hash)) {
      throw new ChainException(
          height,
          other + " has hash " + hash + " there, " + self + " has " + ledger.hashAt(height));
    }
  }
}
