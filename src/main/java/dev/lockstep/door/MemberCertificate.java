package dev.lockstep.door;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lockstep.keys.MemberKey;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/**
 * The form in which TLS carries a member's public key: an X.509 certificate that the key signs
 * itself (RFC 5280, section 4.1; RFC 8410 for Ed25519). Its name and its dates are not checked, so
 * it is made at each start and not stored.
 *
 * <p>Java has no public API that makes certificates. The usual library for it is a security
 * provider of 8 MB in a signed file, from which Java loads 685 classes at each start, for this one.
 */
final class MemberCertificate {
  /** 1.3.101.112, Ed25519. It has no parameters (RFC 8410, section 3). */
  private static final byte[] ALGORITHM =
      Der.SEQUENCE.of(Der.OBJECT_IDENTIFIER.of(new byte[] {0x2b, 0x65, 0x70}));

  /** 2.5.4.3, common name. */
  private static final byte[] COMMON_NAME = Der.OBJECT_IDENTIFIER.of(new byte[] {0x55, 0x04, 0x03});

  private static final byte[] VERSION_3 = Der.CONTEXT_0.of(Der.INTEGER.of(new byte[] {2}));
  private static final byte[] SERIAL_NUMBER = Der.INTEGER.of(new byte[] {1});

  /** From 1970; the second date means no well-defined expiration (RFC 5280, section 4.1.2.5). */
  private static final byte[] VALIDITY =
      Der.SEQUENCE.of(
          Der.UTC_TIME.of("700101000000Z".getBytes(US_ASCII)),
          Der.GENERALIZED_TIME.of("99991231235959Z".getBytes(US_ASCII)));

  private MemberCertificate() {}

  static X509Certificate of(String member, MemberKey key) {
    var name = name(member);
    var publicKey = key.publicKey().forSignatures().getEncoded();
    var signed =
        Der.SEQUENCE.of(VERSION_3, SERIAL_NUMBER, ALGORITHM, name, VALIDITY, name, publicKey);
    try {
      var certificate = Der.SEQUENCE.of(signed, ALGORITHM, bits(key.sign(signed)));
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(certificate));
    } catch (CertificateException e) {
      throw new IllegalStateException("this Java makes no Ed25519 certificate", e);
    }
  }

  private static byte[] name(String member) {
    var attribute = Der.SEQUENCE.of(COMMON_NAME, Der.UTF8_STRING.of(member.getBytes(UTF_8)));
    return Der.SEQUENCE.of(Der.SET.of(attribute));
  }

  /** A bit string begins with the number of unused bits in its last byte (X.690, section 8.6.2). */
  private static byte[] bits(byte[] bytes) {
    return Der.BIT_STRING.of(new byte[] {0}, bytes);
  }
}
