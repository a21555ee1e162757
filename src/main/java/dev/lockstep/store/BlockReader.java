package dev.lockstep.store;

import static dev.lockstep.store.generated.Tables.BLOCK;
import static dev.lockstep.store.generated.Tables.TRANSFER;

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

/** Reads H2's rows of blocks and transfers. Nothing in here is recomputed. */
record BlockReader(DSLContext sql, Accounts accounts) {
  /** A row of the block table. */
  record BlockRow(Header header, Hash hash) {
    long height() {
      return header.height();
    }

    int transferCount() {
      return header.transferCount();
    }
  }

  /** The rows from a height on, ascending. */
  List<BlockRow> rows(long from, int limit) {
    return sql.selectFrom(BLOCK)
        .where(BLOCK.HEIGHT.ge(from))
        .orderBy(BLOCK.HEIGHT)
        .limit(limit)
        .fetch(
            r ->
                new BlockRow(
                    new Header(
                        r.get(BLOCK.HEIGHT),
                        r.get(BLOCK.PREVIOUS_HASH),
                        r.get(BLOCK.LAMPORT_TIME),
                        r.get(BLOCK.PROPOSER),
                        r.get(BLOCK.TRANSFER_COUNT),
                        r.get(BLOCK.ROOT)),
                    r.get(BLOCK.HASH)));
  }

  /** Blocks from a height on, as many as have no more transfers than that between them. */
  List<StoredBlock> blocks(long from, int limit, int transfersMax) {
    return withTransfers(fitting(rows(from, limit), transfersMax));
  }

  /** The newest blocks up to a height, ascending, with the same limits. */
  List<StoredBlock> newest(long top, int limit, int transfersMax) {
    var rows = rows(Math.max(0, top + 1 - limit), limit);
    return withTransfers(fitting(rows.reversed(), transfersMax).reversed());
  }

  /** Blocks from a height on, each with its first transfers. */
  List<BlockSummary> summaries(long from, int limit, int transfersEach) {
    return rows(from, limit).stream().map(row -> summary(row, transfersEach)).toList();
  }

  private BlockSummary summary(BlockRow row, int transfersEach) {
    int wanted = Math.min(row.transferCount(), transfersEach);
    // A short walk along the primary key for each block: one statement for all would read them all.
    var first =
        wanted == 0
            ? List.<StoredTransfer>of()
            : transfers(new Location(row.height(), 0), new Location(row.height(), wanted));
    return new BlockSummary(
        row.header, row.hash, first.stream().map(StoredTransfer::transfer).toList());
  }

  /**
   * The rows of the first blocks, up to a gap, that have no more transfers than that between them;
   * at least one.
   */
  private static List<BlockRow> fitting(List<BlockRow> rows, int transfersMax) {
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
    var transfers =
        transfers(
            new Location(rows.getFirst().height(), 0),
            new Location(rows.getLast().height() + 1, 0));
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

  /** All transfers from a location to before another, in their order. */
  private List<StoredTransfer> transfers(Location from, Location before) {
    var query =
        select(TRANSFER.PLACE.ge(from).and(TRANSFER.PLACE.lt(before))).orderBy(TRANSFER.PLACE);
    // Row by row, for this is how whole chains are read: a jOOQ record for each took longer than
    // H2.
    List<StoredTransfer> transfers = new ArrayList<>();
    try (var rows = query.fetchResultSet()) {
      while (rows.next()) {
        transfers.add(
            transfer(
                Places.location(rows.getLong(1)),
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

  Optional<StoredTransfer> transferAt(Location location) {
    return select(TRANSFER.PLACE.eq(location)).fetchOptional().map(this::transfer);
  }

  /**
   * The newest transfers out of an account or into it, newest first.
   *
   * @param before only what precedes this place
   */
  List<StoredTransfer> transfersOf(int account, Optional<Location> before, int limit) {
    var place = before.map(TRANSFER.PLACE::lt).orElse(DSL.noCondition());
    // Two scans of an index each, merged here: an OR would read the whole table.
    return Stream.concat(
            newest(TRANSFER.FROM_ACCOUNT, account, place, limit).stream(),
            newest(TRANSFER.TO_ACCOUNT, account, place, limit).stream())
        .sorted(Comparator.<StoredTransfer>comparingLong(t -> Places.of(t.location())).reversed())
        .limit(limit)
        .toList();
  }

  private List<StoredTransfer> newest(
      Field<Integer> side, int account, Condition place, int limit) {
    return select(side.eq(account).and(place))
        .orderBy(side, TRANSFER.PLACE.desc())
        .limit(limit)
        .fetch(this::transfer);
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

  private StoredTransfer transfer(
      Location location, UUID id, int from, int to, long amount, String memo) {
    var sender = accounts.name("transfer", from);
    return new StoredTransfer(
        location, new Transfer(id, sender, accounts.name("transfer", to), amount, memo));
  }
}
