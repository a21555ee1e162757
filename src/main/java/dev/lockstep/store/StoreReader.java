package dev.lockstep.store;

import static dev.lockstep.store.generated.Tables.ACCOUNT;
import static dev.lockstep.store.generated.Tables.BLOCK;
import static dev.lockstep.store.generated.Tables.CHAIN_STATE;
import static dev.lockstep.store.generated.Tables.LOCAL_LOG;
import static dev.lockstep.store.generated.Tables.TRANSFER;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Header;
import dev.lockstep.chain.Location;
import dev.lockstep.chain.Transfer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectConditionStep;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** The statements that read, as they were found: nothing in here recomputes or believes. */
final class StoreReader {
  private final DSLContext sql;
  private final Genesis genesis;

  StoreReader(DSLContext sql, Genesis genesis) {
    this.sql = sql;
    this.genesis = genesis;
  }

  /** What H2 says that it holds. */
  record State(Hash genesis, long height, Hash hash) {}

  /** A row of the block table. */
  record BlockRow(Header header, Hash hash) {
    long height() {
      return header.height();
    }

    int transferCount() {
      return header.transferCount();
    }
  }

  /** How many entries an index has for an account, and all their places in one number. */
  record Entries(long count, long mixedPlaces) {}

  Optional<State> state() {
    return sql.selectFrom(CHAIN_STATE)
        .fetchOptional()
        .map(
            r ->
                new State(
                    hash(r.get(CHAIN_STATE.GENESIS)),
                    r.get(CHAIN_STATE.HEIGHT),
                    hash(r.get(CHAIN_STATE.HASH))));
  }

  Balances balances() {
    var rows =
        sql.select(CHAIN_STATE.HEIGHT, ACCOUNT.NAME, ACCOUNT.OWNER, ACCOUNT.BALANCE)
            .from(CHAIN_STATE)
            .join(ACCOUNT)
            .on(DSL.trueCondition())
            .orderBy(ACCOUNT.NUMBER)
            .fetch();
    long height = rows.isEmpty() ? 0 : rows.getFirst().value1();
    return new Balances(
        height, rows.map(r -> new Balances.Account(r.value2(), r.value3(), r.value4())));
  }

  /** The rows from a height on, ascending. */
  List<BlockRow> blockRows(long from, int limit) {
    return sql.selectFrom(BLOCK)
        .where(BLOCK.HEIGHT.ge(from))
        .orderBy(BLOCK.HEIGHT)
        .limit(limit)
        .fetch(
            r ->
                new BlockRow(
                    new Header(
                        r.get(BLOCK.HEIGHT),
                        hash(r.get(BLOCK.PREVIOUS_HASH)),
                        r.get(BLOCK.LAMPORT_TIME),
                        r.get(BLOCK.PROPOSER),
                        r.get(BLOCK.TRANSFER_COUNT),
                        hash(r.get(BLOCK.ROOT))),
                    hash(r.get(BLOCK.HASH))));
  }

  /** All transfers of the blocks from a height to another, both included, in their order. */
  List<StoredTransfer> transfers(long from, long to) {
    return placed(Places.of(from, 0), Places.of(to + 1, 0));
  }

  /** All transfers from a place to before another, in their order. */
  private List<StoredTransfer> placed(long from, long before) {
    var query = select(TRANSFER.PLACE.between(from, before - 1)).orderBy(TRANSFER.PLACE);
    // Row by row, for this is how whole chains are read: a jOOQ record for each took longer than
    // H2.
    List<StoredTransfer> transfers = new ArrayList<>();
    try (var rows = query.fetchResultSet()) {
      while (rows.next()) {
        transfers.add(
            transfer(
                rows.getLong(1),
                rows.getObject(2, UUID.class),
                rows.getInt(3),
                rows.getInt(4),
                rows.getLong(5),
                rows.getString(6)));
      }
      return transfers;
    } catch (SQLException e) {
      throw new StoreException(e.getMessage(), e);
    }
  }

  Optional<StoredTransfer> transferAt(long place) {
    return select(TRANSFER.PLACE.eq(place)).fetchOptional().map(this::transfer);
  }

  /** The local log in its order. */
  List<LocalLogTable.Row> log() {
    return sql.selectFrom(LOCAL_LOG)
        .orderBy(LOCAL_LOG.SEQUENCE)
        .fetch(
            r ->
                new LocalLogTable.Row(
                    r.get(LOCAL_LOG.SEQUENCE),
                    new Transfer(
                        r.get(LOCAL_LOG.ID),
                        accountName("local_log", r.get(LOCAL_LOG.FROM_ACCOUNT)),
                        accountName("local_log", r.get(LOCAL_LOG.TO_ACCOUNT)),
                        r.get(LOCAL_LOG.AMOUNT),
                        r.get(LOCAL_LOG.MEMO))));
  }

  /** The newest below a place, out of an account or into it. */
  List<StoredTransfer> transfersOf(int account, long belowPlace, int limit) {
    // Two scans of an index each, merged here: an OR would read the whole table.
    return Stream.concat(
            newest(TRANSFER.FROM_ACCOUNT, account, belowPlace, limit).stream(),
            newest(TRANSFER.TO_ACCOUNT, account, belowPlace, limit).stream())
        .sorted(Comparator.<StoredTransfer>comparingLong(t -> Places.of(t.location())).reversed())
        .limit(limit)
        .toList();
  }

  private List<StoredTransfer> newest(
      Field<Integer> side, int account, long belowPlace, int limit) {
    return select(side.eq(account).and(TRANSFER.PLACE.lt(belowPlace)))
        .orderBy(side, TRANSFER.PLACE.desc())
        .limit(limit)
        .fetch(this::transfer);
  }

