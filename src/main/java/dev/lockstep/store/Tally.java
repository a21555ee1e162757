package dev.lockstep.store;

import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Location;

/** What follows from the transfers that were read: balances, and what each index has to hold. */
final class Tally {
  private final Genesis genesis;
  private final long[] balances;
  private final long[] sentCount;
  private final long[] sentPlaces;
  private final long[] receivedCount;
  private final long[] receivedPlaces;

  Tally(Genesis genesis) {
    this.genesis = genesis;
    int accounts = genesis.accounts().size();
    this.balances = genesis.accounts().stream().mapToLong(Genesis.Account::balance).toArray();
    this.sentCount = new long[accounts];
    this.sentPlaces = new long[accounts];
    this.receivedCount = new long[accounts];
    this.receivedPlaces = new long[accounts];
  }

  void add(StoredBlock block) {
    for (int i = 0; i < block.transfers().size(); i++) {
      var transfer = block.transfers().get(i);
      long place = Places.of(new Location(block.height(), i));
      int from = genesis.indexOf(transfer.from());
      int to = genesis.indexOf(transfer.to());
      balances[from] -= transfer.amount();
      balances[to] += transfer.amount();
      sentCount[from]++;
      sentPlaces[from] ^= place;
      receivedCount[to]++;
      receivedPlaces[to] ^= place;
    }
  }

  long balance(int account) {
    return balances[account];
  }

  StateReader.Entries sent(int account) {
    return new StateReader.Entries(sentCount[account], sentPlaces[account]);
  }

  StateReader.Entries received(int account) {
    return new StateReader.Entries(receivedCount[account], receivedPlaces[account]);
  }
}
