package dev.lockstep.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member's directory, {@code DIR/NAME}, locked for as long as this process uses it. To be closed
 * last.
 *
 * <p>Safe for use by any thread.
 */
public final class DataDirectory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);

  private static final String LOCK = "lock";
  private static final String MEMBER = "member";
  private static final String JOURNAL = "journal";
  private static final String STORE = "ledger";
  private static final String STORE_SUFFIX = ".mv.db";

  /**
   * The directories that this process has open. To be looked at before the lock file is opened: on
   * POSIX a process loses its lock as soon as it closes any handle of the file, even one that it
   * opened only to test the lock.
   */
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final Path key;
  private final FileChannel lockFile;

  private DataDirectory(Path path, Path key, FileChannel lockFile) {
    this.path = path;
    this.key = key;
    this.lockFile = lockFile;
  }

  /**
   * Makes the directory when it is not there, takes it from other users, and locks it.
   *
   * @param data where the directories of all members are
   * @throws DataException when another process uses it, when it belongs to another member, or when
   *     the disk does not allow it
   */
  public static DataDirectory open(Path data, String member) {
    var path = data.resolve(member);
    OwnerOnly.prepare(path).ifPresent(LOG::warn);
    try {
      var key = path.toRealPath();
      if (!OPEN.add(key)) {
        throw inUse(path);
      }
      try {
        return open(path, key, member);
      } catch (IOException | RuntimeException e) {
        OPEN.remove(key);
        throw e;
      }
    } catch (IOException e) {
      throw Problems.disk(path, "used as a data directory", e);
    }
  }

  private static DataDirectory open(Path path, Path key, String member) throws IOException {
    var lockFile = lock(path);
    try {
      claim(path, member);
      Files.createDirectories(path.resolve(JOURNAL), OwnerOnly.directoryAttributes());
      new DiskFiles(path).forceDirectory();
      return new DataDirectory(path, key, lockFile);
    } catch (IOException | RuntimeException e) {
      lockFile.close();
      throw e;
    }
  }

  /** Whether some process, this one included, has the directory open. Changes nothing. */
  public static boolean isInUse(Path path) {
    if (!Files.exists(path.resolve(LOCK))) {
      return false;
    }
    try {
      if (OPEN.contains(path.toRealPath())) {
        return true;
      }
      try (var file = FileChannel.open(path.resolve(LOCK), StandardOpenOption.WRITE);
          FileLock mine = file.tryLock()) {
        return mine == null;
      }
    } catch (IOException _) {
      // A user who may not write here does not run the node, and only wants to read.
      return false;
    }
  }

  /** {@code DIR/NAME}. */
  public Path path() {
    return path;
  }

  /** {@code DIR/NAME/journal}, which exists. */
  public Path journal() {
    return journalOf(path);
  }

  /** {@code DIR/NAME/ledger}: H2 adds its suffix. */
  public Path store() {
    return storeOf(path);
  }

  public static Path journalOf(Path memberDirectory) {
    return memberDirectory.resolve(JOURNAL);
  }

  public static Path storeOf(Path memberDirectory) {
    return memberDirectory.resolve(STORE);
  }

  /**
   * Renames the journal to {@code journal.lost-<n>} and H2's file to {@code ledger.lost-<n>.mv.db},
   * and begins an empty journal. Neither may be open. Nothing is deleted.
   *
   * @return where the journal is now
   * @throws DataException when the disk does not allow it
   */
  public Path setAside() {
    int n = 1;
    while (Files.exists(lostJournal(n)) || Files.exists(lostStore(n))) {
      n++;
    }
    try {
      Files.move(journal(), lostJournal(n));
      var store = path.resolve(STORE + STORE_SUFFIX);
      if (Files.exists(store)) {
        Files.move(store, lostStore(n));
      }
      Files.createDirectory(journal(), OwnerOnly.directoryAttributes());
      new DiskFiles(path).forceDirectory();
      return lostJournal(n);
    } catch (IOException e) {
      throw Problems.disk(journal(), "set aside", e);
    }
  }

  /** Makes what was renamed or deleted in a directory survive a power cut. */
  public static void forceNames(Path directory) throws IOException {
    new DiskFiles(directory).forceDirectory();
  }

  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw Problems.disk(path.resolve(LOCK), "closed", e);
    } finally {
      OPEN.remove(key);
    }
  }

  private Path lostJournal(int n) {
    return path.resolve(JOURNAL + ".lost-" + n);
  }

  private Path lostStore(int n) {
    return path.resolve(STORE + ".lost-" + n + STORE_SUFFIX);
  }

  private static FileChannel lock(Path path) throws IOException {
    var file =
        FileChannel.open(
            path.resolve(LOCK),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            OwnerOnly.fileAttributes());
    try {
      if (file.tryLock() != null) {
        return file;
      }
    } catch (IOException e) {
      file.close();
      throw e;
    }
    file.close();
    throw inUse(path);
  }

  private static DataException inUse(Path path) {
    return new DataException(
        DataException.Kind.LOCKED,
        "The data directory " + path + " is in use by another process; stop that one first.");
  }

  /**
   * Without this check, a directory that was copied or renamed would let one member act with the
   * memory of another.
   */
  private static void claim(Path path, String member) throws IOException {
    var file = path.resolve(MEMBER);
    if (!Files.exists(file)) {
      // Under its final name only when whole: a half-written name would lock the member out.
      var draft = path.resolve(MEMBER + ".new");
      OwnerOnly.write(draft, member + "\n");
      Files.move(draft, file);
      return;
    }
    requireOwner(path, member);
  }

  /**
   * A directory that was never opened belongs to nobody and passes. Changes nothing.
   *
   * @throws DataException when it belongs to another member, or cannot be read
   */
  public static void requireOwner(Path memberDirectory, String member) {
    var file = memberDirectory.resolve(MEMBER);
    if (!Files.exists(file)) {
      return;
    }
    String owner;
    try {
      owner = Files.readString(file).strip();
    } catch (IOException e) {
      throw Problems.disk(file, "read", e);
    }
    if (!owner.equals(member)) {
      throw new DataException(
          DataException.Kind.OTHER_MEMBER,
          "The data directory "
              + memberDirectory
              + " belongs to member "
              + owner
              + ", not to "
              + member
              + ".");
    }
  }
}
