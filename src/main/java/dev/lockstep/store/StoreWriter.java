package dev.lockstep.store;

import static dev.lockstep.store.Batch.column;
import static dev.lockstep.store.generated.Tables.ACCOUNT;
import static dev.lockstep.store.generated.Tables.BLOCK;
import static dev.lockstep.store.generated.Tables.CHAIN_STATE;
import static dev.lockstep.store.generated.Tables.POSTING;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Genesis;
import dev.lockstep.store.BlockReader.BlockRow;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * Writes blocks and what follows from them: for each a row, and one for each account that it
 * touches. One transaction of its caller is around each call.
 */
final class StoreWriter {
  /** The only row of the table of the head. */
  private static final int HEAD = 1;

  private static final Batch.Insert<BlockRow> BLOCKS =
      new Batch.Insert<>(
          BLOCK,
          column(BLOCK.HEIGHT, BlockRow::height),
          column(BLOCK.HASH, BlockRow::hash),
          column(BLOCK.PREVIOUS_HASH, row -> row.header().previous()),
          column(BLOCK.LAMPORT_TIME, row -> row.header().time()),
          column(BLOCK.PROPOSER, row -> row.header().proposer()),
          column(BLOCK.ROOT, row -> row.header().root()),
          column(BLOCK.TRANSFER_COUNT, row -> row.header().transferCount()));

  private static final Batch.Insert<Posting> POSTINGS =
      new Batch.Insert<>(
          POSTING,
          column(POSTING.PLACE, Posting::place),
          column(POSTING.TRANSFERS, Posting::transfers),
          column(POSTING.RECEIVED, Posting::received),
          column(POSTING.SENT, Posting::sent),
          column(POSTING.BALANCE, Posting::balance));

  /** By number: what an account has more than before, and less when it is below zero. */
  private static final Batch<Map.Entry<Integer, Long>> BALANCES =
      Batch.of(
          next ->
              DSL.update(ACCOUNT)
                  .set(
                      ACCOUNT.BALANCE,
                      ACCOUNT.BALANCE.plus(next.next(ACCOUNT.BALANCE, Map.Entry::getValue)))
                  .where(ACCOUNT.NUMBER.eq(next.next(ACCOUNT.NUMBER, Map.Entry::getKey))));

  private static final Batch<Block> HEADS =
      Batch.of(
          next ->
              DSL.update(CHAIN_STATE)
                  .set(CHAIN_STATE.HEIGHT, next.next(CHAIN_STATE.HEIGHT, Block::height))
                  .set(CHAIN_STATE.HASH, next.next(CHAIN_STATE.HASH, Block::hash))
                  .where(CHAIN_STATE.ID.eq(DSL.inline(HEAD))));

  private StoreWriter() {}

  /** Genesis and the accounts as they begin. */
  static void begin(DSLContext sql, Genesis genesis) {
    new Batch.Insert<Genesis.Account>(
            ACCOUNT,
            column(ACCOUNT.NUMBER, account -> genesis.indexOf(account.name())),
            column(ACCOUNT.NAME, Genesis.Account::name),
            column(ACCOUNT.OWNER, Genesis.Account::owner),
            column(ACCOUNT.BALANCE, Genesis.Account::balance))
        .run(sql, genesis.accounts());
    var first = StoredBlock.of(genesis);
    BLOCKS.run(sql, List.of(new BlockRow(first.header(), first.hash())));
    sql.insertInto(CHAIN_STATE)
        .set(CHAIN_STATE.ID, HEAD)
        .set(CHAIN_STATE.GENESIS, first.hash())
        .set(CHAIN_STATE.HEIGHT, 0L)
        .set(CHAIN_STATE.HASH, first.hash())
        .execute();
  }

  /**
   * Blocks that follow what is there.
   *
   * @param postings of all of them
   */
  static void write(DSLContext sql, List<Block> added, List<Posting> postings) {
    BLOCKS.run(sql, added.stream().map(b -> new BlockRow(b.header(), b.hash())).toList());
    POSTINGS.run(sql, postings);
    BALANCES.run(sql, List.copyOf(changes(postings).entrySet()));
    HEADS.run(sql, List.of(added.getLast()));
  }

  /** By difference, so that the balances in the table of accounts do not rest on the postings. */
  private static Map<Integer, Long> changes(List<Posting> postings) {
    Map<Integer, Long> changes = new TreeMap<>();
    for (var posting : postings) {
      changes.merge(posting.account(), posting.received() - posting.sent(), Long::sum);
    }
    return changes;
  }
}
