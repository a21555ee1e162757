package dev.lockstep.store;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Location;
import dev.lockstep.chain.Transfer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The chain in H2, and the trace of events beside it. Blocks are written in whole batches; reading
 * goes on meanwhile, on a connection of its own, and sees what was committed.
 *
 * <p>Safe for use by any thread, interrupted or not; every call waits for H2. Every call may throw
 * a {@link StoreException}.
 */
public final class Store implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Store.class);

  /** No answer holds more blocks than these fit on, unless it is one block. */
  private static final int TRANSFERS_MAX = 2 * Block.TRANSFERS_MAX;

  static {
    System.setProperty("org.jooq.no-logo", "true");
    System.setProperty("org.jooq.no-tips", "true");
  }

  /** Bigger transactions make H2 keep more, and write it to the file: three times the size. */
  private static final int TRANSACTION_TRANSFERS = 1024;

  /** How many events are kept, the newest; with three members at rest about 17 hours of them. */
  private static final long TRACE_MAX = 1_000_000;

  private final Path path;
  private final Genesis genesis;
  private final StoreWriter writer;
  private final LocalLogTable log;
  private final Lane writing;
  private final Lane reading;
  private final long traceMax;

  private volatile StoreReader.State state;
  private volatile long traceRows;

  private Store(Path path, Genesis genesis, Lane writing, Lane reading, long traceMax) {
    this.path = path;
    this.genesis = genesis;
    this.writer = new StoreWriter(genesis);
    this.log = new LocalLogTable(genesis);
    this.writing = writing;
    this.reading = reading;
    this.traceMax = traceMax;
  }

  /**
   * Opens H2's file, makes it when it is not there, and brings its tables up to date. Whether the
   * content fits is for {@link StoreKeeper} to find out.
   *
   * @param path without H2's suffix
   * @throws StoreException when it cannot be opened, or holds another ledger
   */
  public static Store open(Path path, Genesis genesis) {
    return open(path, genesis, TRACE_MAX);
  }

  /**
   * Opens H2's file to look at what it holds: empty where something has been is a finding then, and
   * nothing to be filled in.
   *
   * @param path without H2's suffix
   * @return nothing when the file holds no chain, not even genesis
   * @throws StoreException when it cannot be opened, or holds another ledger
   */
  static Optional<Store> openAsFound(Path path, Genesis genesis) {
    var looking = new Lane("store-look", url(path));
    boolean isEmpty;
    try {
      isEmpty = looking.call(Store::holdsNoChain);
    } catch (RuntimeException | Error e) {
      looking.abandon();
      throw e;
    }
    looking.close();
    return isEmpty ? Optional.empty() : Optional.of(open(path, genesis, false, TRACE_MAX));
  }

  private static boolean holdsNoChain(Connection connection) throws SQLException {
    try (var tables = connection.getMetaData().getTables(null, "PUBLIC", "CHAIN_STATE", null)) {
      return !tables.next() || new StoreReader(DSL.using(connection), null).state().isEmpty();
    }
  }

  /**
   * @param traceMax how many events are kept
   */
  static Store open(Path path, Genesis genesis, long traceMax) {
    return open(path, genesis, true, traceMax);
  }

  /**
   * @param mayBegin whether tables without a row in them are those of a new store
   */
  private static Store open(Path path, Genesis genesis, boolean mayBegin, long traceMax) {
    var url = url(path);
    try {
      StoreSeal.lift(path);
    } catch (IOException e) {
      throw new StoreException(e.getMessage(), e);
    }
    var writing = new Lane("store-writer", url);
    Lane reading = null;
    try {
      writing.call(_ -> Flyway.configure().dataSource(url, "sa", "").load().migrate());
      reading = new Lane("store-reader", url);
      var store = new Store(path, genesis, writing, reading, traceMax);
      if (mayBegin) {
        store.begin();
      }
      store.readState();
      return store;
    } catch (RuntimeException | Error e) {
      writing.abandon();
      if (reading != null) {
        reading.abandon();
      }
      throw e;
    }
  }

  static String url(Path path) {
    // The journal makes it safe, so H2 may write when it likes; nobody else may open it; and it is
    // closed by us, not by a hook that runs while others still write.
    return "jdbc:h2:file:"
        + path.toAbsolutePath()
        + ";DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=1000;CACHE_SIZE=32768;TRACE_LEVEL_FILE=0";
  }

  private void begin() {
    if (read(StoreReader::state).isEmpty()) {
      writing.transaction(
          connection -> {
            writer.begin(connection);
            return null;
          });
      // In the file before the first block is promised: a file without genesis beside a journal
      // with blocks has then been damaged, and is not what a kill leaves behind.
      writing.call(Store::flush);
    }
  }

  private static boolean flush(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      return statement.execute("CHECKPOINT SYNC");
    }
  }

  /** Whatever was written until now survives a power cut. */
  void force() {
    writing.call(Store::flush);
  }

  private void readState() {
    state =
        read(StoreReader::state)
            .orElseThrow(() -> new StoreException("table chain_state is empty"));
    traceRows = reading.call(c -> TraceTable.count(DSL.using(c)));
    if (!state.genesis().equals(genesis.hash())) {
      throw new StoreException("it was made for another genesis, " + state.genesis());
    }
    log.found(read(StoreReader::log));
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
        // A block without transfers does not come for nothing either.
        transfers += 1 + blocks.get(end).transfers().size();
      }
      writeTogether(blocks.subList(next, end));
      next = end;
    }
  }

  private void writeTogether(List<Block> blocks) {
    writing.transaction(
        connection -> {
          writer.write(connection, blocks);
          log.delete(connection, blocks);
          return null;
        });
    var last = blocks.getLast();
    state = new StoreReader.State(state.genesis(), last.height(), last.hash());
  }

  /**
   * Adds transfers to the local log, behind those that are there. One caller at a time, the same
   * that writes blocks.
   *
   * @param executed on no block that is there
   */
  public void writeLog(List<Transfer> executed) {
    for (int next = 0; next < executed.size(); next += TRANSACTION_TRANSFERS) {
      var some = executed.subList(next, Math.min(executed.size(), next + TRANSACTION_TRANSFERS));
      writing.transaction(
          connection -> {
            log.insert(connection, some);
            return null;
          });
    }
  }

  /** Makes the local log this one. */
  void replaceLog(List<Transfer> executed) {
    writing.transaction(
        connection -> {
          log.clear(connection);
          log.insert(connection, executed);
          return null;
        });
  }

  /** The local log: what was executed and stands on no block that is there, oldest first. */
  public List<Transfer> log() {
    return read(StoreReader::log).stream().map(LocalLogTable.Row::transfer).toList();
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
   * big: ask again from the height behind the last.
   */
  public List<StoredBlock> blocks(long from, int limit) {
    return read(r -> r.blocks(from, limit, TRANSFERS_MAX));
  }

  /** The newest blocks, ascending, with their transfers; fewer than the limit when they are big. */
  public List<StoredBlock> newest(int limit) {
    long top = height();
    return read(
        r -> {
          var rows = r.blockRows(Math.max(0, top + 1 - limit), limit);
          if (rows.isEmpty()) {
            return List.of();
          }
          int keep = StoreReader.fitting(rows.reversed(), TRANSFERS_MAX).size();
          return r.blocks(rows.get(rows.size() - keep).height(), keep, Integer.MAX_VALUE);
        });
  }

  /**
   * Blocks at a glance, ascending: from a height on, or the newest ones.
   *
   * @param transfersEach how many of each block's transfers to bring along
   */
  public List<BlockSummary> summaries(Optional<Long> from, int limit, int transfersEach) {
    long first = from.orElseGet(() -> Math.max(0, height() + 1 - limit));
    return read(r -> r.summaries(first, limit, transfersEach));
  }

  public Optional<StoredBlock> block(long height) {
    return read(r -> r.blocks(height, 1, TRANSFERS_MAX)).stream()
        .filter(block -> block.height() == height)
        .findFirst();
  }

  /**
   * Transfers out of an account and into it, newest first; none when there is no such account.
   *
   * @param before only what stands before this place
   */
  public List<StoredTransfer> transfersOf(String account, Optional<Location> before, int limit) {
    int number = genesis.indexOf(account);
    if (number < 0) {
      return List.of();
    }
    long below = before.map(Places::of).orElse(Long.MAX_VALUE);
    return read(r -> r.transfersOf(number, below, limit));
  }

  public Optional<StoredTransfer> transferAt(Location location) {
    return read(r -> r.transferAt(Places.of(location)));
  }

  /** All balances, and the height at which they were so. */
  public Balances balances() {
    return read(StoreReader::balances);
  }

  // --- the trace --------------------------------------------------------------------------------

  /**
   * Adds events and takes out as many of the oldest as are too many, in one transaction. What of it
   * was not yet written when the process is killed is missing from then on.
   *
   * <p>One caller at a time.
   *
   * @param events ascending by numbers, all above {@link #newestTraced}
   */
  public void trace(List<TracedEvent> events) {
    traceRows =
        writing.transaction(
            connection -> {
              TraceTable.insert(connection, events);
              long rows = traceRows + events.size();
              return rows - TraceTable.prune(connection, rows - traceMax, events.size());
            });
  }

  /** Events that were kept, ascending, from a number on and before another. */
  public List<TracedEvent> traced(long from, long before, int limit) {
    return reading.call(c -> TraceTable.events(DSL.using(c), from, before, limit));
  }

  /** The lowest number that an event was kept of. */
  public OptionalLong oldestTraced() {
    return reading.call(c -> TraceTable.oldest(DSL.using(c)));
  }

  /** The highest number that an event was kept of. */
  public OptionalLong newestTraced() {
    return reading.call(c -> TraceTable.newest(DSL.using(c)));
  }

  /** Reads a part of the trace, for whether it can be read; tells where the rest begins. */
  OptionalLong readThroughTrace(long from, long before) {
    return reading.call(c -> TraceTable.readThrough(DSL.using(c), from, before));
  }

  Genesis genesis() {
    return genesis;
  }

  /** Reads on the reading connection. */
  <T> T read(Function<StoreReader, T> question) {
    return reading.call(
        connection -> question.apply(new StoreReader(DSL.using(connection), genesis)));
  }

  @Override
  public void close() {
    try (writing) {
      reading.close();
    }
    try {
      StoreSeal.put(path);
    } catch (IOException e) {
      LOG.warn("H2's file at {} is closed but could not be sealed: {}.", path, e.getMessage());
    }
  }

  /** Lets go of the files without another look at their content. */
  void abandon() {
    writing.abandon();
    reading.abandon();
  }
}
