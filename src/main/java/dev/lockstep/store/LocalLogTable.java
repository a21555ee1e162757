package dev.lockstep.store;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Transfer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The statements that write the local log. Where a row is, is kept in memory: a search by random
 * ids would need the dearest of indexes, and in Lamport mode there is nothing to search for.
 *
 * <p>Used on the writing connection's thread only. A transaction that fails is the last one: what
 * this class has noted of it is of no matter then.
 */
final class LocalLogTable {
  private final Genesis genesis;
  private final Map<UUID, Long> sequences = new HashMap<>();
  private long last;

  LocalLogTable(Genesis genesis) {
    this.genesis = genesis;
  }

  /** A row as it was found. */
  record Row(long sequence, Transfer transfer) {}

  void found(List<Row> rows) {
    rows.forEach(row -> note(row.sequence(), row.transfer()));
  }

  private void note(long sequence, Transfer transfer) {
    sequences.put(transfer.id(), sequence);
    last = sequence;
  }

  /** Adds transfers behind those that are there. */
  void insert(Connection connection, List<Transfer> executed) throws SQLException {
    try (var rows =
        new TransferRows(connection, genesis, "local_log", "sequence", executed.size())) {
      for (var transfer : executed) {
        note(last + 1, transfer);
        rows.add(last, transfer);
      }
      rows.execute();
    }
  }

  /** Takes out what stands on blocks now. */
  void delete(Connection connection, List<Block> blocks) throws SQLException {
    if (sequences.isEmpty()) {
      return;
    }
    try (var delete = connection.prepareStatement("DELETE FROM local_log WHERE sequence = ?")) {
      for (var block : blocks) {
        for (var transfer : block.transfers()) {
          var sequence = sequences.remove(transfer.id());
          if (sequence != null) {
            delete.setLong(1, sequence);
            delete.addBatch();
          }
        }
      }
      delete.executeBatch();
    }
  }

  void clear(Connection connection) throws SQLException {
    try (var delete = connection.prepareStatement("DELETE FROM local_log")) {
      delete.executeUpdate();
    }
    sequences.clear();
    last = 0;
  }
}
