package dev.lockstep.console.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The secret that opens a node's interfaces, kept in {@code DIR/NAME/token} for its owner only.
 *
 * @param text 64 hexadecimal digits
 */
public record Token(String text) {
  /**
   * Reads the token of a data directory, or makes one at the first start.
   *
   * @throws IOException when the file can be neither read nor made
   */
  public static Token of(Path directory) throws IOException {
    var file = directory.resolve("token");
    if (!Files.exists(file)) {
      var secret = new byte[32];
      new SecureRandom().nextBytes(secret);
      var ownerOnly =
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
      // Written to another file and renamed: a crash must not leave half a token.
      var draft = Files.createTempFile(directory, "token", ".new", ownerOnly);
      Files.writeString(
          draft, HexFormat.of().formatHex(secret) + "\n", StandardOpenOption.TRUNCATE_EXISTING);
      Files.move(draft, file);
    }
    return new Token(Files.readString(file).strip());
  }

  /** Compares in constant time. */
  boolean matches(String other) {
    return MessageDigest.isEqual(
        text.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
