package dev.lockstep.store;

import static dev.lockstep.store.Batch.column;
import static dev.lockstep.store.generated.Tables.TRACE;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** The table of the trace of events. */
final class TraceTable {
  /** How many events more than were added are deleted at most: a table that is too long shrinks. */
  private static final int PRUNED_MIN = 1_000;

  /** Rows that are read at a time; each has 256 events at most. */
  private static final int PIECE = 32;

  private static final Batch.Insert<TraceRow> INSERTED =
      new Batch.Insert<>(
          TRACE,
          column(TRACE.SEQ, TraceRow::seq),
          column(TRACE.AT_MICROS, TraceRow::at),
          column(TRACE.LAMPORT_TIME, TraceRow::time),
          column(TRACE.KIND, TraceRow::kind),
          column(TRACE.PARTICULARS, TraceRow::particulars),
          column(TRACE.EVENTS, TraceRow::events));

  private TraceTable() {}

  /** Adds events with numbers above those that are there. */
  static void insert(DSLContext sql, List<TraceLines> events) {
    INSERTED.run(sql, TraceRow.of(events));
  }

  /**
   * Deletes the oldest rows, no more than a short transaction can take, and none of which an event
   * is to be kept.
   *
   * @param excess how many events there are too many
   * @param added how many were just added
   * @return how many events were deleted
   */
  static int prune(DSLContext sql, long excess, int added) {
    long most = Math.min(excess, added + PRUNED_MIN);
    if (most <= 0) {
      return 0;
    }
    var oldest =
        sql.select(TRACE.SEQ, TRACE.EVENTS).from(TRACE).orderBy(TRACE.SEQ).limit(most).fetch();
    int deleted = 0;
    long last = -1;
    for (var row : oldest) {
      if (deleted + row.value2() > most) {
        break;
      }
      deleted += row.value2();
      last = row.value1();
    }
    sql.deleteFrom(TRACE).where(TRACE.SEQ.le(last)).execute();
    return deleted;
  }

  /** How many events there are. Not to be asked in a transaction that has changed rows. */
  static long count(DSLContext sql) {
    var sum = sql.select(DSL.sum(TRACE.EVENTS)).from(TRACE).fetchSingle().value1();
    return sum == null ? 0 : sum.longValue();
  }

  /** Ascending, from a number on and before another. */
  static List<TracedEvent> events(DSLContext sql, long from, long before, int limit) {
    List<TracedEvent> events = new ArrayList<>();
    // The row before may have the first of them.
    var next =
        number(
            sql.select(DSL.max(TRACE.SEQ))
                .from(TRACE)
                .where(TRACE.SEQ.le(from))
                .fetchSingle()
                .value1());
    long begin = next.orElse(from);
    while (events.size() < limit) {
      var rows = rows(sql, begin, before);
      if (rows.isEmpty()) {
        break;
      }
      rows.stream()
          .flatMap(row -> row.all().stream())
          .filter(event -> event.number() >= from && event.number() < before)
          .limit(limit - events.size())
          .forEach(events::add);
      begin = rows.getLast().seq() + 1;
    }
    return events;
  }

  /** Without the count of their events, which a file of an earlier version does not have. */
  private static List<TraceRow> rows(DSLContext sql, long from, long before) {
    return sql.select(TRACE.SEQ, TRACE.AT_MICROS, TRACE.LAMPORT_TIME, TRACE.KIND, TRACE.PARTICULARS)
        .from(TRACE)
        .where(TRACE.SEQ.ge(from).and(TRACE.SEQ.lt(before)))
        .orderBy(TRACE.SEQ)
        .limit(PIECE)
        .fetch(r -> new TraceRow(r.value1(), r.value2(), r.value3(), r.value4(), r.value5(), 0));
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
    var last = number(sql.select(DSL.max(TRACE.SEQ)).from(TRACE).fetchSingle().value1());
    if (last.isEmpty()) {
      return last;
    }
    var events = rows(sql, last.getAsLong(), Long.MAX_VALUE).getFirst().all();
    return events.isEmpty() ? last : OptionalLong.of(events.getLast().number());
  }

  private static OptionalLong number(Long found) {
    return found == null ? OptionalLong.empty() : OptionalLong.of(found);
  }
}
