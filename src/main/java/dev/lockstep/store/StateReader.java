package dev.lockstep.store;

import static dev.lockstep.store.generated.Tables.ACCOUNT;
import static dev.lockstep.store.generated.Tables.BLOCK;
import static dev.lockstep.store.generated.Tables.CHAIN_STATE;
import static dev.lockstep.store.generated.Tables.TRANSFER;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Location;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Reads H2's head, its balances, and what its indexes hold. Nothing in here is recomputed. */
record StateReader(DSLContext sql) {
  /** What H2 says that it holds. */
  record State(Hash genesis, long height, Hash hash) {}

  /** How many entries an index has for an account, and all their places in one number. */
  record Entries(long count, long mixedPlaces) {}

  Optional<State> state() {
    return sql.selectFrom(CHAIN_STATE)
        .fetchOptional()
        .map(
            r ->
                new State(
                    r.get(CHAIN_STATE.GENESIS),
                    r.get(CHAIN_STATE.HEIGHT),
                    r.get(CHAIN_STATE.HASH)));
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
            .where(side.eq(account).and(TRANSFER.PLACE.lt(new Location(height + 1, 0))))
            .fetchSingle();
    return new Entries(row.value1(), row.value2() == null ? 0 : row.value2());
  }

  /** How many rows there are of blocks above the head. */
  long rowsAboveHead() {
    // One statement: a batch that is committed meanwhile is seen whole or not at all.
    var blocks =
        DSL.field(DSL.selectCount().from(BLOCK).where(BLOCK.HEIGHT.gt(CHAIN_STATE.HEIGHT)));
    var place = TRANSFER.PLACE.coerce(SQLDataType.BIGINT);
    var transfers =
        DSL.field(
            DSL.selectCount()
                .from(TRANSFER)
                .where(place.ge(CHAIN_STATE.HEIGHT.plus(1).times(Block.TRANSFERS_MAX))));
    return sql.select(blocks.plus(transfers)).from(CHAIN_STATE).fetchSingle().value1();
  }
}
