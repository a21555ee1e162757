package dev.lockstep.store;

import dev.lockstep.journal.DataDirectory;
import dev.lockstep.journal.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The names of H2's file of a member while a new one takes its place. At every moment a kill leaves
 * a state from which the next start goes on.
 *
 * @param path {@code DIR/NAME/ledger}, without H2's suffix
 */
record StoreFile(Path path) {
  private static final Logger LOG = LoggerFactory.getLogger(StoreFile.class);

  private static final String SUFFIX = ".mv.db";

  /** The old file while its events are copied. A start that finds one begins again. */
  private static final String UNFINISHED = ".being-replaced";

  /** The last file that did not fit, kept for whoever wants to know what was done to it. */
  private static final String REPLACED = ".replaced";

  /** H2's file. */
  static Path of(Path path) {
    return named(path, SUFFIX);
  }

  private static Path named(Path path, String suffix) {
    return path.resolveSibling(path.getFileName() + suffix);
  }

  Path file() {
    return of(path);
  }

  private Path unfinished() {
    return of(named(path, UNFINISHED));
  }

  /** Where a file that did not fit is kept. */
  Path replaced() {
    return of(named(path, REPLACED));
  }

  /**
   * Puts the old file back if an earlier start has not copied all its events. Nothing is lost with
   * the new file in its place: no node has worked with that yet, and all that is in it is in the
   * journal and in the old one.
   *
   * @throws DataException when the disk does not allow it
   */
  void beginAgain() {
    if (!Files.exists(unfinished())) {
      return;
    }
    LOG.info("An earlier start was ended while it wrote {} anew; this one begins again.", file());
    try {
      // First: a seal would be taken for that of the old file.
      StoreSeal.lift(path);
      Files.move(unfinished(), file(), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new DataException(
          DataException.Kind.DISK, unfinished() + " cannot be renamed: " + e.getMessage() + ".", e);
    }
  }

  /**
   * Renames the file that is there, if there is one. A process that has it open goes on reading it.
   *
   * @param areEventsCopied whether its events are still to be copied into the new file
   * @return its name from now on
   * @throws DataException when the disk does not allow it
   */
  Optional<Path> setAside(boolean areEventsCopied) {
    try {
      if (!Files.exists(file())) {
        return Optional.empty();
      }
      var aside = areEventsCopied ? unfinished() : replaced();
      Files.move(file(), aside, StandardCopyOption.REPLACE_EXISTING);
      return Optional.of(aside);
    } catch (IOException e) {
      throw new DataException(
          DataException.Kind.DISK, file() + " cannot be replaced: " + e.getMessage() + ".", e);
    }
  }

  /** The new file could not be made: the old one keeps its events for the next start. */
  void putBack(Path aside) {
    try {
      Files.move(aside, file(), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn("{} could not be renamed back: {}.", aside, e.getMessage());
    }
  }

  /**
   * Puts the old file away; the new one is whole and on the disk. From here on the old file must
   * not come back in its place, so that it is an error when this fails.
   *
   * @param isSaved whether all its events are in the new file
   * @throws DataException when the disk does not allow it
   */
  void putAway(boolean isSaved) {
    try {
      if (isSaved) {
        Files.delete(unfinished());
      } else {
        Files.move(unfinished(), replaced(), StandardCopyOption.REPLACE_EXISTING);
      }
      DataDirectory.forceNames(path.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new DataException(
          DataException.Kind.DISK,
          unfinished() + " is not needed any more and cannot be put away: " + e.getMessage() + ".",
          e);
    }
  }
}
