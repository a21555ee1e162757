package dev.lockstep.console.api;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.LocalLog;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The balances as of the newest block on this node's disk, and what its local log takes off them,
 * kept beside the protocol so that reading one costs it nothing. Used by the console's event loop
 * only.
 */
public final class BalanceView {
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
  public BalanceView(Genesis genesis, long[] balances, long height, List<Transfer> executed) {
    this.genesis = genesis;
    this.onChain = balances.clone();
    this.spent = new long[balances.length];
    this.height = height;
    for (var account : genesis.accounts()) {
      numbers.put(account.name(), numbers.size());
    }
    execute(executed);
  }

  /** All balances as of one height. Immutable: nothing else has its arrays. */
  public static final class Snapshot {
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

    /** Made one by one, in the order of genesis. */
    Stream<AccountBalance> all() {
      return IntStream.range(0, size()).mapToObj(this::get);
    }

    public int size() {
      return onChain.length;
    }

    /** The account of a number, from 0 on, in the order of genesis. */
    public AccountBalance get(int number) {
      return new AccountBalance(
          genesis.accounts().get(number), onChain[number] - spent[number], onChain[number], height);
    }

    /** Whether the local log takes something off any account. */
    public boolean isAnySpent() {
      return Arrays.stream(spent).anyMatch(amount -> amount != 0);
    }

    public long height() {
      return height;
    }
  }

  public void execute(List<Transfer> executed) {
    log.add(executed);
    executed.forEach(transfer -> spent[number(transfer.from())] += transfer.amount());
    snapshot = null;
  }

  public void apply(Block block) {
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

  public long height() {
    return height;
  }

  /** Shared by all requests before the next change. */
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

  /** What an account that exists has now. */
  public AccountBalance get(String account) {
    int number = number(account);
    return new AccountBalance(
        genesis.accounts().get(number), onChain[number] - spent[number], onChain[number], height);
  }

  /** What this node has executed that is on no block; it changes as the view does. */
  public LocalLog log() {
    return log;
  }
}
