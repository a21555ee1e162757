package dev.lockstep.store;

import static dev.lockstep.store.Batch.column;
import static dev.lockstep.store.generated.Tables.ACCOUNT;
import static dev.lockstep.store.generated.Tables.BLOCK;
import static dev.lockstep.store.generated.Tables.CHAIN_STATE;
import static dev.lockstep.store.generated.Tables.TRANSFER;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Header;
import dev.lockstep.chain.Location;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Writes blocks and what follows from them. One transaction of its caller is around each call. */
final class StoreWriter {
  /** The only row of the table of the head. */
  private static final int HEAD = 1;

  private record BlockRow(Header header, Hash hash) {}

  private record Change(int account, long difference) {}

  private final Genesis genesis;

  private final Batch.Insert<BlockRow> blocks =
      new Batch.Insert<>(
          BLOCK,
          column(BLOCK.HEIGHT, row -> row.header.height()),
          column(BLOCK.HASH, row -> row.hash),
          column(BLOCK.PREVIOUS_HASH, row -> row.header.previous()),
          column(BLOCK.LAMPORT_TIME, row -> row.header.time()),
          column(BLOCK.PROPOSER, row -> row.header.proposer()),
          column(BLOCK.ROOT, row -> row.header.root()),
          column(BLOCK.TRANSFER_COUNT, row -> row.header.transferCount()));

  private final Batch.Insert<StoredTransfer> transfers;

  private final Batch<Change> balances =
      Batch.of(
          next ->
              DSL.update(ACCOUNT)
                  .set(
                      ACCOUNT.BALANCE,
                      ACCOUNT.BALANCE.plus(next.next(ACCOUNT.BALANCE, Change::difference)))
                  .where(ACCOUNT.NUMBER.eq(next.next(ACCOUNT.NUMBER, Change::account))));

  private final Batch<Block> head =
      Batch.of(
          next ->
              DSL.update(CHAIN_STATE)
                  .set(CHAIN_STATE.HEIGHT, next.next(CHAIN_STATE.HEIGHT, Block::height))
                  .set(CHAIN_STATE.HASH, next.next(CHAIN_STATE.HASH, Block::hash))
                  .where(CHAIN_STATE.ID.eq(DSL.inline(HEAD))));

  StoreWriter(Accounts accounts) {
    this.genesis = accounts.genesis();
    this.transfers =
        new Batch.Insert<>(
            TRANSFER,
            column(TRANSFER.PLACE, StoredTransfer::location),
            column(TRANSFER.ID, row -> row.transfer().id()),
            column(TRANSFER.FROM_ACCOUNT, row -> accounts.number(row.transfer().from())),
            column(TRANSFER.TO_ACCOUNT, row -> accounts.number(row.transfer().to())),
            column(TRANSFER.AMOUNT, row -> row.transfer().amount()),
            column(TRANSFER.MEMO, row -> row.transfer().memo()));
  }

  /** Genesis and the accounts as they begin. */
  void begin(DSLContext sql) {
    new Batch.Insert<Genesis.Account>(
            ACCOUNT,
            column(ACCOUNT.NUMBER, account -> genesis.indexOf(account.name())),
            column(ACCOUNT.NAME, Genesis.Account::name),
            column(ACCOUNT.OWNER, Genesis.Account::owner),
            column(ACCOUNT.BALANCE, Genesis.Account::balance))
        .run(sql, genesis.accounts());
    var first = StoredBlock.of(genesis);
    blocks.run(sql, List.of(new BlockRow(first.header(), first.hash())));
    sql.insertInto(CHAIN_STATE)
        .set(CHAIN_STATE.ID, HEAD)
        .set(CHAIN_STATE.GENESIS, first.hash())
        .set(CHAIN_STATE.HEIGHT, 0L)
        .set(CHAIN_STATE.HASH, first.hash())
        .execute();
  }

  /** Blocks that follow what is there. */
  void write(DSLContext sql, List<Block> added) {
    blocks.run(sql, added.stream().map(b -> new BlockRow(b.header(), b.hash())).toList());
    transfers.run(sql, rows(added));
    balances.run(sql, changes(added));
    head.run(sql, List.of(added.getLast()));
  }

  private static List<StoredTransfer> rows(List<Block> blocks) {
    List<StoredTransfer> rows = new ArrayList<>();
    for (var block : blocks) {
      for (int i = 0; i < block.transfers().size(); i++) {
        rows.add(new StoredTransfer(new Location(block.height(), i), block.transfers().get(i)));
      }
    }
    return rows;
  }

  /** By difference, so that every balance that H2 shows is one that H2 computed. */
  private List<Change> changes(List<Block> blocks) {
    var differences = new long[genesis.accounts().size()];
    for (var block : blocks) {
      for (var transfer : block.transfers()) {
        differences[genesis.indexOf(transfer.from())] -= transfer.amount();
        differences[genesis.indexOf(transfer.to())] += transfer.amount();
      }
    }
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < differences.length; i++) {
      if (differences[i] != 0) {
        changes.add(new Change(i, differences[i]));
      }
    }
    return changes;
  }
}
