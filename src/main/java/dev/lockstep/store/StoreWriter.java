package dev.lockstep.store;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Header;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * The statements that write. Plain JDBC, because prepared statements with many rows each are what
 * this is about.
 */
final class StoreWriter {
  private final Genesis genesis;

  StoreWriter(Genesis genesis) {
    this.genesis = genesis;
  }

  /** Genesis and the accounts as they begin. */
  void begin(Connection connection) throws SQLException {
    var hash = genesis.hash();
    try (var insert =
        connection.prepareStatement(
            "INSERT INTO account(number, name, owner, balance) VALUES (?, ?, ?, ?)")) {
      for (int i = 0; i < genesis.accounts().size(); i++) {
        var account = genesis.accounts().get(i);
        insert.setInt(1, i);
        insert.setString(2, account.name());
        insert.setString(3, account.owner());
        insert.setLong(4, account.balance());
        insert.addBatch();
      }
      insert.executeBatch();
    }
    try (var insert = insertBlock(connection)) {
      addBlock(insert, StoredBlock.of(genesis).header(), hash);
      insert.executeBatch();
    }
    try (var insert =
        connection.prepareStatement(
            "INSERT INTO chain_state(id, genesis, height, hash) VALUES (1, ?, 0, ?)")) {
      insert.setBytes(1, hash.bytes());
      insert.setBytes(2, hash.bytes());
      insert.executeUpdate();
    }
  }

  /** Blocks that follow what is there. */
  void write(Connection connection, List<Block> blocks) throws SQLException {
    insertBlocks(connection, blocks);
    insertTransfers(connection, blocks);
    updateBalances(connection, blocks);
    try (var update =
        connection.prepareStatement("UPDATE chain_state SET height = ?, hash = ? WHERE id = 1")) {
      update.setLong(1, blocks.getLast().height());
      update.setBytes(2, blocks.getLast().hash().bytes());
      update.executeUpdate();
    }
  }

  private static PreparedStatement insertBlock(Connection connection) throws SQLException {
    return connection.prepareStatement(
        "INSERT INTO block(height, hash, previous_hash, lamport_time, proposer, root,"
            + " transfer_count) VALUES (?, ?, ?, ?, ?, ?, ?)");
  }

  private static void insertBlocks(Connection connection, List<Block> blocks) throws SQLException {
    try (var insert = insertBlock(connection)) {
      for (var block : blocks) {
        addBlock(insert, block.header(), block.hash());
      }
      insert.executeBatch();
    }
  }

  private static void addBlock(PreparedStatement insert, Header header, Hash hash)
      throws SQLException {
    insert.setLong(1, header.height());
    insert.setBytes(2, hash.bytes());
    insert.setBytes(3, header.previous().bytes());
    insert.setLong(4, header.time());
    insert.setString(5, header.proposer());
    insert.setBytes(6, header.root().bytes());
    insert.setInt(7, header.transferCount());
    insert.addBatch();
  }

  private void insertTransfers(Connection connection, List<Block> blocks) throws SQLException {
    int count = blocks.stream().mapToInt(block -> block.transfers().size()).sum();
    try (var rows = new TransferRows(connection, genesis, "transfer", "place", count)) {
      for (var block : blocks) {
        for (int i = 0; i < block.transfers().size(); i++) {
          rows.add(Places.of(block.height(), i), block.transfers().get(i));
        }
      }
      rows.execute();
    }
  }

  /** By difference, so that every balance that H2 shows is one that H2 computed. */
  private void updateBalances(Connection connection, List<Block> blocks) throws SQLException {
    var differences = new long[genesis.accounts().size()];
    for (var block : blocks) {
      for (var transfer : block.transfers()) {
        differences[genesis.indexOf(transfer.from())] -= transfer.amount();
        differences[genesis.indexOf(transfer.to())] += transfer.amount();
      }
    }
    try (var update =
        connection.prepareStatement("UPDATE account SET balance = balance + ? WHERE number = ?")) {
      for (int i = 0; i < differences.length; i++) {
        if (differences[i] != 0) {
          update.setLong(1, differences[i]);
          update.setInt(2, i);
          update.addBatch();
        }
      }
      update.executeBatch();
    }
  }
}
