package dev.lockstep.console.access;

import dev.lockstep.journal.OwnerOnly;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * The file {@code DIR/NAME/sessions}: a browser stays signed in when its node is restarted. It
 * holds no id of a session, only hashes.
 *
 * @param text what was in it at the start, empty when there was none
 */
public record SessionFile(Path file, String text) {
  private static final String NAME = "sessions";

  /** More than the sessions that are kept take. */
  private static final int BYTES_MAX = 1 << 16;

  /**
   * Reads what the last run has left.
   *
   * @throws IOException when it cannot be read
   */
  public static SessionFile of(Path directory) throws IOException {
    var file = directory.resolve(NAME);
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      return new SessionFile(file, "");
    }
    try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return new SessionFile(
          file, new String(in.readNBytes(BYTES_MAX), StandardCharsets.ISO_8859_1));
    }
  }

  /**
   * Puts these sessions in the place of all before.
   *
   * @throws IOException when the disk does not allow it
   */
  public void write(String sessions) throws IOException {
    OwnerOnly.replace(file, sessions);
  }
}
