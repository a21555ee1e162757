package dev.lockstep.store;

import dev.lockstep.chain.Amount;
import dev.lockstep.chain.Block;
import dev.lockstep.journal.Progress;
import java.util.List;
import java.util.Optional;

/**
 * Compares every row of H2 with the chain that a journal has.
 *
 * <p>Each block is built anew from its rows. If that gives the hash which the journal has at that
 * height, then every column of every row is as it was journalled, so one pass over the rows settles
 * the blocks, the transfers, and by adding them up the balances. At the end the two indexes, on
 * which queries rely, are checked for the same entries. The trace of events, of which the journal
 * knows nothing, is only read.
 *
 * <p>May run while the store is written: it looks at what was there when it began.
 */
final class StoreCheck {
  private static final int ROWS = 1024;
  private static final int TRACE_ROWS = 20_000;
  private static final int TRANSFERS = 2 * Block.TRANSFERS_MAX;

  private final Store store;
  private final Balances balances;
  private final Journalled journal;
  private final Progress progress;
  private final Tally tally;

  private StoreCheck(Store store, Balances balances, Journalled journal, Progress progress) {
    this.store = store;
    this.balances = balances;
    this.journal = journal;
    this.progress = progress;
    this.tally = new Tally(journal.genesis());
  }

  /**
   * @param balances of the store, taken before the journal was read: what came later is not checked
   * @param progress in blocks
   * @return the first thing that does not fit, if any
   * @throws StoreException when H2 cannot read its own file
   */
  static Optional<StoreProblem> run(
      Store store, Balances balances, Journalled journal, Progress progress) {
    try {
      return new StoreCheck(store, balances, journal, progress).run();
    } catch (StoreException e) {
      if (e.problem().isPresent()) {
        return e.problem();
      }
      throw e;
    }
  }

  private Optional<StoreProblem> run() {
    long height = balances.height();
    if (height > journal.height()) {
      return problem(
          journal.height() + 1,
          "chain_state",
          "it ends at height " + height + ", the journal at " + journal.height());
    }
    var problem = blocks(height).or(this::balances).or(() -> indexes(height)).or(this::head);
    if (problem.isEmpty()) {
      readTrace();
    }
    return problem;
  }

  private Optional<StoreProblem> head() {
    var state = store.readState(StateReader::state);
    if (state.isEmpty()) {
      return problem(0, "chain_state", "it is empty");
    }
    long height = state.get().height();
    boolean isKnown = height <= journal.height();
    if (isKnown && !state.get().hash().equals(journal.hashAt(height))) {
      return problem(
          height, "chain_state", differ("hash", state.get().hash(), journal.hashAt(height)));
    }
    // Rows above the head: each write brings both at once, so one look shows none of them.
    long above = store.readState(StateReader::rowsAboveHead);
    return above == 0
        ? Optional.empty()
        : problem(height + 1, "block", above + " rows stand above the head");
  }

  /** There is nothing to compare it with, but it has to be readable. */
  private void readTrace() {
    // In parts, between which other questions are answered: a million rows take some seconds.
    var next = store.trace().oldest();
    while (next.isPresent()) {
      long from = next.getAsLong();
      next = store.trace().readThrough(from, from + TRACE_ROWS);
    }
  }

  // --- blocks and transfers ---------------------------------------------------------------------

  private Optional<StoreProblem> blocks(long top) {
    long next = 0;
    while (next <= top) {
      long from = next;
      int limit = (int) Math.min(ROWS, top - from + 1);
      var blocks = store.readBlocks(reader -> reader.blocks(from, limit, TRANSFERS));
      var problem = blocks(from, blocks);
      if (problem.isPresent()) {
        return problem;
      }
      next += blocks.size();
      progress.at(next, top + 1);
    }
    return Optional.empty();
  }

  private Optional<StoreProblem> blocks(long from, List<StoredBlock> blocks) {
    if (blocks.isEmpty()) {
      return problem(from, "block", "there is no such row");
    }
    // Hashing is most of the work, and every processor can have a part of it.
    var rebuilt = blocks.parallelStream().map(StoredBlock::rebuilt).toList();
    for (int i = 0; i < blocks.size(); i++) {
      var block = blocks.get(i);
      if (block.height() != from + i) {
        return problem(from + i, "block", "there is no such row");
      }
      var problem = block(block, rebuilt.get(i));
      if (problem.isPresent()) {
        return problem;
      }
      tally.add(block);
    }
    return Optional.empty();
  }

  private Optional<StoreProblem> block(StoredBlock stored, Block rebuilt) {
    long height = stored.height();
    var wanted = journal.hashAt(height);
    if (!stored.hash().equals(wanted)) {
      return problem(height, "block", differ("hash", stored.hash(), wanted));
    }
    if (height == 0) {
      return genesis(stored);
    }
    // The hash covers the root that follows from the transfers; the column is only shown.
    if (rebuilt.hash().equals(wanted) && rebuilt.header().root().equals(stored.header().root())) {
      return Optional.empty();
    }
    return BlockDifference.of(stored, original(height))
        .or(() -> problem(height, "block", differ("hash of its rows", rebuilt.hash(), wanted)));
  }

  private Optional<StoreProblem> genesis(StoredBlock stored) {
    return BlockDifference.of(stored, StoredBlock.of(journal.genesis()));
  }

  private StoredBlock original(long height) {
    return StoredBlock.of(journal.block(height));
  }

  // --- what follows from them -------------------------------------------------------------------

  private Optional<StoreProblem> balances() {
    var accounts = journal.genesis().accounts();
    if (balances.accounts().size() != accounts.size()) {
      return problem(
          balances.height(),
          "account",
          "it has " + balances.accounts().size() + " rows, not " + accounts.size());
    }
    for (int i = 0; i < accounts.size(); i++) {
      var there = balances.accounts().get(i);
      var wanted = accounts.get(i);
      if (!there.name().equals(wanted.name()) || !there.owner().equals(wanted.owner())) {
        return problem(
            balances.height(),
            "account",
            "it says that " + there.name() + " is owned by " + there.owner());
      }
      if (there.balance() != tally.balance(i)) {
        return problem(
            balances.height(),
            "account",
            "account "
                + there.name()
                + " has "
                + Amount.format(there.balance())
                + ", its transfers give "
                + Amount.format(tally.balance(i)));
      }
    }
    return Optional.empty();
  }

  private Optional<StoreProblem> indexes(long height) {
    for (int i = 0; i < journal.genesis().accounts().size(); i++) {
      int account = i;
      boolean fits =
          store.readState(reader -> reader.sent(account, height)).equals(tally.sent(account))
              && store
                  .readState(reader -> reader.received(account, height))
                  .equals(tally.received(account));
      if (!fits) {
        return problem(
            height,
            "transfer",
            "an index does not hold the transfers of account "
                + journal.genesis().accounts().get(account).name());
      }
    }
    return Optional.empty();
  }

  private static String differ(String what, Object found, Object wanted) {
    return "the " + what + " is " + found + ", the journal gives " + wanted;
  }

  private static Optional<StoreProblem> problem(long height, String table, String difference) {
    return Optional.of(new StoreProblem(height, table, difference));
  }
}
