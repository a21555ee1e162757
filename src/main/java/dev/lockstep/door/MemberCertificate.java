package dev.lockstep.door;

import dev.lockstep.keys.MemberKey;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The form in which TLS carries a member's public key. Nobody looks at its name or its dates, so it
 * is made anew at each start and kept nowhere.
 */
final class MemberCertificate {
  private static final Instant SINCE = Instant.EPOCH;

  /** RFC 5280, section 4.1.2.5: no well-defined end. */
  private static final Instant UNTIL = Instant.parse("9999-12-31T23:59:59Z");

  private MemberCertificate() {}

  static X509Certificate of(String member, MemberKey key) {
    var name = new X500NameBuilder().addRDN(BCStyle.CN, member).build();
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(
              new JcaX509v3CertificateBuilder(
                      name,
                      BigInteger.ONE,
                      Date.from(SINCE),
                      Date.from(UNTIL),
                      name,
                      key.publicKey().forSignatures())
                  .build(new JcaContentSignerBuilder("Ed25519").build(key.forSignatures())));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("this Java makes no Ed25519 certificate", e);
    }
  }
}
