package dev.lockstep.door;

import dev.lockstep.keys.Keyring;
import dev.lockstep.keys.MemberKey;
import dev.lockstep.keys.PairKey;
import dev.lockstep.keys.PublicKey;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * The first bytes of a connection of Hazelcast, by which both ends prove that they are members.
 * Hazelcast has no authentication in its free edition, and its loopback port is open to all users
 * of the machine; it reads nothing before this is done.
 *
 * <pre>
 * accepting end:  public key (32) ‖ nonce (32)
 * connecting end: public key (32) ‖ nonce (32) ‖ HMAC-SHA256 (32)
 * accepting end:  HMAC-SHA256 (32)
 * </pre>
 *
 * <p>Each HMAC is under the key of the pair of members for its direction ({@link PairKey}), over
 * both nonces. What follows is plain, because it does not leave the machine; between machines it
 * passes through TLS.
 *
 * <p>Safe for use by any thread.
 */
public final class Greeting {
  /** For all of it, on a machine that is busy with the start of several nodes. */
  private static final long MILLIS_MAX = 3_000;

  private static final int NONCE_BYTES = 32;
  private static final int MAC_BYTES = 32;
  private static final byte[] ACCEPTING = domain("accept");
  private static final byte[] CONNECTING = domain("connect");
  private static final SecureRandom NONCES = new SecureRandom();

  private final String self;
  private final MemberKey key;
  private final Keyring keyring;
  private final Refusals refusals;

  public Greeting(String self, MemberKey key, Keyring keyring, Refusals refusals) {
    this.self = self;
    this.key = key;
    this.keyring = keyring;
    this.refusals = refusals;
  }

  private static byte[] domain(String role) {
    return ("lockstep-hazelcast-v1 " + role + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * The other end has not proved that it is a member. Without a stack, which would tell nothing.
   */
  private static final class StrangerException extends IOException {
    private static final long serialVersionUID = 1;

    StrangerException(String message) {
      super(message);
    }

    @Override
    public Throwable fillInStackTrace() {
      return this;
    }
  }

  /** A member that the other end says it is, and what it has chosen. */
  private record Peer(String name, PublicKey key, byte[] nonce) {}

  /**
   * At the end that was connected to.
   *
   * @param socket blocking
   * @throws IOException when the other end is no member, or is silent for too long
   */
  public void accept(Socket socket) throws IOException {
    try {
      var wire = new Wire(socket);
      var nonce = nonce();
      wire.write(key.publicKey().raw(), nonce);
      var peer = peer(wire);
      require(wire.read(MAC_BYTES), mac(receiving(peer), CONNECTING, nonce, peer.nonce));
      wire.write(mac(sending(peer), ACCEPTING, nonce, peer.nonce));
      wire.close();
    } catch (IOException e) {
      throw refused(socket, e);
    }
  }

  /**
   * At the end that connects.
   *
   * @param socket blocking
   * @param expected the member that listens there
   * @throws IOException when another one listens there, or is silent for too long
   */
  public void connect(Socket socket, String expected) throws IOException {
    try {
      var wire = new Wire(socket);
      var peer = peer(wire);
      if (!peer.name.equals(expected)) {
        throw new StrangerException("it is not " + expected);
      }
      var nonce = nonce();
      wire.write(key.publicKey().raw(), nonce, mac(sending(peer), CONNECTING, peer.nonce, nonce));
      require(wire.read(MAC_BYTES), mac(receiving(peer), ACCEPTING, peer.nonce, nonce));
      wire.close();
    } catch (IOException e) {
      throw refused(socket, e);
    }
  }

  private Peer peer(Wire wire) throws IOException {
    var raw = wire.read(PublicKey.BYTES);
    var nonce = wire.read(NONCE_BYTES);
    try {
      var claimed = PublicKey.of(raw);
      return keyring
          .owner(claimed)
          .filter(name -> !name.equals(self))
          .map(name -> new Peer(name, claimed, nonce))
          .orElseThrow(() -> new StrangerException("its key is no other member's"));
    } catch (IllegalArgumentException _) {
      throw new StrangerException("its key is none");
    }
  }

  private SecretKey sending(Peer peer) {
    return PairKey.sending(key, self, peer.key, peer.name);
  }

  private SecretKey receiving(Peer peer) {
    return PairKey.receiving(key, self, peer.key, peer.name);
  }

  private static void require(byte[] mac, byte[] expected) throws IOException {
    // In constant time: the time of a comparison must not tell how much of a guess is right.
    if (!MessageDigest.isEqual(mac, expected)) {
      throw new StrangerException("it has not proved its key");
    }
  }

  private static byte[] nonce() {
    var nonce = new byte[NONCE_BYTES];
    NONCES.nextBytes(nonce);
    return nonce;
  }

  private static byte[] mac(SecretKey secret, byte[] domain, byte[] accepting, byte[] connecting) {
    try {
      var mac = Mac.getInstance(secret.getAlgorithm());
      mac.init(secret);
      mac.update(domain);
      mac.update(accepting);
      mac.update(connecting);
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HMAC-SHA256", e);
    }
  }

  private IOException refused(Socket socket, IOException reason) {
    if (reason instanceof StrangerException) {
      refusals.connection(
          "The other end of a connection of Hazelcast, "
              + Handshake.shown(socket.getRemoteSocketAddress())
              + ", is none of a member: "
              + reason.getMessage());
    }
    return reason;
  }

  /** Bytes that have to come within {@link #MILLIS_MAX}. */
  private static final class Wire {
    private final Socket socket;
    private final long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MILLIS_MAX);

    Wire(Socket socket) {
      this.socket = socket;
    }

    void write(byte[]... parts) throws IOException {
      var bytes = new ByteArrayOutputStream();
      for (var part : parts) {
        bytes.writeBytes(part);
      }
      // A few bytes, which the kernel takes whatever the other end does.
      socket.getOutputStream().write(bytes.toByteArray());
    }

    byte[] read(int length) throws IOException {
      var bytes = new byte[length];
      for (int at = 0; at < length; ) {
        at += readSome(bytes, at);
      }
      return bytes;
    }

    /** The end is that of the whole greeting: one byte at a time gains nothing. */
    private int readSome(byte[] bytes, int at) throws IOException {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        throw new StrangerException("it has said too little in " + MILLIS_MAX + " ms");
      }
      socket.setSoTimeout((int) left);
      try {
        int read = socket.getInputStream().read(bytes, at, bytes.length - at);
        if (read < 0) {
          throw new EOFException("the connection has ended");
        }
        return read;
      } catch (SocketTimeoutException _) {
        return 0;
      }
    }

    /** What follows has no such end. */
    void close() throws IOException {
      socket.setSoTimeout(0);
    }
  }
}
