package dev.lockstep.store;

import static dev.lockstep.store.Batch.column;
import static dev.lockstep.store.generated.Tables.TRACE;

import java.util.List;
import java.util.OptionalLong;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** The table of the trace of events. */
final class TraceTable {
  /** How many rows more than were added are deleted at most: a table that is too long shrinks. */
  private static final int PRUNED_MIN = 1_000;

  private static final Batch.Insert<TracedEvent> INSERTED =
      new Batch.Insert<>(
          TRACE,
          column(TRACE.SEQ, TracedEvent::number),
          column(TRACE.AT_MICROS, TracedEvent::at),
          column(TRACE.LAMPORT_TIME, TracedEvent::time),
          column(TRACE.KIND, TracedEvent::kind),
          column(TRACE.PARTICULARS, TracedEvent::particulars));

  private TraceTable() {}

  /** Adds events with numbers above those that are there. */
  static void insert(DSLContext sql, List<TracedEvent> events) {
    INSERTED.run(sql, events);
  }

  /**
   * Deletes the oldest rows, no more than a short transaction can take.
   *
   * @param excess how many rows there are too many
   * @param added how many were just added
   * @return how many were deleted
   */
  static int prune(DSLContext sql, long excess, int added) {
    long oldest = Math.min(excess, added + PRUNED_MIN);
    if (oldest <= 0) {
      return 0;
    }
    var last = DSL.select(TRACE.SEQ).from(TRACE).orderBy(TRACE.SEQ).limit(1).offset(oldest - 1);
    return sql.deleteFrom(TRACE).where(TRACE.SEQ.le(last)).execute();
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
                    r.get(TRACE.AT_MICROS),
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
