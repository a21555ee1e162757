package dev.lockstep.store;

import dev.lockstep.journal.OwnerOnly;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * A checksum of H2's file, in a file beside it, from a clean shutdown until the next start.
 *
 * <p>H2's pages have none, and the check of every row does not see every page: one flipped byte in
 * the inner node of a tree leaves all rows readable in their order and loses some to a search. The
 * seal finds what happens to the file at rest. It proves nothing against somebody who knows it and
 * can write it, so a file with a good seal is checked all the same.
 */
final class StoreSeal {
  private static final int CHUNK_BYTES = 64 << 10;

  private StoreSeal() {}

  /** Seals a file that nobody has open. */
  static void put(Path store) throws IOException {
    try {
      OwnerOnly.write(seal(store), checksum(store));
    } catch (IOException e) {
      // Half a seal, as on a full disk, would call a sound file damaged.
      Files.deleteIfExists(seal(store));
      throw e;
    }
  }

  /** Removes the seal, before the file is changed. */
  static void lift(Path store) throws IOException {
    Files.deleteIfExists(seal(store));
  }

  /** Whether the file was closed in good order and has not been opened since. */
  static boolean isThere(Path store) {
    return Files.exists(seal(store));
  }

  /** Whether there is a seal, and the file is not as it was when it was put there. */
  static boolean isBroken(Path store) throws IOException {
    return isThere(store) && !Files.readString(seal(store)).equals(checksum(store));
  }

  static Path seal(Path store) {
    return store.resolveSibling(store.getFileName() + ".seal");
  }

  private static String checksum(Path store) throws IOException {
    var crc = new CRC32C();
    long size = 0;
    try (var in = new FileInputStream(StoreFile.of(store).toFile())) {
      var chunk = new byte[CHUNK_BYTES];
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        crc.update(chunk, 0, n);
        size += n;
      }
    }
    return "%d %08x%n".formatted(size, crc.getValue());
  }
}
