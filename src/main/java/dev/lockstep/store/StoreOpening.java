package dev.lockstep.store;

import dev.lockstep.chain.Genesis;
import dev.lockstep.journal.BlockArchive;
import dev.lockstep.journal.OwnerOnly;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.jooq.DSLContext;

/**
 * Opens H2's file and brings its tables up to date. Whether the content fits the journal is for
 * {@link StoreKeeper} to find out.
 */
public final class StoreOpening {
  /** How many events are kept, the newest; with three members at rest about 17 hours of them. */
  private static final long TRACE_MAX = 1_000_000;

  private StoreOpening() {}

  /**
   * Opens the file, and makes it when it is not there.
   *
   * @param path without H2's suffix
   * @param archive has the transfers of every block that is written
   * @throws StoreException when it cannot be opened, or holds another ledger
   */
  public static Store open(Path path, Genesis genesis, BlockArchive archive) {
    return open(path, genesis, archive, TRACE_MAX);
  }

  /**
   * @param traceMax how many events are kept
   */
  static Store open(Path path, Genesis genesis, BlockArchive archive, long traceMax) {
    return open(path, genesis, archive, true, traceMax);
  }

  /**
   * Opens a file to look at what it holds. A file that is empty although it was written before is a
   * finding then, and is not filled.
   *
   * @param path without H2's suffix
   * @return nothing when the file holds no chain, not even genesis
   * @throws StoreException when it cannot be opened, or holds another ledger
   */
  static Optional<Store> openAsFound(Path path, Genesis genesis, BlockArchive archive) {
    boolean isEmpty = look(path, StoreOpening::holdsNoChain);
    return isEmpty ? Optional.empty() : Optional.of(open(path, genesis, archive, false, TRACE_MAX));
  }

  /**
   * Whether the tables are those of a version that had a row for each transfer. What is in the file
   * is as before afterwards, and it has its seal again.
   *
   * @param path without H2's suffix, of a file with a good seal
   * @throws StoreException when it cannot be opened
   * @throws IOException when the seal cannot be put back
   */
  static boolean isOfEarlierVersion(Path path) throws IOException {
    StoreSeal.lift(path);
    boolean isEarlier = look(path, StoreOpening::hasEarlierTables);
    StoreSeal.put(path);
    return isEarlier;
  }

  private static <T> T look(Path path, Lane.Work<T> question) {
    var looking = new Lane("store-look", url(path));
    try {
      var answer = looking.call(question);
      looking.close();
      return answer;
    } catch (RuntimeException | Error e) {
      looking.abandon();
      throw e;
    }
  }

  static boolean hasEarlierTables(DSLContext sql) {
    return hasTable(sql, "CHAIN_STATE") && !hasTable(sql, "POSTING");
  }

  private static boolean holdsNoChain(DSLContext sql) {
    return !hasTable(sql, "CHAIN_STATE") || new StateReader(sql).state().isEmpty();
  }

  /** A file of an earlier version lacks the later tables. */
  static boolean hasTable(DSLContext sql, String name) {
    return sql.connectionResult(
        jdbc -> {
          try (var tables = jdbc.getMetaData().getTables(null, "PUBLIC", name, null)) {
            return tables.next();
          }
        });
  }

  /**
   * @param mayBegin whether tables without a row in them are those of a new store
   */
  private static Store open(
      Path path, Genesis genesis, BlockArchive archive, boolean mayBegin, long traceMax) {
    var url = url(path);
    try {
      StoreSeal.lift(path);
    } catch (IOException e) {
      throw new StoreException(e.getMessage(), e);
    }
    var writing = new Lane("store-writer", url);
    Lane reading = null;
    try {
      tighten(StoreFile.of(path));
      writing.call(_ -> Flyway.configure().dataSource(url, "sa", "").load().migrate());
      reading = new Lane("store-reader", url);
      if (mayBegin) {
        begin(genesis, writing);
      }
      return new Store(path, genesis, archive, writing, reading, traceMax);
    } catch (RuntimeException | Error e) {
      writing.abandon();
      if (reading != null) {
        reading.abandon();
      }
      throw e;
    }
  }

  /** H2 makes its file in the mode of the umask. Until here it is empty. */
  private static void tighten(Path file) {
    try {
      OwnerOnly.tighten(file);
    } catch (IOException e) {
      throw new StoreException(e.getMessage(), e);
    }
  }

  static String url(Path path) {
    // The journal makes it safe, so H2 may write when it likes; nobody else may open it; and it is
    // closed by us, not by a hook that runs while others still write. It has no password: H2 would
    // keep one as a hash in the file and encrypt nothing, so the mode of the file is what counts.
    return "jdbc:h2:file:"
        + path.toAbsolutePath()
        + ";DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=1000;CACHE_SIZE=32768;TRACE_LEVEL_FILE=0";
  }

  private static void begin(Genesis genesis, Lane writing) {
    if (writing.call(sql -> new StateReader(sql).state()).isEmpty()) {
      writing.transaction(
          sql -> {
            StoreWriter.begin(sql, genesis);
            return null;
          });
      // On the disk before the mark calls the file whole (design D6). So a file without genesis
      // beside a journal with blocks and such a mark was damaged; a kill leaves no such file.
      flush(writing);
    }
  }

  /** Everything that was written until now survives a power cut. */
  static void flush(Lane writing) {
    writing.call(sql -> sql.execute("CHECKPOINT SYNC"));
  }
}
