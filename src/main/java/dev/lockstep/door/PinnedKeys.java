package dev.lockstep.door;

import dev.lockstep.keys.Keyring;
import dev.lockstep.keys.PublicKey;
import java.net.Socket;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts a single certificate whose public key is a member's. Its name, its dates and its signature
 * are not checked. That the other end has the private key is proved by the handshake itself (RFC
 * 8446, section 4.4.3).
 */
final class PinnedKeys extends X509ExtendedTrustManager {
  private final Keyring keyring;

  PinnedKeys(Keyring keyring) {
    this.keyring = keyring;
  }

  /** The member whose key the one certificate has. */
  Optional<String> owner(Certificate[] chain) {
    return chain == null || chain.length != 1
        ? Optional.empty()
        : keyOf(chain[0]).flatMap(keyring::owner);
  }

  private static Optional<PublicKey> keyOf(Certificate certificate) {
    try {
      return Optional.of(PublicKey.of(certificate.getPublicKey()));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private void require(X509Certificate[] chain) throws CertificateException {
    if (owner(chain).isEmpty()) {
      throw new CertificateException("the key of no member");
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    require(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    require(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    require(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    require(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    require(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    require(chain);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
