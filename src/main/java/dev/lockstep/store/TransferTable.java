package dev.lockstep.store;

import static dev.lockstep.store.Batch.column;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * An H2 file with a table of transfers and its indexes, for whoever wants SQL: a node's own H2 has
 * no row for a transfer. No node reads such a file.
 */
public final class TransferTable implements TransferSink {
  private static final Table<Record> TRANSFER = DSL.table(DSL.name("TRANSFER"));

  private static final Field<Long> HEIGHT =
      DSL.field(DSL.name("HEIGHT"), SQLDataType.BIGINT.notNull());
  private static final Field<Integer> POSITION =
      DSL.field(DSL.name("POSITION"), SQLDataType.INTEGER.notNull());
  private static final Field<UUID> ID = DSL.field(DSL.name("ID"), SQLDataType.UUID.notNull());
  private static final Field<String> FROM =
      DSL.field(DSL.name("FROM_ACCOUNT"), SQLDataType.VARCHAR(32).notNull());
  private static final Field<String> TO =
      DSL.field(DSL.name("TO_ACCOUNT"), SQLDataType.VARCHAR(32).notNull());
  private static final Field<BigDecimal> AMOUNT =
      DSL.field(DSL.name("AMOUNT"), SQLDataType.DECIMAL(19, 2).notNull());

  /** 140 characters, of which H2 counts those beyond the basic plane twice. */
  private static final Field<String> MEMO =
      DSL.field(DSL.name("MEMO"), SQLDataType.VARCHAR(280).notNull());

  private static final Batch.Insert<StoredTransfer> INSERTED =
      new Batch.Insert<>(
          TRANSFER,
          column(HEIGHT, row -> row.location().height()),
          column(POSITION, row -> row.location().position()),
          column(ID, row -> row.transfer().id()),
          column(FROM, row -> row.transfer().from()),
          column(TO, row -> row.transfer().to()),
          column(AMOUNT, row -> BigDecimal.valueOf(row.transfer().amount(), 2)),
          column(MEMO, row -> row.transfer().memo()));

  private static final int TRANSACTION_ROWS = 1024;

  private final Lane lane;

  /**
   * @param path without H2's suffix; no file is there
   * @throws StoreException when it cannot be made
   */
  public TransferTable(Path path) {
    lane = new Lane("export", StoreOpening.url(path));
    lane.call(
        sql ->
            sql.createTable(TRANSFER)
                .columns(HEIGHT, POSITION, ID, FROM, TO, AMOUNT, MEMO)
                .primaryKey(HEIGHT, POSITION)
                .execute());
  }

  @Override
  public void add(List<StoredTransfer> transfers) {
    for (int next = 0; next < transfers.size(); next += TRANSACTION_ROWS) {
      var some = transfers.subList(next, Math.min(transfers.size(), next + TRANSACTION_ROWS));
      lane.transaction(
          sql -> {
            INSERTED.run(sql, some);
            return null;
          });
    }
  }

  /** The indexes come last: one that grows with the table is more expensive. */
  @Override
  public void close() throws IOException {
    try (lane) {
      lane.call(sql -> sql.createUniqueIndex("TRANSFER_ID").on(TRANSFER, ID).execute());
      lane.call(sql -> sql.createIndex("TRANSFER_FROM").on(TRANSFER, FROM, HEIGHT).execute());
      lane.call(sql -> sql.createIndex("TRANSFER_TO").on(TRANSFER, TO, HEIGHT).execute());
    } catch (StoreException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
