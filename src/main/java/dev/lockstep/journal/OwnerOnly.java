package dev.lockstep.journal;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * A member's directory and all that is in it belong to one user, whatever the umask: directories
 * have mode 0700 and files 0600, from the moment they are made. A file system without such modes is
 * left as it is.
 *
 * <p>These modes are the boundary for what a node keeps: who can read the files knows the ledger,
 * the token and the key, and who can write them is the member.
 *
 * <p>Safe for use by any thread.
 */
public final class OwnerOnly {
  private static final boolean HAS_MODES =
      FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

  private static final Set<PosixFilePermission> OF_THE_OWNER =
      PosixFilePermissions.fromString("rwx------");

  /** The user of this process. As root it leaves the files of others alone too. */
  private static final Integer USER = HAS_MODES ? (int) new UnixSystem().getUid() : null;

  private OwnerOnly() {}

  /**
   * Makes a member's directory when it is not there; takes the permissions of other users from it
   * and from all that is in it. Files of another user are left alone. To be called before anything
   * in the directory is opened.
   *
   * @return a sentence for a person when there was something to take
   * @throws DataException when the directory, or something in it, is a link or a device: what is
   *     written there would go to another place
   */
  public static Optional<String> prepare(Path directory) {
    try {
      requireNoLink(directory);
      Files.createDirectories(directory, directoryAttributes());
      // The directory comes first: from then on no other user reaches what is in it.
      boolean wasOpen = tighten(directory);
      Files.walkFileTree(directory, new Tightening(directory));
      return wasOpen
          ? Optional.of(
              directory
                  + " was open to other users of this machine; it and what is in it are for its owner only now.")
          : Optional.empty();
    } catch (IOException e) {
      throw Problems.disk(directory, "used as a data directory", e);
    }
  }

  /** For a file that is about to be made. */
  public static FileAttribute<?>[] fileAttributes() {
    return attributes("rw-------");
  }

  /** For a directory that is about to be made. */
  public static FileAttribute<?>[] directoryAttributes() {
    return attributes("rwx------");
  }

  private static FileAttribute<?>[] attributes(String mode) {
    return HAS_MODES
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }

  /** Makes an empty file where there is none, for somebody who opens it in a way of his own. */
  public static void create(Path file) throws IOException {
    try {
      Files.createFile(file, fileAttributes());
    } catch (FileAlreadyExistsException _) {
      // It has its mode already.
    }
  }

  /** Writes a whole file, in the place of an earlier one. It is on the disk when this returns. */
  public static void write(Path file, String text) throws IOException {
    Set<OpenOption> options =
        Set.of(
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE,
            NOFOLLOW_LINKS);
    try (var channel = FileChannel.open(file, options, fileAttributes())) {
      var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /**
   * Writes a file under its name only when it is whole and on the disk: whenever the machine stops,
   * there is the file of before or this one. Beside it stands a draft {@code NAME.new} meanwhile.
   */
  public static void replace(Path file, String text) throws IOException {
    var draft = file.resolveSibling(file.getFileName() + ".new");
    write(draft, text);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    new DiskFiles(file.toAbsolutePath().getParent()).forceDirectory();
  }

  /**
   * Takes the permissions of other users from a file that was made by somebody else's code.
   *
   * @return whether there were any
   */
  public static boolean tighten(Path file) throws IOException {
    try {
      if (!HAS_MODES || !Files.getAttribute(file, "unix:uid", NOFOLLOW_LINKS).equals(USER)) {
        return false;
      }
      var mode = Files.getPosixFilePermissions(file, NOFOLLOW_LINKS);
      if (!mode.retainAll(OF_THE_OWNER)) {
        return false;
      }
      Files.setPosixFilePermissions(file, mode);
      return true;
    } catch (NoSuchFileException _) {
      // Another process that has the directory open may rename files and delete them.
      return false;
    }
  }

  private static void requireNoLink(Path path) {
    if (Files.isSymbolicLink(path)) {
      throw new DataException(
          DataException.Kind.DISK,
          path
              + " is a symbolic link, and a node follows none in its data directory; put what it points to in its place.");
    }
  }

  /** Everything in a directory, the private key excepted. */
  private static final class Tightening extends SimpleFileVisitor<Path> {
    /** A key that others could read is no secret any more, so its reader refuses it. */
    private final Path key;

    Tightening(Path directory) {
      this.key = directory.resolve("key");
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes found)
        throws IOException {
      tighten(directory);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes found) throws IOException {
      requireNoLink(file);
      if (!found.isRegularFile()) {
        throw new DataException(
            DataException.Kind.DISK,
            file + " is neither a file nor a directory; a node cannot use it, so remove it.");
      }
      if (!file.equals(key)) {
        tighten(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      // It was renamed or deleted, as above, or belongs to another user, as "lost+found" does.
      if (e instanceof NoSuchFileException || e instanceof AccessDeniedException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }
  }
}
