package dev.lockstep.door;

import dev.lockstep.keys.Keyring;
import dev.lockstep.keys.MemberKey;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** TLS 1.3 between members: both ends show a member's key, and both check it. */
public final class MemberTls {
  /** For a whole handshake, on a machine that is busy with the start of several nodes. */
  private static final long HANDSHAKE_MILLIS = TimeUnit.SECONDS.toMillis(5);

  private static final String VERSION = "TLSv1.3";

  /** Signatures take a fraction of a millisecond each: too long for an event loop in a flood. */
  private static final Executor SIGNING = task -> Thread.ofVirtual().name("tls").start(task);

  private final PinnedKeys pins;
  private final SslContext accepting;
  private final SslContext connecting;

  /**
   * @param name of the member that has the key
   */
  public MemberTls(String name, MemberKey key, Keyring keyring) {
    pins = new PinnedKeys(keyring);
    var certificate = MemberCertificate.of(name, key);
    try {
      accepting =
          SslContextBuilder.forServer(key.forSignatures(), certificate)
              .sslProvider(SslProvider.JDK)
              .protocols(VERSION)
              .clientAuth(ClientAuth.REQUIRE)
              .trustManager(pins)
              .build();
      connecting =
          SslContextBuilder.forClient()
              .keyManager(key.forSignatures(), certificate)
              .sslProvider(SslProvider.JDK)
              .protocols(VERSION)
              // A member is known by its key alone.
              .endpointIdentificationAlgorithm(null)
              .trustManager(pins)
              .build();
    } catch (SSLException e) {
      throw new IllegalStateException("this Java has no TLS 1.3 with Ed25519", e);
    }
  }

  SslHandler accept(ByteBufAllocator memory) {
    return handler(accepting, memory);
  }

  /** Without the other end's address, so that no session is resumed. */
  SslHandler connect(ByteBufAllocator memory) {
    return handler(connecting, memory);
  }

  private static SslHandler handler(SslContext context, ByteBufAllocator memory) {
    var handler = context.newHandler(memory, SIGNING);
    handler.setHandshakeTimeoutMillis(HANDSHAKE_MILLIS);
    return handler;
  }

  /**
   * Whose key the other end has shown. To be asked after the handshake: one that resumes an earlier
   * session has not asked the keyring, and its member may have another key by now.
   */
  Optional<String> member(SslHandler handler) {
    try {
      return pins.owner(handler.engine().getSession().getPeerCertificates());
    } catch (SSLPeerUnverifiedException _) {
      return Optional.empty();
    }
  }
}
