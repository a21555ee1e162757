package dev.lockstep.store;

import static dev.lockstep.store.generated.Tables.TRACE;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** The statements about the trace. Those that write are plain JDBC: see {@link StoreWriter}. */
final class TraceTable {
  private static final int ROWS = 32;
  private static final int COLUMNS = 5;

  /** So many rows go at least, and as many again as came: a table that is too long gets shorter. */
  private static final int PRUNED_MIN = 1_000;

  private TraceTable() {}

  /** Adds events with numbers above those that are there. */
  static void insert(Connection connection, List<TracedEvent> events) throws SQLException {
    int whole = events.size() / ROWS * ROWS;
    insert(connection, events.subList(0, whole), ROWS);
    insert(connection, events.subList(whole, events.size()), 1);
  }

  private static void insert(Connection connection, List<TracedEvent> events, int rows)
      throws SQLException {
    if (events.isEmpty()) {
      return;
    }
    var sql =
        "INSERT INTO trace(seq, at_micros, lamport_time, kind, particulars) VALUES "
            + "(?, ?, ?, ?, ?), ".repeat(rows - 1)
            + "(?, ?, ?, ?, ?)";
    try (var insert = connection.prepareStatement(sql)) {
      for (int i = 0; i < events.size(); i++) {
        set(insert, i % rows * COLUMNS, events.get(i));
        if (i % rows == rows - 1) {
          insert.addBatch();
        }
      }
      insert.executeBatch();
    }
  }

  private static void set(PreparedStatement insert, int column, TracedEvent event)
      throws SQLException {
    insert.setLong(column + 1, event.number());
    insert.setLong(column + 2, ChronoUnit.MICROS.between(Instant.EPOCH, event.at()));
    insert.setLong(column + 3, event.time());
    insert.setString(column + 4, event.kind());
    insert.setString(column + 5, event.particulars());
  }

  /**
   * Takes the oldest rows out, no more at once than a short transaction bears.
   *
   * @param excess how many there are too many
   * @param added how many have just come
   * @return how many have gone
   */
  static int prune(Connection connection, long excess, int added) throws SQLException {
    long oldest = Math.min(excess, added + PRUNED_MIN);
    if (oldest <= 0) {
      return 0;
    }
    try (var delete =
        connection.prepareStatement(
            "DELETE FROM trace WHERE seq <="
                + " (SELECT seq FROM trace ORDER BY seq OFFSET ? ROWS FETCH FIRST ROW ONLY)")) {
      delete.setLong(1, oldest - 1);
      return delete.executeUpdate();
    }
  }

  /** Not to be asked in a transaction that has changed rows: H2 then looks at all of them. */
  static long count(DSLContext sql) {
    return sql.selectCount().from(TRACE).fetchSingle().value1();
  }

  /** Ascending, from a number on and before another. */
  static List<TracedEvent> events(DSLContext sql, long from, long before, int limit) {
    return sql.selectFrom(TRACE)
        .where(TRACE.SEQ.ge(from).and(TRACE.SEQ.lt(before)))
        .orderBy(TRACE.SEQ)
        .limit(limit)
        .fetch(
            r ->
                new TracedEvent(
                    r.get(TRACE.SEQ),
                    Instant.EPOCH.plus(r.get(TRACE.AT_MICROS), ChronoUnit.MICROS),
                    r.get(TRACE.LAMPORT_TIME),
                    r.get(TRACE.KIND),
                    r.get(TRACE.PARTICULARS)));
  }

  /**
   * Reads the rows from a number on and before another, and so finds pages that H2 cannot read.
   *
   * @return the lowest number of the rows that are left
   */
  static OptionalLong readThrough(DSLContext sql, long from, long before) {
    // The particulars are the end of a row: with them, H2 has read all of it.
    sql.select(DSL.sum(DSL.length(TRACE.PARTICULARS)))
        .from(TRACE)
        .where(TRACE.SEQ.ge(from).and(TRACE.SEQ.lt(before)))
        .fetch();
    return number(
        sql.select(DSL.min(TRACE.SEQ))
            .from(TRACE)
            .where(TRACE.SEQ.ge(before))
            .fetchSingle()
            .value1());
  }

  static OptionalLong oldest(DSLContext sql) {
    return number(sql.select(DSL.min(TRACE.SEQ)).from(TRACE).fetchSingle().value1());
  }

  static OptionalLong newest(DSLContext sql) {
    return number(sql.select(DSL.max(TRACE.SEQ)).from(TRACE).fetchSingle().value1());
  }

  private static OptionalLong number(Long found) {
    return found == null ? OptionalLong.empty() : OptionalLong.of(found);
  }
}
