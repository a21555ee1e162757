package dev.lockstep.store;

import dev.lockstep.journal.BlockArchive;
import dev.lockstep.journal.DataException;
import dev.lockstep.journal.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes H2 agree with the journal after a start: checks it, writes it anew if anything in it does
 * not fit, and brings it up to the journal's height. The node works meanwhile (design D9); only the
 * mark is read before.
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

  /** The opening was asked to end. */
  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private final Path path;
  private final StoreFile file;
  private final Journalled journal;

  /** Grows while H2 is opened. */
  private final BlockArchive archive;

  private final boolean rejoin;
  private final OptionalLong newestEvent;

  private volatile boolean isStopped;

  /** The process that reads the old file, while there is one; guarded by this. */
  private Salvage salvaging;

  private StoreKeeper(Path path, Journalled journal, boolean rejoin, OptionalLong newestEvent) {
    this.path = path;
    this.file = new StoreFile(path);
    this.journal = journal;
    this.archive = journal.archive();
    this.rejoin = rejoin;
    this.newestEvent = newestEvent;
  }

  /**
   * Reads the mark of a member's store, which takes a moment.
   *
   * @param path {@code DIR/NAME/ledger}
   * @param journal as it was read
   * @param rejoin whether it is known that the journal has lost blocks
   * @throws DataException when H2 has seen blocks that the journal has lost, or when the disk does
   *     not allow to read the mark
   */
  public static StoreKeeper of(Path path, Journalled journal, boolean rejoin) {
    var mark = readMark(path).filter(line -> line.genesis().equals(journal.genesis().hash()));
    boolean isAhead = mark.filter(line -> line.height() > journal.height()).isPresent();
    if (isAhead && !rejoin && Files.exists(StoreFile.of(path))) {
      throw lost(path, journal, mark.get().height());
    }
    var newestEvent =
        mark.map(line -> OptionalLong.of(line.newestEvent())).orElseGet(OptionalLong::empty);
    return new StoreKeeper(path, journal, rejoin, newestEvent);
  }

  private static Optional<StoreMark.Line> readMark(Path path) {
    try {
      return StoreMark.read(path);
    } catch (IOException e) {
      throw new DataException(
          DataException.Kind.DISK,
          StoreMark.fileOf(path) + " cannot be read: " + e.getMessage() + ".",
          e);
    }
  }

  /** H2 is written behind the synced journal, so it cannot know more unless blocks were lost. */
  private static DataException lost(Path path, Journalled journal, long storeHeight) {
    return new DataException(
        DataException.Kind.DAMAGED,
        "The journal beside "
            + StoreFile.of(path)
            + " ends at block "
            + journal.height()
            + ", but H2 has seen it with block "
            + storeHeight
            + ": it has lost blocks; start the node with --rejoin to copy them from the others.");
  }

  /** The height that H2 has to reach, as far as it is known now. */
  public long height() {
    return archive.height();
  }

  /** The highest number of an event that H2 has, if the mark says so; 0 for none. */
  public OptionalLong newestEvent() {
    return Files.exists(file.file()) ? newestEvent : OptionalLong.of(0);
  }

  /**
   * Opens the store. Takes as long as the chain is long; to be called once.
   *
   * @param progress in blocks, at short intervals; begins anew for the check, and for what has to
   *     be written
   * @param traced is given the store as soon as its events are there; when the store turns out not
   *     to fit, another one follows
   * @return nothing when it was stopped
   * @throws DataException when H2 has blocks that the journal has lost, or when the disk does not
   *     allow even a new store
   * @throws StoreException when H2 fails
   */
  public Optional<Store> open(Progress progress, Consumer<Store> traced) {
    Progress stoppable =
        (done, all) -> {
          if (isStopped) {
            throw new Stopped();
          }
          progress.at(done, all);
        };
    try {
      return Optional.of(new Opening(stoppable, traced).run());
    } catch (Stopped _) {
      return Optional.empty();
    }
  }

  /** Ends the opening after the piece at which it is. May be called by any thread. */
  public void stop() {
    isStopped = true;
    synchronized (this) {
      if (salvaging != null) {
        salvaging.close();
      }
    }
  }

  private synchronized void setSalvaging(Salvage salvage) {
    salvaging = salvage;
    if (isStopped && salvage != null) {
      salvage.close();
    }
  }

  /** One run of the opening. */
  private final class Opening {
    private final Progress progress;
    private final Consumer<Store> traced;

    Opening(Progress progress, Consumer<Store> traced) {
      this.progress = progress;
      this.traced = traced;
    }

    Store run() {
      file.beginAgain();
      if (!Files.exists(file.file())) {
        LOG.info("There is no {}; it is made from the journal.", file.file());
        return writtenAnew(Optional.empty());
      }
      if (StoreSeal.isThere(path) && !isOfEarlierVersion()) {
        var kept = openFitting();
        return kept.isPresent() ? caughtUp(kept.get()) : writtenAnew(Optional.empty());
      }
      LOG.info(
          "{} was in use when its process ended, or is of an earlier version; the chain in it is"
              + " written anew.",
          file.file());
      try (var salvage = Salvage.begin(path, journal)) {
        setSalvaging(salvage);
        var beyond = salvage.heightBeyondJournal();
        if (isStopped) {
          throw new Stopped();
        }
        if (!rejoin && beyond.isPresent()) {
          throw lost(path, journal, beyond.get());
        }
        return writtenAnew(Optional.of(salvage));
      } catch (IOException e) {
        throw new DataException(
            DataException.Kind.DISK,
            "The process that reads " + file.file() + " cannot be started: " + e.getMessage() + ".",
            e);
      } finally {
        setSalvaging(null);
      }
    }

    /**
     * @param salvage reads the old file, if there is one whose events are to be kept; it has the
     *     file open and goes on reading it under whatever name
     */
    private Store writtenAnew(Optional<Salvage> salvage) {
      var aside = file.setAside(salvage.isPresent());
      Store store;
      try {
        store = begun(salvage);
      } catch (DataException e) {
        aside.ifPresent(file::putBack);
        throw e;
      } catch (StoreException e) {
        aside.ifPresent(file::putBack);
        throw new DataException(
            DataException.Kind.DISK,
            "H2 cannot make a new file at "
                + file.file()
                + ": "
                + StoreException.lastReason(e)
                + ".",
            e);
      }
      return caughtUp(store);
    }

    /** A new store with genesis and the old events. */
    private Store begun(Optional<Salvage> salvage) {
      unfinished();
      var store = StoreOpening.open(path, journal.genesis(), archive);
      try {
        if (salvage.isPresent()) {
          boolean isSaved = areEventsCopied(salvage.get(), store);
          // The events are on the disk before the old file's name ends.
          store.force();
          file.putAway(isSaved);
        }
        return store;
      } catch (RuntimeException | Error e) {
        store.abandon();
        throw e;
      }
    }

    /** Before the file is made: a kill from now on leaves a file that may hold nothing. */
    private void unfinished() {
      try {
        StoreMark.put(
            path,
            new StoreMark.Line(
                false,
                journal.genesis().hash(),
                journal.height(),
                journal.head(),
                newestEvent.orElse(0)));
      } catch (IOException e) {
        throw new DataException(
            DataException.Kind.DISK,
            StoreMark.fileOf(path) + " cannot be written: " + e.getMessage() + ".",
            e);
      }
    }

    /** Earlier versions wrote no mark. Such a file is read once more, as one that was in use. */
    private boolean isOfEarlierVersion() {
      try {
        return newestEvent.isEmpty()
            && !StoreSeal.isBroken(path)
            && StoreOpening.isOfEarlierVersion(path);
      } catch (IOException | StoreException e) {
        LOG.warn("H2 cannot look into {}: {}.", file.file(), StoreException.lastReason(e));
        return false;
      }
    }

    /** Opens a file that has its seal, if all of it fits the journal. */
    private Optional<Store> openFitting() {
      Store store = null;
      try {
        if (StoreSeal.isBroken(path)) {
          LOG.warn(
              "{} is not as it was when it was closed; it is rebuilt from the journal, and what was"
                  + " in it is kept beside it as .replaced.",
              file.file());
          return Optional.empty();
        }
        store = StoreOpening.open(path, journal.genesis(), archive);
        if (!rejoin && hasMoreThanJournal(store)) {
          throw lost(path, journal, store.height());
        }
        traced.accept(store);
        var problem = StoreCheck.run(store, store.balances(), journal, progress);
        if (problem.isEmpty()) {
          return Optional.of(store);
        }
        LOG.warn("{} It is rebuilt from the journal.", problem.get().sentence());
      } catch (DataException lost) {
        store.abandon();
        throw lost;
      } catch (Stopped e) {
        // It is as it was before, with its seal.
        store.close();
        throw e;
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
        traced.accept(store);
        long missing = archive.height() - store.height();
        if (missing > 0 && store.height() > 0) {
          LOG.info("H2 is {} blocks behind the journal and catches up.", missing);
        }
        while (store.height() < archive.height()) {
          progress.at(store.height(), archive.height());
          store.write(archive.read(store.height() + 1, BATCH_BYTES));
        }
        store.markWhole();
        return store;
      } catch (Stopped e) {
        // What is there fits the journal, and the next start goes on from there.
        store.close();
        throw e;
      } catch (RuntimeException | Error e) {
        store.abandon();
        throw e;
      }
    }

    /**
     * Whether H2 holds a block that follows the journal's head. Its height alone proves nothing:
     * one flipped bit makes it any other.
     */
    private boolean hasMoreThanJournal(Store store) {
      return store.height() > journal.height()
          && store.readBlocks(reader -> reader.goesOn(journal.height(), journal.head()));
    }

    /** Copies what the journal cannot bring back, as far as it can be read; nobody relies on it. */
    private boolean areEventsCopied(Salvage salvage, Store store) {
      Optional<String> problem;
      try {
        problem = salvage.copyEvents(store, () -> progress.at(0, archive.height()));
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
}
