package dev.lockstep.console.api;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Transfer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
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

  /** The local log, oldest first. */
  private final Deque<Transfer> log = new ArrayDeque<>();

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
    log.addAll(executed);
    executed.forEach(transfer -> spent[number(transfer.from())] += transfer.amount());
    snapshot = null;
  }

  public void apply(Block block) {
    for (var transfer : block.transfers()) {
      onChain[number(transfer.from())] -= transfer.amount();
      onChain[number(transfer.to())] += transfer.amount();
    }
    height = block.height();
    snapshot = null;
  }

  /**
   * Takes transfers out of the local log, as the block that they are on is applied.
   *
   * @param unlogged in the order of the log: as a rule its oldest, so no index over it is needed
   */
  public void unlog(List<Transfer> unlogged) {
    Set<UUID> within = new HashSet<>();
    for (var transfer : unlogged) {
      if (!log.isEmpty() && log.getFirst().id().equals(transfer.id())) {
        log.removeFirst();
      } else {
        within.add(transfer.id());
      }
      spent[number(transfer.from())] -= transfer.amount();
    }
    if (!within.isEmpty()) {
      log.removeIf(transfer -> within.contains(transfer.id()));
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

  /** How many transfers this node has executed that are on no block. */
  public int logged() {
    return log.size();
  }

  /** The newest of these, at most {@code count}, oldest first. */
  List<Transfer> newestLogged(int count) {
    return log.reversed().stream().limit(count).toList().reversed();
  }
}
