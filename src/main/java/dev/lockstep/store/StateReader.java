package dev.lockstep.store;

import static dev.lockstep.store.generated.Tables.ACCOUNT;
import static dev.lockstep.store.generated.Tables.BLOCK;
import static dev.lockstep.store.generated.Tables.CHAIN_STATE;

import dev.lockstep.chain.Hash;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Reads H2's head and its balances. Nothing in here is recomputed. */
record StateReader(DSLContext sql) {
  /** What H2 says that it holds. */
  record State(Hash genesis, long height, Hash hash) {}

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

  /** How many rows there are of blocks above the head. */
  long blocksAboveHead() {
    // One statement: a batch that is committed meanwhile is seen whole or not at all.
    var blocks =
        DSL.field(DSL.selectCount().from(BLOCK).where(BLOCK.HEIGHT.gt(CHAIN_STATE.HEIGHT)));
    return sql.select(blocks).from(CHAIN_STATE).fetchSingle().value1();
  }
}
