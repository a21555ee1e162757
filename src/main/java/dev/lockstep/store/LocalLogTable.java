package dev.lockstep.store;

import static dev.lockstep.store.Batch.column;
import static dev.lockstep.store.generated.Tables.LOCAL_LOG;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Transfer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * The table of the local log. The row of each id is kept in memory: an index over random ids is the
 * most expensive kind, and in Lamport mode there is nothing to find.
 *
 * <p>Used by the thread of the writing connection only. A transaction that fails is the last one,
 * so what this class has noted of it does not matter.
 */
final class LocalLogTable {
  private final Batch.Insert<Row> inserted;

  private final Batch<Long> deleted =
      Batch.of(
          next ->
              DSL.deleteFrom(LOCAL_LOG)
                  .where(LOCAL_LOG.SEQUENCE.eq(next.next(LOCAL_LOG.SEQUENCE, row -> row))));

  private final Map<UUID, Long> sequences = new HashMap<>();
  private long last;

  LocalLogTable(Accounts accounts) {
    this.inserted =
        new Batch.Insert<>(
            LOCAL_LOG,
            column(LOCAL_LOG.SEQUENCE, Row::sequence),
            column(LOCAL_LOG.ID, row -> row.transfer.id()),
            column(LOCAL_LOG.FROM_ACCOUNT, row -> accounts.number(row.transfer.from())),
            column(LOCAL_LOG.TO_ACCOUNT, row -> accounts.number(row.transfer.to())),
            column(LOCAL_LOG.AMOUNT, row -> row.transfer.amount()),
            column(LOCAL_LOG.MEMO, row -> row.transfer.memo()));
  }

  /** A row of the table. */
  record Row(long sequence, Transfer transfer) {}

  /** All rows, in the order of the log. */
  static List<Row> rows(DSLContext sql, Accounts accounts) {
    return sql.selectFrom(LOCAL_LOG)
        .orderBy(LOCAL_LOG.SEQUENCE)
        .fetch(
            r ->
                new Row(
                    r.get(LOCAL_LOG.SEQUENCE),
                    new Transfer(
                        r.get(LOCAL_LOG.ID),
                        accounts.name("local_log", r.get(LOCAL_LOG.FROM_ACCOUNT)),
                        accounts.name("local_log", r.get(LOCAL_LOG.TO_ACCOUNT)),
                        r.get(LOCAL_LOG.AMOUNT),
                        r.get(LOCAL_LOG.MEMO))));
  }

  /** Notes the rows that are there at the start. */
  void found(List<Row> rows) {
    rows.forEach(this::note);
  }

  private void note(Row row) {
    sequences.put(row.transfer.id(), row.sequence);
    last = row.sequence;
  }

  /** Adds transfers after those that are there. */
  void insert(DSLContext sql, List<Transfer> executed) {
    List<Row> rows = new ArrayList<>(executed.size());
    for (var transfer : executed) {
      var row = new Row(last + 1, transfer);
      note(row);
      rows.add(row);
    }
    inserted.run(sql, rows);
  }

  /** Removes the transfers of these blocks. */
  void delete(DSLContext sql, List<Block> blocks) {
    if (sequences.isEmpty()) {
      return;
    }
    List<Long> rows = new ArrayList<>();
    for (var block : blocks) {
      for (var transfer : block.transfers()) {
        var sequence = sequences.remove(transfer.id());
        if (sequence != null) {
          rows.add(sequence);
        }
      }
    }
    deleted.run(sql, rows);
  }

  void clear(DSLContext sql) {
    sql.deleteFrom(LOCAL_LOG).execute();
    sequences.clear();
    last = 0;
  }
}
