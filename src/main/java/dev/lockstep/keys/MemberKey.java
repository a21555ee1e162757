package dev.lockstep.keys;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * A member's key pair: an Ed25519 private key (RFC 8032, section 5.1.5), its public key, and the
 * X25519 private key that belongs to it. Immutable; {@link #toString} shows no private key.
 */
public final class MemberKey {
  static final int SEED_BYTES = 32;

  /**
   * A pair whose private key is known to all. It only checks that public keys can be agreed with.
   */
  static final MemberKey PROBE = ofSeed(new byte[SEED_BYTES]);

  private final PrivateKey signing;
  private final PrivateKey agreeing;

  /**
   * For signatures: Java has no table of multiples of the base point and takes 20 times as long.
   */
  private final Ed25519PrivateKeyParameters fast;

  /**
   * Null until somebody asks: {@link #PROBE} must exist before any public key can be checked. Two
   * threads that ask at once compute the same immutable object, so no lock is needed.
   */
  private PublicKey published;

  private MemberKey(PrivateKey signing, PrivateKey agreeing, Ed25519PrivateKeyParameters fast) {
    this.signing = signing;
    this.agreeing = agreeing;
    this.fast = fast;
  }

  static MemberKey generate() {
    var seed = new byte[SEED_BYTES];
    new SecureRandom().nextBytes(seed);
    return ofSeed(seed);
  }

  /**
   * @param seed the 32 bytes that RFC 8032 calls the private key
   * @throws IllegalArgumentException when it has another length
   */
  static MemberKey ofSeed(byte[] seed) {
    if (seed.length != SEED_BYTES) {
      throw new IllegalArgumentException("a private key has 32 bytes, not " + seed.length);
    }
    try {
      var signing =
          KeyFactory.getInstance("Ed25519")
              .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
      // Ed25519 makes its scalar from the first half of SHA-512(seed) by setting and clearing the
      // same bits as X25519 (RFC 7748, section 5). So the two private keys are the same number.
      var scalar = Arrays.copyOf(MessageDigest.getInstance("SHA-512").digest(seed), SEED_BYTES);
      var agreeing =
          KeyFactory.getInstance("X25519")
              .generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, scalar));
      return new MemberKey(signing, agreeing, new Ed25519PrivateKeyParameters(seed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no Ed25519 or no X25519", e);
    }
  }

  public PublicKey publicKey() {
    var known = published;
    if (known == null) {
      known = PublicKey.of(fast.generatePublicKey().getEncoded());
      published = known;
    }
    return known;
  }

  /** The signature of RFC 8032, section 5.1.6: 64 bytes, always the same for one message. */
  public byte[] sign(byte[] message) {
    var signature = new byte[PublicKey.SIGNATURE_BYTES];
    fast.sign(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
    return signature;
  }

  /**
   * The shared secret of X25519 (RFC 7748, section 6.1), 32 bytes, which only the holders of the
   * two private keys can compute. It is not used as a key itself: {@link PairKey} derives keys from
   * it.
   *
   * @throws IllegalArgumentException when the other key is a point of small order, which no {@link
   *     PublicKey} is
   */
  public byte[] agree(PublicKey other) {
    try {
      var agreement = KeyAgreement.getInstance("X25519");
      agreement.init(agreeing);
      agreement.doPhase(other.forAgreement(), true);
      return agreement.generateSecret();
    } catch (InvalidKeyException e) {
      throw new IllegalArgumentException("a public key of small order", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no X25519", e);
    }
  }

  /** The private key for Java's security classes. It must not be printed or logged. */
  public PrivateKey forSignatures() {
    return signing;
  }

  byte[] pkcs8() {
    return signing.getEncoded();
  }

  @Override
  public String toString() {
    return "the key pair of " + publicKey();
  }
}
