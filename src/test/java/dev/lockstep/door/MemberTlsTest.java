package dev.lockstep.door;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.FreePorts;
import dev.lockstep.keys.KeyFile;
import dev.lockstep.keys.Keyring;
import dev.lockstep.keys.MemberKey;
import dev.lockstep.keys.PublicKey;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A door with a Hazelcast behind it that answers every byte with the same byte. */
@DisplayName("Who gets through the door")
class MemberTlsTest {
  @TempDir Path data;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Refusals refusals = new Refusals(registry);
  private Keyring keyring;
  private ServerSocket hazelcast;
  private Door door;
  private InetSocketAddress at;

  @BeforeEach
  void open() throws IOException {
    keyring = ring();
    hazelcast = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::echo);
    at = new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePorts.take());
    door =
        Door.open(
            at,
            new MemberTls("A", key("A"), keyring),
            refusals,
            8,
            (InetSocketAddress) hazelcast.getLocalSocketAddress(),
            OptionalInt::empty);
  }

  @AfterEach
  void close() throws IOException {
    door.close();
    hazelcast.close();
  }

  @Test
  @EnabledOnOs(
      value = OS.LINUX,
      architectures = {"amd64", "aarch64"})
  void on_linux_the_event_bus_waits_for_the_network_as_linux_does() throws IOException {
    var tls = new MemberTls("A", key("A"), keyring);
    assertEquals("epoll", new GuardedTransport(tls, refusals, 8001, 8, "", "").name());
  }

  private void echo() {
    while (!hazelcast.isClosed()) {
      try {
        var socket = hazelcast.accept();
        Thread.ofVirtual()
            .start(
                () -> {
                  try (socket) {
                    socket.getInputStream().transferTo(socket.getOutputStream());
                  } catch (IOException _) {
                    // The other end is gone.
                  }
                });
      } catch (IOException _) {
        return;
      }
    }
  }

  private Keyring ring() {
    Map<String, Optional<PublicKey>> all = new LinkedHashMap<>();
    List.of("A", "B").forEach(name -> all.put(name, Optional.empty()));
    return Keyring.of("test", all, data, problem -> {});
  }

  private MemberKey key(String member) {
    return KeyFile.openOrCreate(data.resolve(member), "test/" + member);
  }

  private Socket tunnel(SSLContext context) throws IOException {
    return tunnel(context, at);
  }

  private static Socket tunnel(SSLContext context, InetSocketAddress at) throws IOException {
    var plain = new Socket(at.getAddress(), at.getPort());
    plain.setSoTimeout(10_000);
    plain.getOutputStream().write(Door.TUNNEL);
    var socket =
        (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", at.getPort(), true);
    socket.startHandshake();
    return socket;
  }

  private static String said(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes());
    return new String(socket.getInputStream().readNBytes(text.length()));
  }

  private double refused() {
    return registry.counter("lockstep.refused.connections").count();
  }

  private void assertKeptOut(SSLContext context) {
    double before = refused();
    assertThrows(
        IOException.class,
        () -> {
          try (var socket = tunnel(context)) {
            // In TLS 1.3 a client learns with its first read that it was refused.
            if (said(socket, "Hello").isEmpty()) {
              throw new IOException("closed");
            }
          }
        });
    await().until(() -> refused() == before + 1);
  }

  @Test
  void a_member_gets_through() throws Exception {
    var key = key("B");
    try (var socket =
        tunnel(MemberSocket.context("TLSv1.3", key, MemberCertificate.of("B", key)))) {
      var long_ = "Hello Hazelcast! ".repeat(100_000);
      var writing = Thread.ofVirtual().start(() -> write(socket, long_));
      assertEquals(long_, new String(socket.getInputStream().readNBytes(long_.length())));
      writing.join();
    }
    assertEquals(0, refused());
  }

  private static void write(Socket socket, String text) {
    try {
      socket.getOutputStream().write(text.getBytes());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void a_stranger_does_not() throws Exception {
    key("B");
    var stranger = KeyFile.openOrCreate(data.resolve("X"), "test/B");

    assertKeptOut(MemberSocket.context("TLSv1.3", stranger, MemberCertificate.of("B", stranger)));
    assertKeptOut(MemberSocket.context("TLSv1.3", stranger));
  }

  /** The certificate of a member is no secret: everybody sees it who connects to the member. */
  @Test
  void a_certificate_without_its_key_does_not() throws Exception {
    var stranger = KeyFile.openOrCreate(data.resolve("X"), "test/B");
    var member = MemberCertificate.of("B", key("B"));

    assertKeptOut(MemberSocket.context("TLSv1.3", stranger, member));
    var own = MemberCertificate.of("B", stranger);
    assertKeptOut(MemberSocket.context("TLSv1.3", stranger, own, member));
  }

  @Test
  void an_older_tls_does_not() throws Exception {
    var key = key("B");

    assertKeptOut(MemberSocket.context("TLSv1.2", key, MemberCertificate.of("B", key)));
  }

  /** A session of before would be resumed without a look at the keyring. */
  @Test
  void a_member_with_a_new_key_does_not_get_through_with_a_session_of_the_old_one()
      throws Exception {
    var old = key("B");
    var context = MemberSocket.context("TLSv1.3", old, MemberCertificate.of("B", old));
    try (var socket = tunnel(context)) {
      assertEquals("Hello", said(socket, "Hello"));
    }
    Files.delete(data.resolve("B/key"));
    var key = key("B");
    try (var socket =
        tunnel(MemberSocket.context("TLSv1.3", key, MemberCertificate.of("B", key)))) {
      assertEquals("Hello", said(socket, "Hello"));
    }

    assertKeptOut(context);
  }

  @Test
  void what_is_neither_tls_nor_a_tunnel_is_closed() throws IOException {
    for (int first : new int[] {0, 'G', 0x16, 0x17, 255}) {
      try (var socket = new Socket(at.getAddress(), at.getPort())) {
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(first);
        assertEquals(-1, socket.getInputStream().read(), "first byte " + first);
      }
    }
    // 0x16 may be a member: the event bus of this node is not there yet.
    assertEquals(4, refused());
  }

  @Test
  void who_says_nothing_is_closed_and_keeps_nobody_out() throws Exception {
    var key = key("B");
    List<Socket> silent = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      silent.add(new Socket(at.getAddress(), at.getPort()));
    }
    try (var socket =
        tunnel(MemberSocket.context("TLSv1.3", key, MemberCertificate.of("B", key)))) {
      assertEquals("Hello", said(socket, "Hello"));
    }
    for (var socket : silent) {
      socket.setSoTimeout(10_000);
      assertEquals(-1, socket.getInputStream().read());
      socket.close();
    }
  }

  /** The door cannot tell such a stranger from a member: the event bus behind it does. */
  @Test
  void who_begins_as_the_event_bus_does_and_goes_no_further_keeps_nobody_out() throws Exception {
    var key = key("B");
    var behind = new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePorts.take());
    List<Socket> strangers = new ArrayList<>();
    var busy =
        Door.open(
            behind,
            new MemberTls("A", key("A"), keyring),
            refusals,
            8,
            (InetSocketAddress) hazelcast.getLocalSocketAddress(),
            () -> OptionalInt.of(hazelcast.getLocalPort()));
    try {
      for (int i = 0; i < Connections.PENDING_MAX; i++) {
        var stranger = new Socket(behind.getAddress(), behind.getPort());
        strangers.add(stranger);
        stranger.getOutputStream().write(0x16);
        assertEquals(0x16, stranger.getInputStream().read(), "passed on");
      }
      try (var socket =
          tunnel(MemberSocket.context("TLSv1.3", key, MemberCertificate.of("B", key)), behind)) {
        assertEquals("Hello", said(socket, "Hello"));
      }
    } finally {
      busy.close();
      for (var stranger : strangers) {
        stranger.close();
      }
    }
  }

  @Test
  void what_a_certificate_says_of_its_name_and_its_time_does_not_matter() throws Exception {
    var certificate = MemberCertificate.of("somebody else", key("B"));

    assertEquals(Optional.of("B"), new PinnedKeys(keyring).owner(new Certificate[] {certificate}));
    certificate.checkValidity();
    assertFalse(certificate.getPublicKey().toString().isEmpty());
  }

  @Test
  void both_ends_show_their_keys() throws Exception {
    var tls = new MemberTls("A", key("A"), keyring);
    var handler = tls.connect();

    assertTrue(handler.engine().getUseClientMode());
    assertEquals(List.of("TLSv1.3"), List.of(handler.engine().getEnabledProtocols()));
    assertEquals(Optional.empty(), tls.member(handler), "before the handshake");
    PrivateKey key = key("A").forSignatures();
    assertEquals("EdDSA", key.getAlgorithm());
    assertTrue(tls.accept().engine().getNeedClientAuth());
  }
}
