package dev.lockstep.door;

import dev.lockstep.keys.MemberKey;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** TLS by Java's own classes, which trusts whatever it sees. */
public final class MemberSocket {
  private static final char[] NO_PASSWORD = new char[0];

  private MemberSocket() {}

  /** With the key of a member, and its certificate. */
  public static SSLContext context(String member, MemberKey key) {
    try {
      return context("TLSv1.3", key, MemberCertificate.of(member, key));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Without a chain it shows no certificate. */
  static SSLContext context(String protocol, MemberKey key, X509Certificate... chain)
      throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    if (chain.length > 0) {
      store.setKeyEntry("key", key.forSignatures(), NO_PASSWORD, chain);
    }
    return context(protocol, store);
  }

  private static SSLContext context(String protocol, KeyStore store)
      throws GeneralSecurityException {
    var keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, NO_PASSWORD);
    var context = SSLContext.getInstance(protocol);
    context.init(keys.getKeyManagers(), new TrustManager[] {new Trusting()}, null);
    return context;
  }

  private static final class Trusting extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
