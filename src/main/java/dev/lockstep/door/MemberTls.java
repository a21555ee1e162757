package dev.lockstep.door;

import dev.lockstep.keys.Keyring;
import dev.lockstep.keys.MemberKey;
import io.netty.handler.ssl.SslHandler;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManager;

/**
 * TLS 1.3 between members (RFC 8446): both ends prove a member's key.
 *
 * <p>Safe for use by any thread.
 */
public final class MemberTls {
  /** For a whole handshake, also on a machine that starts several nodes at once. */
  private static final long HANDSHAKE_MILLIS = TimeUnit.SECONDS.toMillis(5);

  private static final String VERSION = "TLSv1.3";

  /** Signatures take a fraction of a millisecond each: too long for an event loop in a flood. */
  private static final Executor SIGNING = task -> Thread.ofVirtual().name("tls").start(task);

  private final PinnedKeys pins;
  private final SSLContext context;

  /**
   * @param name of the member that has the key
   */
  public MemberTls(String name, MemberKey key, Keyring keyring) {
    pins = new PinnedKeys(keyring);
    try {
      context = SSLContext.getInstance(VERSION);
      context.init(
          new KeyManager[] {new OwnKey(name, key)}, new TrustManager[] {pins}, new SecureRandom());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS 1.3", e);
    }
  }

  SslHandler accept() {
    var engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setNeedClientAuth(true);
    return handler(engine);
  }

  /** Without the other end's address, by which Java would find a session to resume. */
  SslHandler connect() {
    var engine = context.createSSLEngine();
    engine.setUseClientMode(true);
    return handler(engine);
  }

  private static SslHandler handler(SSLEngine engine) {
    var parameters = engine.getSSLParameters();
    parameters.setProtocols(new String[] {VERSION});
    // All members support these. With more groups, Java makes a second key share per connection.
    parameters.setNamedGroups(new String[] {"x25519"});
    parameters.setSignatureSchemes(new String[] {"ed25519"});
    engine.setSSLParameters(parameters);
    var handler = new SslHandler(engine, SIGNING);
    handler.setHandshakeTimeoutMillis(HANDSHAKE_MILLIS);
    return handler;
  }

  /**
   * The member whose key the other end has shown. To be called after each handshake: one that
   * resumes a session does not check the certificate again, and the member may have replaced its
   * key since.
   */
  Optional<String> member(SslHandler handler) {
    try {
      return pins.owner(handler.engine().getSession().getPeerCertificates());
    } catch (SSLPeerUnverifiedException _) {
      return Optional.empty();
    }
  }
}
