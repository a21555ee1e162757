package dev.lockstep.keys;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The public half of a member's key pair: a point of edwards25519 in the 32 bytes of RFC 8032,
 * section 5.1.2. Immutable.
 */
public final class PublicKey {
  public static final int BYTES = 32;

  /** The order of the field of Curve25519. */
  private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

  private final byte[] raw;
  private final java.security.PublicKey verifying;
  private final java.security.PublicKey agreeing;

  private PublicKey(
      byte[] raw, java.security.PublicKey verifying, java.security.PublicKey agreeing) {
    this.raw = raw;
    this.verifying = verifying;
    this.agreeing = agreeing;
  }

  /**
   * @throws IllegalArgumentException when the bytes are no point of the curve, or one of the eight
   *     points of small order, for which anybody can make a signature
   */
  public static PublicKey of(byte[] raw) {
    if (raw.length != BYTES) {
      throw new IllegalArgumentException("a public key has 32 bytes, not " + raw.length);
    }
    var y = littleEndian(raw);
    if (y.compareTo(P) >= 0) {
      throw new IllegalArgumentException("a public key beyond the order of its field");
    }
    try {
      boolean isXOdd = raw[BYTES - 1] < 0;
      var verifying =
          KeyFactory.getInstance("Ed25519")
              .generatePublic(
                  new EdECPublicKeySpec(NamedParameterSpec.ED25519, new EdECPoint(isXOdd, y)));
      // Reads the point, which is done lazily otherwise: a y without an x is no key.
      Signature.getInstance("Ed25519").initVerify(verifying);
      var key = new PublicKey(raw.clone(), verifying, montgomery(y));
      // RFC 7748, section 6.1: with a point of small order, the secret is zero and is refused.
      MemberKey.ANYBODY.agree(key);
      return key;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("32 bytes that are no public key", e);
    }
  }

  /**
   * @throws IllegalArgumentException when it is not of Ed25519, or see {@link #of(byte[])}
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
   * The birational map of RFC 7748, section 4.1, u = (1 + y) / (1 - y): the same pair of keys on
   * Curve25519.
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

  /** Whether this member's private key has signed the message. Never throws. */
  public boolean verify(byte[] message, byte[] signature) {
    try {
      var check = Signature.getInstance("Ed25519");
      check.initVerify(verifying);
      check.update(message);
      return check.verify(signature);
    } catch (SignatureException _) {
      // A signature of another length, or with a number out of range.
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no Ed25519", e);
    }
  }

  /** As Java's own security classes take it. */
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
