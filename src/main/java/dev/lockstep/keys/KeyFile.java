package dev.lockstep.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A member's key pair on its disk: {@code DIR/NAME/key}, which only its owner can read (PKCS #8 of
 * RFC 8410, section 7, as PEM), and {@code DIR/NAME/key.pub}, one line of {@link VerifierKey},
 * which the other members on the same machine read.
 */
public final class KeyFile {
  private static final String PRIVATE = "key";
  private static final String PUBLIC = "key.pub";
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----\n";
  private static final String END = "-----END PRIVATE KEY-----\n";

  /**
   * Both files are shorter. Of a longer one, which this class has not written, the rest is not
   * read.
   */
  private static final int BYTES_MAX = 4096;

  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final Set<PosixFilePermission> OF_THE_OWNER =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private KeyFile() {}

  /**
   * Reads the pair, or makes one when there is none. The directory is made when it is not there.
   *
   * @param directory {@code DIR/NAME}
   * @param name see {@link VerifierKey#nameOf}
   * @throws KeyException when the file is damaged, is a link, or can be read by other users, or
   *     when the disk fails
   */
  public static MemberKey openOrCreate(Path directory, String name) {
    try {
      if (Files.notExists(directory)) {
        Files.createDirectories(directory, OWNER_ONLY_DIRECTORY);
      }
      var file = directory.resolve(PRIVATE);
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        create(directory, file);
      }
      var key = read(file);
      publish(directory, new VerifierKey(name, key.publicKey()));
      return key;
    } catch (IOException e) {
      throw new KeyException(
          "The key in %s can be neither read nor written: %s.".formatted(directory, e.getMessage()),
          e);
    }
  }

  /**
   * Makes the private key. The file has its name only when it is complete and on the disk, and
   * never replaces another one: the link fails when the name exists.
   */
  private static void create(Path directory, Path file) throws IOException {
    var draft = Files.createTempFile(directory, PRIVATE, ".new", OWNER_ONLY);
    try {
      var text =
          Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(MemberKey.generate().pkcs8());
      write(draft, BEGIN + text + "\n" + END);
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException _) {
      // Another process has made the key in the meantime, and the caller reads that one.
    } finally {
      Files.delete(draft);
    }
    force(directory);
  }

  /** Writes the public key, if the file is missing or has other content. */
  private static void publish(Path directory, VerifierKey key) throws IOException {
    var file = directory.resolve(PUBLIC);
    var line = key.line() + "\n";
    if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Arrays.equals(bytes(file), line.getBytes(StandardCharsets.UTF_8))) {
      return;
    }
    var draft = Files.createTempFile(directory, PUBLIC, ".new", OWNER_ONLY);
    try {
      write(draft, line);
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      // It is still there when one of the two has failed.
      Files.deleteIfExists(draft);
    }
    force(directory);
  }

  private static void write(Path file, String text) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  private static void force(Path directory) throws IOException {
    try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static MemberKey read(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new KeyException(
          file + " is no file but a link or a directory; put the key itself there.");
    }
    var permissions = EnumSet.copyOf(Files.getPosixFilePermissions(file));
    permissions.removeAll(OF_THE_OWNER);
    if (!permissions.isEmpty()) {
      throw new KeyException(
          "The private key %s is open to others; remove their permissions with chmod 600, and make a new key if somebody may have read it."
              .formatted(file));
    }
    var text = new String(bytes(file), StandardCharsets.US_ASCII);
    if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
      throw damaged(file, null);
    }
    try {
      var der =
          Base64.getMimeDecoder()
              .decode(text.substring(BEGIN.length(), text.length() - END.length()));
      var key =
          (EdECPrivateKey)
              KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(der));
      return MemberKey.ofSeed(key.getBytes().orElseThrow());
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      throw damaged(file, e);
    }
  }

  private static KeyException damaged(Path file, Exception cause) {
    return new KeyException(
        file
            + " is no Ed25519 private key; put the member's key back, or move the file away, so that the next start makes a new key, and give its public key to the other members.",
        cause);
  }

  /**
   * The public key that a member on this machine has written; empty while it has written none.
   *
   * @throws KeyException when the file cannot be read, or has no public key or that of another name
   */
  static Optional<PublicKey> readPublic(Path directory, String name) {
    var file = directory.resolve(PUBLIC);
    try {
      var key = VerifierKey.parse(new String(bytes(file), StandardCharsets.US_ASCII).strip());
      if (!key.name().equals(name)) {
        throw new KeyException(
            "%s is the key of %s and not of %s; use another data directory."
                .formatted(file, key.name(), name));
      }
      return Optional.of(key.key());
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      throw new KeyException(
          file + " " + e.getMessage() + "; its member writes it again when it starts.", e);
    } catch (IOException e) {
      throw new KeyException("%s cannot be read: %s.".formatted(file, e.getMessage()), e);
    }
  }

  private static byte[] bytes(Path file) throws IOException {
    try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return in.readNBytes(BYTES_MAX);
    }
  }
}
