package dev.lockstep.store;

import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.HashList;
import dev.lockstep.chain.Transfer;
import dev.lockstep.journal.DataDirectory;
import dev.lockstep.journal.DataException;
import dev.lockstep.journal.Journal;
import dev.lockstep.journal.JournalAudit;
import dev.lockstep.journal.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** Checks a member's journal and H2 against the genesis and against each other. Only reads. */
public final class Verifier {
  private Verifier() {}

  /**
   * @param hashes of the journal's blocks by height, from genesis on; none when the journal is
   *     broken
   */
  public record Checked(Verdict verdict, HashList hashes) {}

  /**
   * Checks the files of a member that is not running.
   *
   * @param memberDirectory {@code DIR/NAME}, which exists
   * @param member whose directory it has to be
   * @param progress in bytes of the journal, then anew in blocks of H2
   * @throws DataException when the node is running, or the files cannot be read at all
   */
  public static Checked offline(
      Path memberDirectory, String member, Genesis configured, Progress progress) {
    if (DataDirectory.isInUse(memberDirectory)) {
      throw new DataException(
          DataException.Kind.LOCKED,
          "The data directory "
              + memberDirectory
              + " is in use; ask the running node to verify itself, or stop it first.");
    }
    try {
      DataDirectory.requireOwner(memberDirectory, member);
    } catch (DataException e) {
      if (e.kind() == DataException.Kind.OTHER_MEMBER) {
        return new Checked(new Verdict.Broken(0, e.getMessage()), new HashList());
      }
      throw e;
    }
    var journal = DataDirectory.journalOf(memberDirectory);
    return switch (JournalAudit.offline(journal, configured, progress)) {
      case JournalAudit.Broken(var height, var sentence) ->
          new Checked(new Verdict.Broken(height, sentence), new HashList());
      case JournalAudit.Sound sound ->
          new Checked(
              offline(DataDirectory.storeOf(memberDirectory), sound, progress),
              sound.ledger().hashes());
    };
  }

  /**
   * Checks the files of this process while it works.
   *
   * @param progress in bytes of the journal, then anew in blocks of H2
   * @throws DataException when the journal's files cannot be read at all
   */
  public static Verdict online(
      Journal journal, Genesis configured, Store store, Progress progress) {
    // The store runs behind the journal: what it holds now is in the journal up to its end of now.
    var balances = store.balances();
    var log = store.log();
    long until = journal.durableEnd();
    return switch (JournalAudit.online(journal.directory(), until, configured, progress)) {
      case JournalAudit.Broken(var height, var sentence) -> new Verdict.Broken(height, sentence);
      case JournalAudit.Sound sound -> check(store, balances, log, sound, progress);
    };
  }

  private static Verdict offline(Path store, JournalAudit.Sound sound, Progress progress) {
    var file = StoreFile.of(store);
    if (!Files.exists(file)) {
      return verdict(sound, OptionalLong.empty());
    }
    if (isBroken(store, file)) {
      return new Verdict.Broken(
          0, file + " is not as it was when it was closed; the next start rebuilds it.");
    }
    // H2 writes to every file that it opens, and the file to be checked must stay as it is.
    try (var copy = StoreCopy.of(file)) {
      if (!StoreSeal.isThere(store)) {
        // It was in use when its process ended, and so may be torn.
        var problem = Salvage.problemOf(copy.path());
        if (problem.isPresent()) {
          return unreadable(file.toString(), problem.get());
        }
      }
      return checkCopy(copy.path(), store, sound, progress);
    } catch (IOException e) {
      throw notCopied(file, e);
    }
  }

  private static boolean isBroken(Path store, Path file) {
    try {
      return StoreSeal.isBroken(store);
    } catch (IOException e) {
      throw notCopied(file, e);
    }
  }

  private static DataException notCopied(Path file, IOException e) {
    return new DataException(
        DataException.Kind.DISK, file + " cannot be copied: " + e.getMessage() + ".", e);
  }

  private static Verdict checkCopy(
      Path path, Path original, JournalAudit.Sound sound, Progress progress) {
    Store store = null;
    try {
      if (StoreOpening.isOfEarlierVersion(path)) {
        // The next start writes it anew, whatever is in it.
        return verdict(sound, OptionalLong.empty());
      }
      var found = StoreOpening.openAsFound(path, sound.ledger().genesis(), sound.archive());
      if (found.isEmpty()) {
        return emptyFile(original, sound);
      }
      store = found.get();
      return check(store, store.balances(), store.log(), sound, progress);
    } catch (IOException | RuntimeException | AssertionError | StackOverflowError e) {
      return unreadable(StoreFile.of(original).toString(), StoreException.lastReason(e));
    } finally {
      if (store != null) {
        store.abandon();
      }
    }
  }

  /** Only while the file is made does a kill leave that behind (design D6). */
  private static Verdict emptyFile(Path original, JournalAudit.Sound sound) throws IOException {
    long height = sound.ledger().height();
    boolean isBeingMade = StoreMark.read(original).filter(line -> !line.isWhole()).isPresent();
    return height == 0 || isBeingMade
        ? verdict(sound, OptionalLong.empty())
        : new Verdict.Broken(
            0,
            StoreFile.of(original)
                + " holds no chain, not even genesis, beside a journal with "
                + height
                + " blocks; the next start rebuilds it from the journal.");
  }

  private static Verdict check(
      Store store,
      Balances balances,
      List<Transfer> log,
      JournalAudit.Sound sound,
      Progress progress) {
    try {
      var ledger = sound.ledger();
      var journal =
          new Journalled(ledger.genesis(), ledger.height(), ledger.head(), sound.archive());
      return StoreCheck.run(store, balances, journal, progress)
          .or(() -> LocalLogCheck.run(log, balances.height(), sound.ledger(), sound.log()))
          .<Verdict>map(problem -> new Verdict.Broken(problem.height(), problem.sentence()))
          .orElseGet(() -> verdict(sound, OptionalLong.of(balances.height())));
    } catch (StoreException e) {
      return unreadable("its tables", StoreException.lastReason(e));
    }
  }

  private static Verdict unreadable(String what, String reason) {
    return new Verdict.Broken(0, "H2 cannot read " + what + ": " + reason + ".");
  }

  private static Verdict verdict(JournalAudit.Sound sound, OptionalLong storeHeight) {
    var ledger = sound.ledger();
    return new Verdict.Sound(
        ledger.height(), sound.transfers(), ledger.head(), storeHeight, sound.tornEnd());
  }
}
