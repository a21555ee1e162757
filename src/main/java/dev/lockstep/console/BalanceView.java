package dev.lockstep.console;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Genesis;

/**
 * The balances as of the newest block on this node's disk, kept beside the protocol so that reading
 * one costs it nothing. Used by the console's event loop only.
 */
final class BalanceView {
  private final Genesis genesis;
  private final long[] balances;
  private long height;

  /**
   * @param balances minor units in the order of genesis, as of {@code height}
   */
  BalanceView(Genesis genesis, long[] balances, long height) {
    this.genesis = genesis;
    this.balances = balances.clone();
    this.height = height;
  }

  void apply(Block block) {
    for (var transfer : block.transfers()) {
      balances[genesis.indexOf(transfer.from())] -= transfer.amount();
      balances[genesis.indexOf(transfer.to())] += transfer.amount();
    }
    height = block.height();
  }

  long height() {
    return height;
  }

  /** Minor units, of an account that exists. */
  long balanceOf(String account) {
    return balances[genesis.indexOf(account)];
  }
}
