package dev.lockstep.store;

import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Transfer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Transfers on their way into a table that has them by a number: many rows to a statement. */
final class TransferRows implements AutoCloseable {
  /** More rows to a statement made no difference any more. */
  private static final int ROWS = 32;

  private static final int COLUMNS = 6;

  private final Genesis genesis;
  private final PreparedStatement many;
  private final PreparedStatement one;
  private int left;
  private int row;

  /**
   * @param key the table's column for the number
   * @param count how many there will be
   */
  TransferRows(Connection connection, Genesis genesis, String table, String key, int count)
      throws SQLException {
    this.genesis = genesis;
    this.many = connection.prepareStatement(sql(table, key, ROWS));
    this.one = connection.prepareStatement(sql(table, key, 1));
    this.left = count;
  }

  private static String sql(String table, String key, int rows) {
    return "INSERT INTO "
        + table
        + "("
        + key
        + ", id, from_account, to_account, amount, memo) VALUES "
        + "(?, ?, ?, ?, ?, ?), ".repeat(rows - 1)
        + "(?, ?, ?, ?, ?, ?)";
  }

  void add(long number, Transfer transfer) throws SQLException {
    boolean isFew = row == 0 && left < ROWS;
    var insert = isFew ? one : many;
    set(insert, row * COLUMNS, number, transfer);
    row = isFew ? 0 : (row + 1) % ROWS;
    left--;
    if (row == 0) {
      insert.addBatch();
    }
  }

  private void set(PreparedStatement insert, int column, long number, Transfer transfer)
      throws SQLException {
    insert.setLong(column + 1, number);
    insert.setObject(column + 2, transfer.id());
    insert.setInt(column + 3, genesis.indexOf(transfer.from()));
    insert.setInt(column + 4, genesis.indexOf(transfer.to()));
    insert.setLong(column + 5, transfer.amount());
    insert.setString(column + 6, transfer.memo());
  }

  void execute() throws SQLException {
    many.executeBatch();
    one.executeBatch();
  }

  @Override
  public void close() throws SQLException {
    try (many) {
      one.close();
    }
  }
}
