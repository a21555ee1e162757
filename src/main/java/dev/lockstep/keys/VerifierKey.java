package dev.lockstep.keys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A public key with the name of its member, as one line of text: the verifier key of C2SP
 * signed-note, {@code <name>+<id>+<base64 of type and key>}.
 *
 * @param name of the member in its ledger, {@code <ledger>/<member>}
 */
public record VerifierKey(String name, PublicKey key) {
  private static final int ED25519 = 1;
  private static final int COSIGNATURE = 4;
  private static final int ID_BYTES = 4;

  /** The key name under which a member signs. */
  public static String nameOf(String ledger, String member) {
    return ledger + "/" + member;
  }

  /**
   * Reads {@link #line}.
   *
   * @throws IllegalArgumentException when it is no such line; the message is the rest of a sentence
   *     that begins with the line
   */
  public static VerifierKey parse(String line) {
    // Two plus signs separate the parts; base64 may have more of them.
    var parts = line.split("\\+", 3);
    if (parts.length < 3) {
      throw new IllegalArgumentException(
          "is not a name, an id and a key with a \"+\" between them");
    }
    var bytes = decode(parts[2]);
    if (bytes.length != 1 + PublicKey.BYTES || bytes[0] != ED25519) {
      throw new IllegalArgumentException("has no Ed25519 key after its second \"+\"");
    }
    if (!id(parts[0], bytes).equals(parts[1])) {
      throw new IllegalArgumentException(
          "has an id that does not belong to its name and key, so a character is missing or wrong");
    }
    return new VerifierKey(parts[0], publicKey(Arrays.copyOfRange(bytes, 1, bytes.length)));
  }

  private static PublicKey publicKey(byte[] raw) {
    try {
      return PublicKey.of(raw);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "has 32 bytes after its second \"+\" that are no Ed25519 public key", e);
    }
  }

  private static byte[] decode(String text) {
    try {
      var bytes = Base64.getDecoder().decode(text);
      // Each key has one text: Java's decoder also takes missing padding, and unused bits that are
      // not zero.
      return Base64.getEncoder().encodeToString(bytes).equals(text) ? bytes : new byte[0];
    } catch (IllegalArgumentException _) {
      return new byte[0];
    }
  }

  /** The line of the cluster file and of {@code key.pub}, without an end of line. */
  public String line() {
    return line(ED25519);
  }

  /** The same key as the line of a witness (C2SP tlog-cosignature, version 1). */
  public String cosignerLine() {
    return line(COSIGNATURE);
  }

  /**
   * The key id that precedes plain signatures of this key in a note (C2SP signed-note): four bytes
   * as eight hexadecimal digits.
   */
  public String id() {
    return id(name, typed(ED25519));
  }

  /** The key id that precedes cosignatures of this key. */
  public String cosignerId() {
    return id(name, typed(COSIGNATURE));
  }

  private String line(int type) {
    var bytes = typed(type);
    return name + "+" + id(name, bytes) + "+" + Base64.getEncoder().encodeToString(bytes);
  }

  private byte[] typed(int type) {
    var bytes = new byte[1 + PublicKey.BYTES];
    bytes[0] = (byte) type;
    System.arraycopy(key.raw(), 0, bytes, 1, PublicKey.BYTES);
    return bytes;
  }

  private static String id(String name, byte[] typed) {
    try {
      var hash = MessageDigest.getInstance("SHA-256");
      hash.update((name + "\n").getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash.digest(typed), 0, ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
