package dev.lockstep.console;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.LocalLog;
import java.util.List;

/**
 * The balances as of the newest block on this node's disk, and what its local log takes off them,
 * kept beside the protocol so that reading one costs it nothing. Used by the console's event loop
 * only.
 */
final class BalanceView {
  private final Genesis genesis;
  private final long[] balances;
  private final LocalLog log = new LocalLog();
  private long height;

  /**
   * @param balances minor units in the order of genesis, as of {@code height}
   * @param executed the local log, as of {@code height}; none in Lamport mode
   */
  BalanceView(Genesis genesis, long[] balances, long height, List<Transfer> executed) {
    this.genesis = genesis;
    this.balances = balances.clone();
    this.height = height;
    log.add(executed);
  }

  void execute(List<Transfer> executed) {
    log.add(executed);
  }

  void apply(Block block) {
    for (var transfer : block.transfers()) {
      balances[genesis.indexOf(transfer.from())] -= transfer.amount();
      balances[genesis.indexOf(transfer.to())] += transfer.amount();
    }
    height = block.height();
    log.remove(block);
  }

  long height() {
    return height;
  }

  /** Minor units on the chain, of an account that exists. */
  long onChain(String account) {
    return balances[genesis.indexOf(account)];
  }

  /** What is left of them after what this node has executed. */
  long balanceOf(String account) {
    return onChain(account) - log.spentFrom(account);
  }

  /** What this node has executed that is on no block; it changes as the view does. */
  LocalLog log() {
    return log;
  }
}
