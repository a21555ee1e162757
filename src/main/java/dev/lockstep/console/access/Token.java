package dev.lockstep.console.access;

import dev.lockstep.journal.OwnerOnly;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * A secret that opens a node's interfaces to programs.
 *
 * @param text from the file; 64 hexadecimal digits when the node has made it
 */
public record Token(String text) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 32;

  /** 128 bits in base64url. What is shorter can be found by trying. */
  private static final int CHARACTERS_MIN = 22;

  static Token random() {
    var secret = new byte[BYTES];
    RANDOM.nextBytes(secret);
    return new Token(HexFormat.of().formatHex(secret));
  }

  /**
   * @throws IOException with a sentence when it is none, or one that can be guessed
   */
  static Token read(Path file) throws IOException {
    String text;
    try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      text = new String(in.readNBytes(1024), StandardCharsets.UTF_8).strip();
    }
    if (text.length() < CHARACTERS_MIN || !text.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IOException(
          "the token in %s is damaged or too short: it needs %d or more characters of ASCII without a space, chosen at random; delete the file, and the next start makes a new one"
              .formatted(file, CHARACTERS_MIN));
    }
    return new Token(text);
  }

  /** In the place of the one that is there. A crash leaves one of the two. */
  void write(Path file) throws IOException {
    OwnerOnly.replace(file, text + "\n");
  }

  /** Compares in constant time. */
  boolean matches(String other) {
    return MessageDigest.isEqual(
        text.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  /** A secret is not shown. */
  @Override
  public String toString() {
    return "Token[…]";
  }

  /** SHA-256 in hexadecimal digits: names a secret of enough entropy, and does not tell it. */
  static String hash(String secret) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
