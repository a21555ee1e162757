package dev.lockstep.lab;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Genesis;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What accounts have on a chain. */
public final class Balances {
  private Balances() {}

  /** The balance of each account, in minor units, by name. */
  public static SortedMap<String, Long> of(Genesis genesis, List<Block> chain) {
    var balances = new TreeMap<String, Long>();
    genesis.accounts().forEach(account -> balances.put(account.name(), account.balance()));
    for (var block : chain) {
      for (var transfer : block.transfers()) {
        balances.merge(transfer.from(), -transfer.amount(), Long::sum);
        balances.merge(transfer.to(), transfer.amount(), Long::sum);
      }
    }
    return balances;
  }
}
