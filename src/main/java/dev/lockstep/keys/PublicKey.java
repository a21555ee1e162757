package dev.lockstep.keys;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * The public half of a member's key pair: a point of edwards25519 in the 32 bytes of RFC 8032,
 * section 5.1.2. Immutable.
 */
public final class PublicKey {
  public static final int BYTES = 32;

  static final int SIGNATURE_BYTES = 64;

  /** The prime of the field of Curve25519 (RFC 7748, section 4.1). */
  private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

  private final byte[] raw;
  private final java.security.PublicKey verifying;
  private final java.security.PublicKey agreeing;

  /** The same point, for signatures; see {@link MemberKey}. */
  private final Ed25519PublicKeyParameters fast;

  private PublicKey(
      byte[] raw, java.security.PublicKey verifying, java.security.PublicKey agreeing) {
    this.raw = raw;
    this.verifying = verifying;
    this.agreeing = agreeing;
    this.fast = new Ed25519PublicKeyParameters(raw);
  }

  /**
   * @param raw the 32 bytes of RFC 8032, section 5.1.2
   * @throws IllegalArgumentException when the bytes are no point of the curve, or one of the eight
   *     points of small order, for which anybody can make a signature
   */
  public static PublicKey of(byte[] raw) {
    if (raw.length != BYTES) {
      throw new IllegalArgumentException("a public key has 32 bytes, not " + raw.length);
    }
    var y = littleEndian(raw);
    if (y.compareTo(P) >= 0) {
      throw new IllegalArgumentException("a public key whose y is not below 2^255 - 19");
    }
    try {
      boolean isXOdd = raw[BYTES - 1] < 0;
      var verifying =
          KeyFactory.getInstance("Ed25519")
              .generatePublic(
                  new EdECPublicKeySpec(NamedParameterSpec.ED25519, new EdECPoint(isXOdd, y)));
      // Decodes the point, which Java does only at its first use: not every y has an x.
      Signature.getInstance("Ed25519").initVerify(verifying);
      var key = new PublicKey(raw.clone(), verifying, montgomery(y));
      // With a point of small order the shared secret is zero, which Java refuses as RFC 7748,
      // section 6.1, says.
      MemberKey.PROBE.agree(key);
      return key;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("32 bytes that are no public key", e);
    }
  }

  /**
   * @throws IllegalArgumentException when it is no Ed25519 key, or as {@link #of(byte[])}
   */
  public static PublicKey of(java.security.PublicKey key) {
    if (!(key instanceof EdECPublicKey edwards)
        || !edwards.getParams().getName().equals(NamedParameterSpec.ED25519.getName())) {
      throw new IllegalArgumentException("a public key of " + key.getAlgorithm());
    }
    return of(rawOf(edwards.getPoint()));
  }

  /** RFC 8032, section 5.1.2. */
  static byte[] rawOf(EdECPoint point) {
    var raw = new byte[BYTES];
    var y = point.getY().toByteArray();
    for (int i = 0; i < Math.min(raw.length, y.length); i++) {
      raw[i] = y[y.length - 1 - i];
    }
    raw[BYTES - 1] |= (byte) (point.isXOdd() ? 0x80 : 0);
    return raw;
  }

  /**
   * The same public key on Curve25519, by the birational map of RFC 7748, section 4.1: u = (1 + y)
   * / (1 - y).
   */
  private static java.security.PublicKey montgomery(BigInteger y) throws GeneralSecurityException {
    var below = BigInteger.ONE.subtract(y).mod(P);
    if (below.signum() == 0) {
      throw new IllegalArgumentException("the neutral element is no public key");
    }
    var u = BigInteger.ONE.add(y).multiply(below.modInverse(P)).mod(P);
    return KeyFactory.getInstance("X25519")
        .generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, u));
  }

  private static BigInteger littleEndian(byte[] raw) {
    var reversed = new byte[BYTES];
    for (int i = 0; i < BYTES; i++) {
      reversed[i] = raw[BYTES - 1 - i];
    }
    // The highest bit is the sign of x.
    reversed[0] &= 0x7f;
    return new BigInteger(1, reversed);
  }

  /** The 32 bytes of RFC 8032. */
  public byte[] raw() {
    return raw.clone();
  }

  /**
   * Whether the private key of this public key has signed the message (RFC 8032, section 5.1.7).
   * Throws nothing, whatever the signature is.
   */
  public boolean verify(byte[] message, byte[] signature) {
    return signature.length == SIGNATURE_BYTES
        && fast.verify(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
  }

  /** The public key for Java's security classes. */
  public java.security.PublicKey forSignatures() {
    return verifying;
  }

  java.security.PublicKey forAgreement() {
    return agreeing;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PublicKey key && Arrays.equals(raw, key.raw);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(raw);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(raw);
  }
}
