package dev.lockstep.store;

import static dev.lockstep.store.generated.Tables.CHAIN_STATE;
import static dev.lockstep.store.generated.Tables.POSTING;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;

/** Reads H2's rows of postings. Nothing in here is recomputed. */
record PostingReader(DSLContext sql) {
  /**
   * The heights of the newest blocks that touch an account, newest first.
   *
   * @param top only up to this height
   */
  List<Long> heights(int account, long top, int limit) {
    return sql.select(POSTING.PLACE)
        .from(POSTING)
        .where(POSTING.PLACE.between(Posting.first(account), Posting.place(account, top)))
        .orderBy(POSTING.PLACE.desc())
        .limit(limit)
        .fetch(row -> Posting.height(row.value1()));
  }

  /** Those of an account from a height up to another, ascending. */
  List<Posting> ascending(int account, long from, long top, int limit) {
    var query =
        sql.select(
                POSTING.PLACE, POSTING.TRANSFERS, POSTING.RECEIVED, POSTING.SENT, POSTING.BALANCE)
            .from(POSTING)
            .where(POSTING.PLACE.between(Posting.place(account, from), Posting.place(account, top)))
            .orderBy(POSTING.PLACE)
            .limit(limit);
    // Row by row, for this is how whole tables are read: a jOOQ record for each takes longer than
    // H2.
    List<Posting> postings = new ArrayList<>();
    try (var rows = query.fetchResultSet()) {
      while (rows.next()) {
        postings.add(
            posting(
                rows.getLong(1),
                rows.getInt(2),
                rows.getLong(3),
                rows.getLong(4),
                rows.getLong(5)));
      }
      return postings;
    } catch (SQLException e) {
      throw new StoreException(e.getMessage(), e);
    }
  }

  /** How many rows an account has above the head. */
  int aboveHead(int account) {
    // One statement: a batch that is committed meanwhile is seen whole or not at all.
    return sql.selectCount()
        .from(CHAIN_STATE)
        .join(POSTING)
        .on(
            POSTING
                .PLACE
                .gt(CHAIN_STATE.HEIGHT.plus(Posting.first(account)))
                .and(POSTING.PLACE.lt(Posting.first(account + 1))))
        .fetchSingle()
        .value1();
  }

  /** How many rows belong to no account of the first ones. */
  int ofNobody(int accounts) {
    return sql.selectCount()
        .from(POSTING)
        .where(POSTING.PLACE.lt(0L).or(POSTING.PLACE.ge(Posting.first(accounts))))
        .fetchSingle()
        .value1();
  }

  private static Posting posting(
      long place, int transfers, long received, long sent, long balance) {
    return new Posting(
        Posting.account(place), Posting.height(place), transfers, received, sent, balance);
  }
}
