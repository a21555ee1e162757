package dev.lockstep.store;

import dev.lockstep.chain.Ledger;
import dev.lockstep.chain.Transfer;
import dev.lockstep.journal.BlockArchive;
import dev.lockstep.journal.DataDirectory;
import dev.lockstep.journal.DataException;
import dev.lockstep.journal.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes sure at start that H2 says what the journal says: checks it, rebuilds it when it does not
 * fit in any way, and brings it up to the journal's height.
 *
 * <p>A file without a seal was in use when its process ended. H2's pages have no checksums, and a
 * torn or flipped one may leave every row readable and yet hide some from a search, which no check
 * of the rows can see. So such a file is not believed: the chain is written anew, which takes about
 * as long as to check it, and only the trace of events is taken over.
 */
public final class StoreKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(StoreKeeper.class);

  /** How much of the chain is read at once. */
  private static final int BATCH_BYTES = 1 << 20;

  /** Of a file whose events are being taken over. A start that finds one begins again. */
  private static final String UNFINISHED = ".being-replaced";

  /** Of the last file that did not fit: somebody may want to know what was done to it. */
  private static final String REPLACED = ".replaced";

  private StoreKeeper() {}

  /**
   * Opens the store of a member. Not to be called while anybody adds to the ledger.
   *
   * @param path {@code DIR/NAME/ledger}
   * @param ledger as read from the journal
   * @param executed the local log, as this life begins with it
   * @param archive of the same journal
   * @param rejoin whether it is known that the journal has lost blocks
   * @param progress in blocks; begins anew for the check, and for what has to be written
   * @throws DataException when H2 has blocks that the journal has lost, or when the disk does not
   *     allow even a new store
   */
  public static Store open(
      Path path,
      Ledger ledger,
      List<Transfer> executed,
      BlockArchive archive,
      boolean rejoin,
      Progress progress) {
    beginAgain(path);
    if (!Files.exists(file(path))) {
      LOG.info("There is no {}; it is made from the journal.", file(path));
      return writtenAnew(path, ledger, executed, archive, Optional.empty(), progress);
    }
    if (StoreSeal.isThere(path)) {
      var kept = openFitting(path, ledger, archive, rejoin, progress);
      return kept.isPresent()
          ? caughtUp(kept.get(), executed, archive, progress)
          : writtenAnew(path, ledger, executed, archive, Optional.empty(), progress);
    }
    LOG.info("{} was in use when its process ended; the chain in it is written anew.", file(path));
    try (var salvage = Salvage.begin(path, ledger)) {
      var beyond = salvage.heightBeyondJournal();
      if (!rejoin && beyond.isPresent()) {
        throw lost(path, beyond.get(), ledger.height());
      }
      return writtenAnew(path, ledger, executed, archive, Optional.of(salvage), progress);
    } catch (IOException e) {
      throw new DataException(
          DataException.Kind.DISK,
          "The process that reads " + file(path) + " cannot be started: " + e.getMessage() + ".",
          e);
    }
  }

  /**
   * @param salvage reads the old file, if there is one whose events are to be kept
   */
  private static Store writtenAnew(
      Path path,
      Ledger ledger,
      List<Transfer> executed,
      BlockArchive archive,
      Optional<Salvage> salvage,
      Progress progress) {
    // Who reads the old file has it open, and reads it under whatever name.
    var aside = setAside(path, salvage.isPresent() ? UNFINISHED : REPLACED);
    try {
      var store = Store.open(path, ledger.genesis());
      boolean isSaved = salvage.isPresent() && isTakenOver(salvage.get(), path, store);
      caughtUp(store, executed, archive, progress);
      if (salvage.isPresent()) {
        finish(path, store, isSaved);
      }
      return store;
    } catch (DataException e) {
      aside.ifPresent(old -> putBack(old, path));
      throw e;
    } catch (StoreException e) {
      aside.ifPresent(old -> putBack(old, path));
      throw new DataException(
          DataException.Kind.DISK,
          "H2 cannot make a new file at " + file(path) + ": " + lastReason(e) + ".",
          e);
    }
  }

  /**
   * Puts a file back whose events an earlier start has not taken over to the end. Nothing is lost
   * with the new file in its place: no member has worked with that yet, and all that is in it is in
   * the journal and in the old one.
   */
  private static void beginAgain(Path path) {
    var old = file(named(path, UNFINISHED));
    if (!Files.exists(old)) {
      return;
    }
    LOG.info(
        "An earlier start was ended while it wrote {} anew; this one begins again.", file(path));
    try {
      // First: a seal would be taken for that of the old file.
      StoreSeal.lift(path);
      Files.move(old, file(path), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new DataException(
          DataException.Kind.DISK, old + " cannot be renamed: " + e.getMessage() + ".", e);
    }
  }

  /**
   * The new file is whole. From here on the old one must not come back in its place: so it is an
   * error when it cannot be put away, and the disk has both changes in their order, the new content
   * before the end of the old name.
   */
  private static void finish(Path path, Store store, boolean isSaved) {
    var old = file(named(path, UNFINISHED));
    try {
      store.force();
      if (isSaved) {
        Files.delete(old);
      } else {
        Files.move(old, file(named(path, REPLACED)), StandardCopyOption.REPLACE_EXISTING);
      }
      DataDirectory.forceNames(path.toAbsolutePath().getParent());
    } catch (IOException e) {
      store.abandon();
      throw new DataException(
          DataException.Kind.DISK,
          old + " is not needed any more and cannot be put away: " + e.getMessage() + ".",
          e);
    } catch (StoreException e) {
      store.abandon();
      throw e;
    }
  }

  /** The events in it are still to be taken over, when the disk has room. */
  private static void putBack(Path old, Path path) {
    try {
      Files.move(file(old), file(path), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn("{} could not be renamed back: {}.", file(old), e.getMessage());
    }
  }

  /** H2 is written behind the synced journal, so it cannot know more unless blocks were lost. */
  private static DataException lost(Path path, long storeHeight, long journalHeight) {
    return new DataException(
        DataException.Kind.DAMAGED,
        "The journal beside "
            + file(path)
            + " ends at block "
            + journalHeight
            + ", but H2 has seen it with block "
            + storeHeight
            + ": it has lost blocks; start the node with --rejoin to copy them from the others.");
  }

  /** A file that is as it was when it was closed; whatever H2 then wrote, it can read. */
  private static Optional<Store> openFitting(
      Path path, Ledger ledger, BlockArchive archive, boolean rejoin, Progress progress) {
    Store store = null;
    try {
      if (StoreSeal.isBroken(path)) {
        LOG.warn(
            "{} is not as it was when it was closed; it is rebuilt from the journal, and what was"
                + " in it is kept beside it as .replaced.",
            file(path));
        return Optional.empty();
      }
      store = Store.open(path, ledger.genesis());
      if (!rejoin && hasMoreThan(ledger, store)) {
        throw lost(path, store.height(), ledger.height());
      }
      var problem = StoreCheck.run(store, store.balances(), ledger, archive, progress);
      if (problem.isEmpty()) {
        return Optional.of(store);
      }
      LOG.warn("{} It is rebuilt from the journal.", problem.get().sentence());
    } catch (DataException lost) {
      store.abandon();
      throw lost;
    } catch (IOException | RuntimeException | AssertionError | StackOverflowError e) {
      // None of these says anything about the chain.
      LOG.warn("H2 cannot read {}: {}; it is rebuilt from the journal.", file(path), lastReason(e));
    }
    if (store != null) {
      store.abandon();
    }
    return Optional.empty();
  }

  private static Store caughtUp(
      Store store, List<Transfer> executed, BlockArchive archive, Progress progress) {
    try {
      long missing = archive.height() - store.height();
      if (missing > 0 && store.height() > 0) {
        LOG.info("H2 is {} blocks behind the journal and catches up.", missing);
      }
      while (store.height() < archive.height()) {
        store.write(archive.read(store.height() + 1, BATCH_BYTES));
        progress.at(store.height(), archive.height());
      }
      var log = store.log();
      if (!log.equals(executed)) {
        LOG.info(
            "H2's local log of {} transfers is made the journal's, of {}.",
            log.size(),
            executed.size());
        store.replaceLog(executed);
      }
      return store;
    } catch (RuntimeException | Error e) {
      store.abandon();
      throw e;
    }
  }

  /**
   * Whether H2 holds a block that follows the journal's head. Its height alone proves nothing: one
   * flipped bit makes it any other.
   */
  private static boolean hasMoreThan(Ledger ledger, Store store) {
    return store.height() > ledger.height()
        && store
            .block(ledger.height() + 1)
            .filter(next -> next.header().previous().equals(ledger.head()) && next.isWhole())
            .isPresent();
  }

  private static Optional<Path> setAside(Path path, String suffix) {
    var file = file(path);
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      var aside = named(path, suffix);
      Files.move(file, file(aside), StandardCopyOption.REPLACE_EXISTING);
      return Optional.of(aside);
    } catch (IOException e) {
      throw new DataException(
          DataException.Kind.DISK, file + " cannot be replaced: " + e.getMessage() + ".", e);
    }
  }

  /** What the journal cannot bring back, as far as it can be read; nobody was promised it. */
  private static boolean isTakenOver(Salvage salvage, Path path, Store store) {
    Optional<String> problem;
    try {
      problem = salvage.copyEvents(store);
    } catch (StoreException e) {
      problem = Optional.of(lastReason(e));
    }
    problem.ifPresent(
        reason ->
            LOG.warn(
                "Of the events in {}, those after {} are lost: {}.",
                file(named(path, REPLACED)),
                store.newestTraced().orElse(0),
                reason));
    return problem.isEmpty();
  }

  static Path file(Path path) {
    return named(path, ".mv.db");
  }

  private static Path named(Path path, String suffix) {
    return path.resolveSibling(path.getFileName() + suffix);
  }

  /** The innermost reason, in a line: H2 and Flyway wrap it several times. */
  static String lastReason(Throwable e) {
    var inner = e;
    while (inner.getCause() != null && inner.getCause() != inner) {
      inner = inner.getCause();
    }
    var text = inner.getMessage() == null ? inner.toString() : inner.getMessage();
    return text.lines().findFirst().orElse("").strip().replaceAll("\\.+$", "");
  }
}
