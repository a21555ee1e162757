package dev.lockstep.store;

import dev.lockstep.chain.Ledger;
import dev.lockstep.chain.Transfer;
import dev.lockstep.journal.BlockArchive;
import dev.lockstep.journal.DataException;
import dev.lockstep.journal.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes H2 agree with the journal at a start: checks it, writes it anew if anything in it does not
 * fit, and brings it up to the journal's height.
 *
 * <p>A file without a seal was in use when its process ended. H2's pages have no checksums, and a
 * torn or flipped one may leave every row readable and yet hide some from a search, which no check
 * of the rows can see. So such a file is not trusted (design D5): the chain is written anew, which
 * takes about as long as a check, and only the trace of events is copied.
 */
public final class StoreKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(StoreKeeper.class);

  /** How much of the chain is read at once. */
  private static final int BATCH_BYTES = 1 << 20;

  private final Path path;
  private final StoreFile file;
  private final Ledger ledger;
  private final List<Transfer> executed;
  private final BlockArchive archive;
  private final Progress progress;

  private StoreKeeper(
      Path path, Ledger ledger, List<Transfer> executed, BlockArchive archive, Progress progress) {
    this.path = path;
    this.file = new StoreFile(path);
    this.ledger = ledger;
    this.executed = executed;
    this.archive = archive;
    this.progress = progress;
  }

  /**
   * Opens the store of a member. Not to be called while anybody adds to the ledger.
   *
   * @param path {@code DIR/NAME/ledger}
   * @param ledger as read from the journal
   * @param executed the local log with which this incarnation begins
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
    return new StoreKeeper(path, ledger, executed, archive, progress).open(rejoin);
  }

  private Store open(boolean rejoin) {
    file.beginAgain();
    if (!Files.exists(file.file())) {
      LOG.info("There is no {}; it is made from the journal.", file.file());
      return writtenAnew(Optional.empty());
    }
    if (StoreSeal.isThere(path)) {
      var kept = openFitting(rejoin);
      return kept.isPresent() ? caughtUp(kept.get()) : writtenAnew(Optional.empty());
    }
    LOG.info("{} was in use when its process ended; the chain in it is written anew.", file.file());
    try (var salvage = Salvage.begin(path, ledger)) {
      var beyond = salvage.heightBeyondJournal();
      if (!rejoin && beyond.isPresent()) {
        throw lost(beyond.get());
      }
      return writtenAnew(Optional.of(salvage));
    } catch (IOException e) {
      throw new DataException(
          DataException.Kind.DISK,
          "The process that reads " + file.file() + " cannot be started: " + e.getMessage() + ".",
          e);
    }
  }

  /**
   * @param salvage reads the old file, if there is one whose events are to be kept; it has the file
   *     open and goes on reading it under whatever name
   */
  private Store writtenAnew(Optional<Salvage> salvage) {
    var aside = file.setAside(salvage.isPresent());
    try {
      var store = StoreOpening.open(path, ledger.genesis());
      boolean isSaved = salvage.isPresent() && areEventsCopied(salvage.get(), store);
      caughtUp(store);
      if (salvage.isPresent()) {
        finish(store, isSaved);
      }
      return store;
    } catch (DataException e) {
      aside.ifPresent(file::putBack);
      throw e;
    } catch (StoreException e) {
      aside.ifPresent(file::putBack);
      throw new DataException(
          DataException.Kind.DISK,
          "H2 cannot make a new file at " + file.file() + ": " + StoreException.lastReason(e) + ".",
          e);
    }
  }

  /** The new content is on the disk before the old file's name ends. */
  private void finish(Store store, boolean isSaved) {
    try {
      store.force();
      file.putAway(isSaved);
    } catch (DataException | StoreException e) {
      store.abandon();
      throw e;
    }
  }

  /** H2 is written behind the synced journal, so it cannot know more unless blocks were lost. */
  private DataException lost(long storeHeight) {
    return new DataException(
        DataException.Kind.DAMAGED,
        "The journal beside "
            + file.file()
            + " ends at block "
            + ledger.height()
            + ", but H2 has seen it with block "
            + storeHeight
            + ": it has lost blocks; start the node with --rejoin to copy them from the others.");
  }

  /** Opens a file that has its seal, if all of it fits the journal. */
  private Optional<Store> openFitting(boolean rejoin) {
    Store store = null;
    try {
      if (StoreSeal.isBroken(path)) {
        LOG.warn(
            "{} is not as it was when it was closed; it is rebuilt from the journal, and what was"
                + " in it is kept beside it as .replaced.",
            file.file());
        return Optional.empty();
      }
      store = StoreOpening.open(path, ledger.genesis());
      if (!rejoin && hasMoreThanJournal(store)) {
        throw lost(store.height());
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
      // H2 may fail in any way over a damaged file. None says anything about the chain.
      LOG.warn(
          "H2 cannot read {}: {}; it is rebuilt from the journal.",
          file.file(),
          StoreException.lastReason(e));
    }
    if (store != null) {
      store.abandon();
    }
    return Optional.empty();
  }

  private Store caughtUp(Store store) {
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
  private boolean hasMoreThanJournal(Store store) {
    return store.height() > ledger.height()
        && store.block(ledger.height() + 1).filter(next -> next.follows(ledger.head())).isPresent();
  }

  /** Copies what the journal cannot bring back, as far as it can be read; nobody relies on it. */
  private boolean areEventsCopied(Salvage salvage, Store store) {
    Optional<String> problem;
    try {
      problem = salvage.copyEvents(store);
    } catch (StoreException e) {
      problem = Optional.of(StoreException.lastReason(e));
    }
    problem.ifPresent(
        reason ->
            LOG.warn(
                "Of the events in {}, those after {} are lost: {}.",
                file.replaced(),
                store.trace().newest().orElse(0),
                reason));
    return problem.isEmpty();
  }
}
