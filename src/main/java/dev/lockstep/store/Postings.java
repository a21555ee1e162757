package dev.lockstep.store;

import dev.lockstep.chain.AccountNumbers;
import dev.lockstep.chain.BlockView;
import dev.lockstep.chain.Genesis;
import java.util.ArrayList;
import java.util.List;

/**
 * Computes what blocks change in the accounts, one block after another. The cost of a transfer is
 * that of two look-ups and some additions. For one thread.
 */
final class Postings {
  private final AccountNumbers numbers;
  private final long[] balances;

  // Of the block at hand; zero for accounts that it does not touch.
  private final int[] transfers;
  private final long[] received;
  private final long[] sent;

  private Postings(AccountNumbers numbers, long[] balances) {
    this.numbers = numbers;
    this.balances = balances;
    this.transfers = new int[balances.length];
    this.received = new long[balances.length];
    this.sent = new long[balances.length];
  }

  /** From the first block on. */
  static Postings from(Genesis genesis) {
    return from(genesis, genesis.accounts().stream().mapToLong(Genesis.Account::balance).toArray());
  }

  /**
   * @param balances before the first block that follows, by number
   */
  static Postings from(Genesis genesis, long[] balances) {
    return new Postings(new AccountNumbers(genesis), balances);
  }

  /**
   * The postings of the next block, one for each account that it touches.
   *
   * @throws StoreException when it names an account that is not there
   */
  List<Posting> next(BlockView block) {
    List<Integer> touched = new ArrayList<>();
    var cursor = block.transfers();
    while (cursor.next()) {
      int from = number(cursor.from(numbers), block);
      int to = number(cursor.to(numbers), block);
      touch(from, touched);
      touch(to, touched);
      sent[from] += cursor.amount();
      received[to] += cursor.amount();
    }
    List<Posting> postings = new ArrayList<>(touched.size());
    for (int account : touched) {
      balances[account] += received[account] - sent[account];
      postings.add(
          new Posting(
              account,
              block.height(),
              transfers[account],
              received[account],
              sent[account],
              balances[account]));
      transfers[account] = 0;
      received[account] = 0;
      sent[account] = 0;
    }
    return postings;
  }

  private static int number(int found, BlockView block) {
    if (found < 0) {
      throw new StoreException("block " + block.height() + " names an account that is not there");
    }
    return found;
  }

  private void touch(int account, List<Integer> touched) {
    if (transfers[account]++ == 0) {
      touched.add(account);
    }
  }

  /** The newest blocks do not count after all: these are their postings. */
  void undo(List<Posting> postings) {
    for (var posting : postings) {
      balances[posting.account()] -= posting.received() - posting.sent();
    }
  }

  long balance(int account) {
    return balances[account];
  }
}
