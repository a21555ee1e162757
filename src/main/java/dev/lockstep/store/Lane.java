package dev.lockstep.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * A connection to H2 with a thread of its own. H2 reads and writes through channels, which close
 * when their thread is interrupted, and then the whole database is closed: so callers, who may be
 * interrupted, only wait here.
 */
final class Lane implements AutoCloseable {
  /** A piece of work with the connection. */
  interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  private final ExecutorService thread;
  private Connection connection;

  Lane(String name, String url) {
    this.thread =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name(name).factory());
    try {
      on(
          () -> {
            connection = DriverManager.getConnection(url, "sa", "");
            return null;
          });
    } catch (RuntimeException | Error e) {
      thread.shutdown();
      throw e;
    }
  }

  /** Does the work on the lane's thread and waits for it, interrupted or not. */
  <T> T call(Work<T> work) {
    return on(() -> work.with(connection));
  }

  /** Does the work in one transaction. */
  <T> T transaction(Work<T> work) {
    return call(
        c -> {
          c.setAutoCommit(false);
          try {
            var result = work.with(c);
            c.commit();
            return result;
          } catch (SQLException | RuntimeException | Error e) {
            rollback(c, e);
            throw e;
          } finally {
            c.setAutoCommit(true);
          }
        });
  }

  private static void rollback(Connection connection, Throwable reason) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }

  @Override
  public void close() {
    try {
      call(
          c -> {
            c.close();
            return null;
          });
    } finally {
      thread.shutdown();
    }
  }

  /** Lets go of the file whatever state the database is in, without writing to it. */
  void abandon() {
    try {
      call(
          c -> {
            try (var statement = c.createStatement()) {
              statement.execute("SHUTDOWN IMMEDIATELY");
            }
            return null;
          });
    } catch (StoreException _) {
      // It is closed already, which is all that was wanted.
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
            throw new StoreException("H2 failed: " + StoreKeeper.lastReason(other), other);
        default -> throw e;
      }
    }
  }
}
