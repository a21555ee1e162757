package dev.lockstep.store;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Location;
import dev.lockstep.chain.Transfer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The chain in H2, with the local log and the trace of events beside it. Blocks are written in
 * whole batches. Reading goes on meanwhile on a connection of its own, and sees what was committed.
 *
 * <p>Safe for use by any thread, interrupted or not; every call waits for H2. Every call may throw
 * a {@link StoreException}.
 */
public final class Store implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Store.class);

  /** No answer holds more blocks than have this many transfers, unless it is one block. */
  private static final int TRANSFERS_MAX = 2 * Block.TRANSFERS_MAX;

  /** Bigger transactions make H2 keep more, and write it to the file: three times the size. */
  private static final int TRANSACTION_TRANSFERS = 1024;

  private final Path path;
  private final Accounts accounts;
  private final StoreWriter writer;
  private final LocalLogTable log;
  private final Lane writing;
  private final Lane reading;
  private final EventTrace trace;
  private final StoreMark mark;

  private volatile StateReader.State state;

  /**
   * @throws StoreException when the tables hold no ledger, or another one than this
   */
  Store(Path path, Genesis genesis, Lane writing, Lane reading, long traceMax) {
    this.path = path;
    this.accounts = new Accounts(genesis);
    this.writer = new StoreWriter(accounts);
    this.log = new LocalLogTable(accounts);
    this.writing = writing;
    this.reading = reading;
    this.state =
        readState(StateReader::state)
            .orElseThrow(() -> new StoreException("table chain_state is empty"));
    if (!state.genesis().equals(genesis.hash())) {
      throw new StoreException("it was made for another genesis, " + state.genesis());
    }
    log.found(reading.call(sql -> LocalLogTable.rows(sql, accounts)));
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
    int next = 0;
    while (next < blocks.size()) {
      int end = next;
      for (int transfers = 0; end < blocks.size() && transfers < TRANSACTION_TRANSFERS; end++) {
        // A block without transfers has a cost too.
        transfers += 1 + blocks.get(end).transfers().size();
      }
      writeTogether(blocks.subList(next, end));
      next = end;
    }
  }

  private void writeTogether(List<Block> blocks) {
    writing.transaction(
        sql -> {
          writer.write(sql, blocks);
          log.delete(sql, blocks);
          return null;
        });
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
    for (int next = 0; next < executed.size(); next += TRANSACTION_TRANSFERS) {
      var some = executed.subList(next, Math.min(executed.size(), next + TRANSACTION_TRANSFERS));
      writing.transaction(
          sql -> {
            log.insert(sql, some);
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
    return reading.call(sql -> LocalLogTable.rows(sql, accounts)).stream()
        .map(LocalLogTable.Row::transfer)
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
   * Blocks from a height on, ascending, with their transfers. Fewer than the limit when they are
   * big: ask again from the height after the last.
   */
  public List<StoredBlock> blocks(long from, int limit) {
    return readBlocks(r -> r.blocks(from, limit, TRANSFERS_MAX));
  }

  /** The newest blocks, ascending, with their transfers; fewer than the limit when they are big. */
  public List<StoredBlock> newest(int limit) {
    long top = height();
    return readBlocks(r -> r.newest(top, limit, TRANSFERS_MAX));
  }

  /**
   * Blocks at a glance, ascending: from a height on, or the newest ones.
   *
   * @param transfersEach how many of each block's transfers to bring along
   */
  public List<BlockSummary> summaries(Optional<Long> from, int limit, int transfersEach) {
    long first = from.orElseGet(() -> Math.max(0, height() + 1 - limit));
    return readBlocks(r -> r.summaries(first, limit, transfersEach));
  }

  public Optional<StoredBlock> block(long height) {
    return readBlocks(r -> r.blocks(height, 1, TRANSFERS_MAX)).stream()
        .filter(block -> block.height() == height)
        .findFirst();
  }

  /**
   * Transfers out of an account and into it, newest first; none when there is no such account.
   *
   * @param before only what precedes this place
   */
  public List<StoredTransfer> transfersOf(String account, Optional<Location> before, int limit) {
    int number = accounts.number(account);
    return number < 0 ? List.of() : readBlocks(r -> r.transfersOf(number, before, limit));
  }

  public Optional<StoredTransfer> transferAt(Location location) {
    return readBlocks(r -> r.transferAt(location));
  }

  /** All balances, and the height at which they were so. */
  public Balances balances() {
    return readState(StateReader::balances);
  }

  public EventTrace trace() {
    return trace;
  }

  <T> T readBlocks(Function<BlockReader, T> question) {
    return reading.call(sql -> question.apply(new BlockReader(sql, accounts)));
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
