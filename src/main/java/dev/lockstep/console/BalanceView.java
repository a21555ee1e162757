package dev.lockstep.console;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.LocalLog;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The balances as of the newest block on this node's disk, and what its local log takes off them,
 * kept beside the protocol so that reading one costs it nothing. Used by the console's event loop
 * only.
 */
final class BalanceView {
  private final Genesis genesis;
  private final long[] onChain;
  private final long[] spent;

  /** A block of 8,192 transfers is looked up here 16,384 times, on the event loop. */
  private final Map<String, Integer> numbers = new HashMap<>();

  private final LocalLog log = new LocalLog();
  private long height;

  /** The view as it is now; null when it has not been asked for since the last change. */
  private Snapshot snapshot;

  /**
   * @param balances minor units in the order of genesis, as of {@code height}
   * @param executed the local log, as of {@code height}; none in Lamport mode
   */
  BalanceView(Genesis genesis, long[] balances, long height, List<Transfer> executed) {
    this.genesis = genesis;
    this.onChain = balances.clone();
    this.spent = new long[balances.length];
    this.height = height;
    for (var account : genesis.accounts()) {
      numbers.put(account.name(), numbers.size());
    }
    execute(executed);
  }

  /** All balances as of one height. Immutable: the arrays are nobody else's. */
  static final class Snapshot {
    private final Genesis genesis;
    private final long[] onChain;
    private final long[] spent;
    private final long height;

    private Snapshot(Genesis genesis, long[] onChain, long[] spent, long height) {
      this.genesis = genesis;
      this.onChain = onChain;
      this.spent = spent;
      this.height = height;
    }

    List<Genesis.Account> accounts() {
      return genesis.accounts();
    }

    long height() {
      return height;
    }

    /** Minor units on the chain. */
    long onChain(int number) {
      return onChain[number];
    }

    /** What is left of them after what this node has executed. */
    long balance(int number) {
      return onChain[number] - spent[number];
    }
  }

  void execute(List<Transfer> executed) {
    log.add(executed);
    executed.forEach(transfer -> spent[number(transfer.from())] += transfer.amount());
    snapshot = null;
  }

  void apply(Block block) {
    for (var transfer : block.transfers()) {
      onChain[number(transfer.from())] -= transfer.amount();
      onChain[number(transfer.to())] += transfer.amount();
    }
    height = block.height();
    for (var placed : log.remove(block)) {
      spent[number(placed.from())] -= placed.amount();
    }
    snapshot = null;
  }

  long height() {
    return height;
  }

  /** Shared by all who ask before the next change. */
  Snapshot snapshot() {
    if (snapshot == null) {
      snapshot = new Snapshot(genesis, onChain.clone(), spent.clone(), height);
    }
    return snapshot;
  }

  /** The place of an account that exists in the list of genesis. */
  private int number(String account) {
    return numbers.get(account);
  }

  /** Minor units on the chain, of an account that exists. */
  long onChain(String account) {
    return onChain[number(account)];
  }

  /** What is left of them after what this node has executed. */
  long balanceOf(String account) {
    int number = number(account);
    return onChain[number] - spent[number];
  }

  /** What this node has executed that is on no block; it changes as the view does. */
  LocalLog log() {
    return log;
  }
}
