package dev.lockstep.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jooq.DSLContext;

/**
 * A connection to H2 with a thread of its own. H2 reads and writes through channels, which close
 * when their thread is interrupted, and then the whole database is closed. So its thread is never
 * interrupted; callers may be, and only wait.
 */
final class Lane implements AutoCloseable {
  /** A piece of work with the connection. */
  interface Work<T> {
    T with(DSLContext sql);
  }

  private final ExecutorService thread;
  private Connection connection;
  private DSLContext sql;

  Lane(String name, String url) {
    this.thread =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name(name).factory());
    try {
      on(
          () -> {
            connection = DriverManager.getConnection(url, "sa", "");
            sql = Sql.on(connection);
            return null;
          });
    } catch (RuntimeException | Error e) {
      thread.shutdown();
      throw e;
    }
  }

  /** Does the work on the lane's thread and waits for it, interrupted or not. */
  <T> T call(Work<T> work) {
    return on(() -> work.with(sql));
  }

  /** Does the work in one transaction. */
  <T> T transaction(Work<T> work) {
    return on(
        () -> {
          connection.setAutoCommit(false);
          try {
            var result = work.with(sql);
            connection.commit();
            return result;
          } catch (SQLException | RuntimeException | Error e) {
            rollback(e);
            throw e;
          } finally {
            connection.setAutoCommit(true);
          }
        });
  }

  private void rollback(Throwable reason) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }

  @Override
  public void close() {
    try {
      on(
          () -> {
            connection.close();
            return null;
          });
    } finally {
      thread.shutdown();
    }
  }

  /** Releases the file without writing to it, whatever state the database is in. */
  void abandon() {
    try {
      on(
          () -> {
            try (var statement = connection.createStatement()) {
              return statement.execute("SHUTDOWN IMMEDIATELY");
            }
          });
    } catch (StoreException _) {
      // It is closed already, and nothing is left to do.
    } finally {
      thread.shutdown();
    }
  }

  private interface Task<T> {
    T run() throws SQLException;
  }

  private <T> T on(Task<T> task) {
    var result = new CompletableFuture<T>();
    Runnable job =
        () -> {
          try {
            result.complete(task.run());
          } catch (SQLException | RuntimeException | Error e) {
            result.completeExceptionally(e);
          }
        };
    try {
      thread.execute(job);
    } catch (RejectedExecutionException e) {
      throw new StoreException("H2 failed: it is closed", e);
    }
    try {
      return result.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case StoreException known -> throw known;
        case Error error -> throw error;
        case Exception other ->
            throw new StoreException("H2 failed: " + StoreException.lastReason(other), other);
        default -> throw e;
      }
    }
  }
}
