package dev.lockstep.store;

import dev.lockstep.chain.Amount;
import dev.lockstep.journal.Progress;
import dev.lockstep.store.BlockReader.BlockRow;
import java.util.List;
import java.util.Optional;

/**
 * Compares every row of H2 with the chain that a journal has: the headers of the blocks, the
 * postings, and the balances that follow from them. The trace of events, of which the journal knows
 * nothing, is only read.
 *
 * <p>May run while the store is written: it looks at what was there when it began.
 */
final class StoreCheck {
  private static final int ROWS = 256;
  private static final int TRACE_ROWS = 20_000;

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
    var problem =
        blocks(height)
            .or(() -> new PostingCheck(store, journal, height, tally).run())
            .or(this::balances)
            .or(this::head);
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
    long above = store.readState(StateReader::blocksAboveHead);
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

  private Optional<StoreProblem> blocks(long top) {
    long next = 0;
    while (next <= top) {
      long from = next;
      int limit = (int) Math.min(ROWS, top - from + 1);
      var rows = store.readBlocks(reader -> reader.rows(from, limit));
      var problem = blocks(from, rows);
      if (problem.isPresent()) {
        return problem;
      }
      next += rows.size();
      progress.at(next, top + 1);
    }
    return Optional.empty();
  }

  private Optional<StoreProblem> blocks(long from, List<BlockRow> rows) {
    if (rows.isEmpty()) {
      return problem(from, "block", "there is no such row");
    }
    for (int i = 0; i < rows.size(); i++) {
      var row = rows.get(i);
      if (row.height() != from + i) {
        return problem(from + i, "block", "there is no such row");
      }
      var problem = block(row);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private Optional<StoreProblem> block(BlockRow row) {
    if (row.height() == 0) {
      var genesis = StoredBlock.of(journal.genesis());
      return BlockDifference.of(row, genesis.header(), genesis.hash());
    }
    var block = journal.block(row.height());
    tally.add(block);
    return BlockDifference.of(row, block.header(), block.hash());
  }

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

  private static String differ(String what, Object found, Object wanted) {
    return "the " + what + " is " + found + ", the journal gives " + wanted;
  }

  private static Optional<StoreProblem> problem(long height, String table, String difference) {
    return Optional.of(new StoreProblem(height, table, difference));
  }
}
