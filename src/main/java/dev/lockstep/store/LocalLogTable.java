package dev.lockstep.store;

import static dev.lockstep.store.Batch.column;
import static dev.lockstep.store.generated.Tables.LOCAL_LOG;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.ByteReader;
import dev.lockstep.chain.ByteWriter;
import dev.lockstep.chain.MalformedException;
import dev.lockstep.chain.Transfer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * The table of the local log. A row has the transfers that were written together; a block takes its
 * own out of the rows, and most blocks take whole rows. What the rows have is kept in memory: an
 * index over random ids is the most expensive kind, and in Lamport mode there is nothing to find.
 *
 * <p>Used by the thread of the writing connection only. A transaction that fails is the last one,
 * so what this class has noted of it does not matter.
 */
final class LocalLogTable {
  /** The most transfers of a row: with the longest memos they still fit into its column. */
  private static final int ROW_TRANSFERS = 1024;

  /** About as many as a transfer without a memo has. */
  private static final int TRANSFER_BYTES = 64;

  private static final Batch.Insert<OpenRow> INSERTED =
      new Batch.Insert<>(
          LOCAL_LOG,
          column(LOCAL_LOG.SEQUENCE, row -> row.sequence),
          column(LOCAL_LOG.TRANSFERS, OpenRow::bytes));

  private static final Batch<OpenRow> CHANGED =
      Batch.of(
          next ->
              DSL.update(LOCAL_LOG)
                  .set(LOCAL_LOG.TRANSFERS, next.next(LOCAL_LOG.TRANSFERS, OpenRow::bytes))
                  .where(
                      LOCAL_LOG.SEQUENCE.eq(next.next(LOCAL_LOG.SEQUENCE, row -> row.sequence))));

  private static final Batch<OpenRow> DELETED =
      Batch.of(
          next ->
              DSL.deleteFrom(LOCAL_LOG)
                  .where(
                      LOCAL_LOG.SEQUENCE.eq(next.next(LOCAL_LOG.SEQUENCE, row -> row.sequence))));

  /** A row of the table, and what is left of it. */
  private static final class OpenRow {
    private final long sequence;
    private final List<Transfer> left;

    OpenRow(long sequence, List<Transfer> transfers) {
      this.sequence = sequence;
      this.left = new ArrayList<>(transfers);
    }

    private byte[] bytes() {
      var out = new ByteWriter(TRANSFER_BYTES * left.size());
      Transfer.encodeAll(left, out);
      return out.toByteArray();
    }
  }

  /** Those of the table, in the order of the log. */
  private final List<OpenRow> rows = new ArrayList<>();

  private long last;

  /** A row of the table. */
  record Row(long sequence, List<Transfer> transfers) {}

  /**
   * All rows, in the order of the log.
   *
   * @throws StoreException when one is not what was written
   */
  static List<Row> rows(DSLContext sql) {
    return sql.selectFrom(LOCAL_LOG)
        .orderBy(LOCAL_LOG.SEQUENCE)
        .fetch(r -> row(r.get(LOCAL_LOG.SEQUENCE), r.get(LOCAL_LOG.TRANSFERS)));
  }

  private static Row row(long sequence, byte[] bytes) {
    try {
      var in = new ByteReader(bytes);
      var transfers = Transfer.decodeAll(in, ROW_TRANSFERS);
      in.expectEnd();
      return new Row(sequence, transfers);
    } catch (MalformedException e) {
      throw new StoreException(
          "row " + sequence + " of table local_log is malformed: " + e.getMessage());
    }
  }

  /** Notes the rows that are there at the start. */
  void found(List<Row> there) {
    for (var row : there) {
      note(new OpenRow(row.sequence, row.transfers));
    }
  }

  private void note(OpenRow row) {
    rows.add(row);
    last = row.sequence;
  }

  /** Adds transfers after those that are there. */
  void insert(DSLContext sql, List<Transfer> executed) {
    List<OpenRow> added = new ArrayList<>();
    for (int next = 0; next < executed.size(); next += ROW_TRANSFERS) {
      int end = Math.min(executed.size(), next + ROW_TRANSFERS);
      var row = new OpenRow(last + 1, executed.subList(next, end));
      note(row);
      added.add(row);
    }
    INSERTED.run(sql, added);
  }

  /** Removes the transfers of these blocks. */
  void delete(DSLContext sql, List<Block> blocks) {
    if (rows.isEmpty()) {
      return;
    }
    Set<UUID> placed = new HashSet<>();
    blocks.forEach(block -> block.transfers().forEach(transfer -> placed.add(transfer.id())));
    List<OpenRow> touched =
        rows.stream().filter(row -> row.left.removeIf(each -> placed.contains(each.id()))).toList();
    rows.removeIf(row -> row.left.isEmpty());
    DELETED.run(sql, touched.stream().filter(row -> row.left.isEmpty()).toList());
    CHANGED.run(sql, touched.stream().filter(row -> !row.left.isEmpty()).toList());
  }

  void clear(DSLContext sql) {
    sql.deleteFrom(LOCAL_LOG).execute();
    rows.clear();
    last = 0;
  }
}