  /** What the index by sender says about an account, up to a height. */
  Entries sent(int account, long height) {
    return entries(TRANSFER.FROM_ACCOUNT, account, height);
  }

  /** What the index by receiver says about an account, up to a height. */
  Entries received(int account, long height) {
    return entries(TRANSFER.TO_ACCOUNT, account, height);
  }

  private Entries entries(Field<Integer> side, int account, long height) {
    // By H2's own name: jOOQ takes H2 for a database without it, and writes 64 sums instead.
    var mixed = DSL.aggregate("BIT_XOR_AGG", SQLDataType.BIGINT, TRANSFER.PLACE);
    var row =
        sql.select(DSL.count(), mixed)
            .from(TRANSFER)
            .where(side.eq(account).and(TRANSFER.PLACE.lt(Places.of(height + 1, 0))))
            .fetchSingle();
    return new Entries(row.value1(), row.value2() == null ? 0 : row.value2());
  }

  /** How many rows there are of blocks above the head. */
  long rowsAboveHead() {
    // One statement: a batch that is committed meanwhile is seen whole or not at all.
    var blocks =
        DSL.field(DSL.selectCount().from(BLOCK).where(BLOCK.HEIGHT.gt(CHAIN_STATE.HEIGHT)));
    var transfers =
        DSL.field(
            DSL.selectCount()
                .from(TRANSFER)
                .where(TRANSFER.PLACE.ge(CHAIN_STATE.HEIGHT.plus(1).times(Block.TRANSFERS_MAX))));
    return sql.select(blocks.plus(transfers)).from(CHAIN_STATE).fetchSingle().value1();
  }

  /** Blocks from a height on, each with its first transfers. */
  List<BlockSummary> summaries(long from, int limit, int transfersEach) {
    return blockRows(from, limit).stream().map(row -> summary(row, transfersEach)).toList();
  }

  private BlockSummary summary(BlockRow row, int transfersEach) {
    int wanted = Math.min(row.transferCount(), transfersEach);
    // A short walk along the primary key for each block: one statement for all would read them all.
    var first =
        wanted == 0
            ? List.<StoredTransfer>of()
            : placed(Places.of(row.height(), 0), Places.of(row.height(), wanted));
    return new BlockSummary(
        row.header, row.hash, first.stream().map(StoredTransfer::transfer).toList());
  }

  /** Blocks from a height on, as many as have no more transfers than that between them. */
  List<StoredBlock> blocks(long from, int limit, int transfersMax) {
    return withTransfers(fitting(blockRows(from, limit), transfersMax));
  }

  /**
   * The rows of the first blocks, up to a gap, that have no more transfers than that between them;
   * at least one.
   */
  static List<BlockRow> fitting(List<BlockRow> rows, int transfersMax) {
    int count = 0;
    long transfers = 0;
    while (count < rows.size() && (count == 0 || areNeighbours(rows, count))) {
      transfers += rows.get(count).transferCount();
      if (count > 0 && transfers > transfersMax) {
        break;
      }
      count++;
    }
    return rows.subList(0, count);
  }

  private static boolean areNeighbours(List<BlockRow> rows, int second) {
    return Math.abs(rows.get(second).height() - rows.get(second - 1).height()) == 1;
  }

  private List<StoredBlock> withTransfers(List<BlockRow> rows) {
    if (rows.isEmpty()) {
      return List.of();
    }
    var transfers = transfers(rows.getFirst().height(), rows.getLast().height());
    List<StoredBlock> blocks = new ArrayList<>();
    int next = 0;
    for (var row : rows) {
      List<Transfer> own = new ArrayList<>(row.transferCount());
      while (next < transfers.size()
          && transfers.get(next).location().equals(new Location(row.height(), own.size()))) {
        own.add(transfers.get(next).transfer());
        next++;
      }
      if (own.size() != row.transferCount()) {
        throw new StoreException(
            new StoreProblem(
                row.height(),
                "transfer",
                "the block should have "
                    + row.transferCount()
                    + " transfers, it has "
                    + own.size()
                    + " in a row"));
      }
      blocks.add(new StoredBlock(row.header, row.hash, own));
    }
    return blocks;
  }

  private SelectConditionStep<? extends Record> select(Condition condition) {
    return sql.select(
            TRANSFER.PLACE,
            TRANSFER.ID,
            TRANSFER.FROM_ACCOUNT,
            TRANSFER.TO_ACCOUNT,
            TRANSFER.AMOUNT,
            TRANSFER.MEMO)
        .from(TRANSFER)
        .where(condition);
  }

  private StoredTransfer transfer(Record row) {
    return transfer(
        row.get(TRANSFER.PLACE),
        row.get(TRANSFER.ID),
        row.get(TRANSFER.FROM_ACCOUNT),
        row.get(TRANSFER.TO_ACCOUNT),
        row.get(TRANSFER.AMOUNT),
        row.get(TRANSFER.MEMO));
  }

  private StoredTransfer transfer(long place, UUID id, int from, int to, long amount, String memo) {
    return new StoredTransfer(
        Places.location(place),
        new Transfer(id, accountName("transfer", from), accountName("transfer", to), amount, memo));
  }

  private String accountName(String table, int number) {
    if (number < 0 || number >= genesis.accounts().size()) {
      throw new StoreException(
          "table " + table + " names an account " + number + " that is not there");
    }
    return genesis.accounts().get(number).name();
  }

  private static Hash hash(byte[] bytes) {
    return Hash.of(bytes);
  }
}
