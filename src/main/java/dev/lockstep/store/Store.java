package dev.lockstep.store;

import dev.lockstep.chain.AccountNumbers;
import dev.lockstep.chain.Block;
import dev.lockstep.chain.BlockView;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Location;
import dev.lockstep.chain.Transfer;
import dev.lockstep.journal.BlockArchive;
import dev.lockstep.journal.DataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What H2 has of the chain: headers, postings, balances, with the local log and the trace of events
 * beside it. The transfers are in the journal. Blocks are written in whole batches. Reading goes on
 * meanwhile on a connection of its own, and sees what was committed.
 *
 * <p>Safe for use by any thread, interrupted or not; every call waits for H2. Every call may throw
 * a {@link StoreException}.
 */
public final class Store implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Store.class);

  /** Bigger transactions make H2 keep more, and write it to the file: three times the size. */
  private static final int TRANSACTION_ROWS = 1024;

  private final Path path;
  private final Accounts accounts;
  private final Statements statements;

  /** Used by the one caller that writes blocks. */
  private final Postings postings;

  private final LocalLogTable log = new LocalLogTable();
  private final Lane writing;
  private final Lane reading;
  private final EventTrace trace;
  private final StoreMark mark;

  private volatile StateReader.State state;

  /**
   * @throws StoreException when the tables hold no ledger, or another one than this
   */
  Store(
      Path path, Genesis genesis, BlockArchive archive, Lane writing, Lane reading, long traceMax) {
    this.path = path;
    this.accounts = new Accounts(genesis);
    this.statements = new Statements(archive, new AccountNumbers(genesis));
    this.writing = writing;
    this.reading = reading;
    this.state =
        readState(StateReader::state)
            .orElseThrow(() -> new StoreException("table chain_state is empty"));
    if (!state.genesis().equals(genesis.hash())) {
      throw new StoreException("it was made for another genesis, " + state.genesis());
    }
    this.postings =
        Postings.from(
            genesis, balances().accounts().stream().mapToLong(Balances.Account::balance).toArray());
    log.found(reading.call(LocalLogTable::rows));
    this.mark = openMark();
    this.trace = new EventTrace(writing, reading, traceMax, mark);
  }

  private StoreMark openMark() {
    try {
      var now = new StoreMark.Line(false, state.genesis(), state.height(), state.hash(), 0);
      return StoreMark.open(path, now);
    } catch (IOException e) {
      throw new StoreException("its mark cannot be read: " + e.getMessage(), e);
    }
  }

  /** It has all blocks that the journal had a moment ago. */
  void markWhole() {
    try {
      mark.whole();
    } catch (IOException e) {
      throw new StoreException("its mark cannot be written: " + e.getMessage(), e);
    }
  }

  /** Everything that was written until now survives a power cut. */
  void force() {
    StoreOpening.flush(writing);
  }

  /** The highest block that is there. */
  public long height() {
    return state.height();
  }

  /** The hash of that block. */
  public Hash hash() {
    return state.hash();
  }

  /**
   * Writes blocks, in transactions of as many as H2 likes best: each brings whole blocks together
   * with their height and balances, and takes their transfers out of the local log. One caller at a
   * time.
   *
   * @throws IllegalArgumentException when they do not follow each other and what is there; nothing
   *     has been written then
   * @throws StoreException when H2 fails; {@link #height} tells how far it came
   */
  public void write(List<Block> blocks) {
    requireLinked(blocks);
    for (int next = 0; next < blocks.size(); ) {
      List<Posting> changes = new ArrayList<>();
      int end = next;
      while (end < blocks.size() && end - next + changes.size() < TRANSACTION_ROWS) {
        changes.addAll(postings.next(BlockView.of(blocks.get(end))));
        end++;
      }
      writeTogether(blocks.subList(next, end), changes);
      next = end;
    }
  }

  private void writeTogether(List<Block> blocks, List<Posting> changes) {
    try {
      writing.transaction(
          sql -> {
            StoreWriter.write(sql, blocks, changes);
            log.delete(sql, blocks);
            return null;
          });
    } catch (StoreException e) {
      postings.undo(changes);
      throw e;
    }
    var last = blocks.getLast();
    state = new StateReader.State(state.genesis(), last.height(), last.hash());
    try {
      mark.reached(last.height(), last.hash());
    } catch (IOException e) {
      throw new StoreException("its mark cannot be written: " + e.getMessage(), e);
    }
  }

  /**
   * Adds transfers to the local log, after those that are there. One caller at a time, the same
   * that writes blocks.
   *
   * @param executed on no block that is there
   */
  public void writeLog(List<Transfer> executed) {
    if (!executed.isEmpty()) {
      writing.transaction(
          sql -> {
            log.insert(sql, executed);
            return null;
          });
    }
  }

  /**
   * Makes the local log this one. One caller at a time, the same that writes blocks.
   *
   * @param executed on no block that is there
   */
  public void replaceLog(List<Transfer> executed) {
    writing.transaction(
        sql -> {
          log.clear(sql);
          log.insert(sql, executed);
          return null;
        });
  }

  /** The local log: what was executed and is on no block that is there, oldest first. */
  public List<Transfer> log() {
    return reading.call(LocalLogTable::rows).stream()
        .flatMap(row -> row.transfers().stream())
        .toList();
  }

  private void requireLinked(List<Block> blocks) {
    long height = height();
    var hash = hash();
    for (var block : blocks) {
      if (block.height() != height + 1 || !block.previous().equals(hash)) {
        throw new IllegalArgumentException(
            block + " does not follow block " + height + " " + hash.abbreviated());
      }
      height = block.height();
      hash = block.hash();
    }
  }

  /**
   * Transfers out of an account and into it, newest first; none when there is no such account.
   *
   * @param before only what precedes this place
   * @throws DataException when the journal does not have the blocks any more
   */
  public List<StoredTransfer> transfersOf(String account, Optional<Location> before, int limit) {
    int number = accounts.number(account);
    if (number < 0 || limit < 1) {
      return List.of();
    }
    long top = before.map(Location::height).orElse(height());
    // Each of these blocks has a line, except for the first one when all of its lines come later.
    var heights = readPostings(reader -> reader.heights(number, top, limit + 1));
    return statements.newest(number, heights, before, limit);
  }

  /** All balances, and the height at which they were so. */
  public Balances balances() {
    return readState(StateReader::balances);
  }

  public EventTrace trace() {
    return trace;
  }

  <T> T readBlocks(Function<BlockReader, T> question) {
    return reading.call(sql -> question.apply(new BlockReader(sql)));
  }

  <T> T readPostings(Function<PostingReader, T> question) {
    return reading.call(sql -> question.apply(new PostingReader(sql)));
  }

  <T> T readState(Function<StateReader, T> question) {
    return reading.call(sql -> question.apply(new StateReader(sql)));
  }

  @Override
  public void close() {
    try (writing) {
      reading.close();
    }
    try {
      mark.close();
      StoreSeal.put(path);
    } catch (IOException e) {
      LOG.warn("H2's file at {} is closed but could not be sealed: {}.", path, e.getMessage());
    }
  }

  /** Releases the files without writing to them. */
  void abandon() {
    writing.abandon();
    reading.abandon();
    try {
      mark.close();
    } catch (IOException e) {
      LOG.warn("The mark of H2's file at {} was not closed: {}.", path, e.getMessage());
    }
  }
}
