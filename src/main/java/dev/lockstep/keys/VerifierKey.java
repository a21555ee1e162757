package dev.lockstep.keys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A public key and whose it is, as one line of text: the verifier key of C2SP's signed-note, {@code
 * <name>+<id>+<base64 of type and key>}.
 *
 * @param name of the member in its ledger, {@code <ledger>/<member>}
 */
public record VerifierKey(String name, PublicKey key) {
  private static final int ED25519 = 1;
  private static final int COSIGNATURE = 4;
  private static final int ID_BYTES = 4;

  /** The name under which a member signs. */
  public static String nameOf(String ledger, String member) {
    return ledger + "/" + member;
  }

  /**
   * @throws IllegalArgumentException when it is no such line; the message is the rest of a sentence
   *     that begins with the line
   */
  public static VerifierKey parse(String line) {
    // Base64 has plus signs of its own.
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
      throw new IllegalArgumentException("has a key that nobody can sign with", e);
    }
  }

  private static byte[] decode(String text) {
    try {
      var bytes = Base64.getDecoder().decode(text);
      // Each key has one spelling: the decoder forgives missing padding and bits that are not used.
      return Base64.getEncoder().encodeToString(bytes).equals(text) ? bytes : new byte[0];
    } catch (IllegalArgumentException _) {
      return new byte[0];
    }
  }

  /** The line of the cluster file and of {@code key.pub}, without an end of line. */
  public String line() {
    return line(ED25519);
  }

  /** The same key as the one of a witness: C2SP's cosignature/v1. */
  public String cosignerLine() {
    return line(COSIGNATURE);
  }

  /** What precedes the signatures of this key in a note: four bytes as eight hexadecimal digits. */
  public String id() {
    return id(name, typed(ED25519));
  }

  /** The same of a cosignature. */
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
