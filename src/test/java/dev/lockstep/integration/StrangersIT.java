package dev.lockstep.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.bus.Envelope;
import dev.lockstep.bus.EnvelopeCodec;
import dev.lockstep.bus.EnvelopeSeal;
import dev.lockstep.bus.Letter;
import dev.lockstep.chain.Hash;
import dev.lockstep.door.MemberSocket;
import dev.lockstep.door.Refusals;
import dev.lockstep.keys.KeyFile;
import dev.lockstep.keys.Keyring;
import dev.lockstep.keys.MemberKey;
import dev.lockstep.order.PeerMessage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who knows the cluster file and reaches the ports, and a member that errs. */
@DisplayName("Strangers at the port for members")
class StrangersIT {
  private static final byte PONG = 1;

  @TempDir static Path directory;
  private static RealCluster cluster;

  @BeforeAll
  static void start() throws IOException {
    cluster = new RealCluster(directory, "", "A", "B", "C").startAll();
  }

  @AfterAll
  static void everyDiskIsInOrder() throws Exception {
    try {
      cluster.stopAllAndVerify();
    } finally {
      cluster.close();
    }
  }

  private static Socket plain(String member) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), cluster.busPort(member));
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static MemberKey key(String member) {
    return KeyFile.openOrCreate(cluster.data.resolve(member), "it/" + member);
  }

  /** As B, with its own key. */
  private static SSLContext asB() {
    return MemberSocket.context("B", key("B"));
  }

  private static Socket tls(String member, SSLContext context) throws IOException {
    var socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(plain(member), "localhost", cluster.busPort(member), true);
    socket.startHandshake();
    return socket;
  }

  /** A frame of the event bus with this body, as a member sends it to A. */
  private static byte[] frame(byte[] body) {
    var sender = UUID.randomUUID().toString();
    var frame =
        text(
                Buffer.buffer().appendInt(0).appendByte((byte) 2).appendByte((byte) -1),
                EnvelopeCodec.NAME)
            .appendByte((byte) 0);
    text(text(frame, "lockstep.inbox.A").appendInt(0), sender).appendInt(4).appendBytes(body);
    return frame.setInt(0, frame.length() - 4).getBytes();
  }

  private static byte[] ping() {
    var frame =
        Buffer.buffer().appendInt(0).appendByte((byte) 2).appendByte((byte) 1).appendByte((byte) 0);
    text(text(frame, "__vertx_ping").appendInt(0), "X").appendInt(4);
    return frame.setInt(0, frame.length() - 4).getBytes();
  }

  private static Buffer text(Buffer out, String text) {
    return out.appendInt(text.length()).appendString(text);
  }

  /** A frame of 24 bytes, whose codec has a name of two gigabytes. */
  private static byte[] gigabytes() {
    return Buffer.buffer()
        .appendInt(20)
        .appendByte((byte) 2)
        .appendByte((byte) -1)
        .appendInt(0x7ffffff0)
        .appendBytes(new byte[14])
        .getBytes();
  }

  private static int answer(Socket socket, byte[] bytes) {
    try (socket) {
      socket.getOutputStream().write(bytes);
      return socket.getInputStream().read();
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the connection stays open", e);
    } catch (IOException _) {
      // Reset, because it was closed with bytes unread.
      return -1;
    }
  }

  private static double counted(String name) throws Exception {
    var request = cluster.client("A").request("/metrics").GET().build();
    var lines =
        java.net.http.HttpClient.newHttpClient()
            .send(request, java.net.http.HttpResponse.BodyHandlers.ofLines())
            .body();
    return lines
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .sum();
  }

  private static void assertAllReady() {
    cluster.names.forEach(cluster::awaitReady);
  }

  private static void assertPays() {
    var answer = cluster.client("A").transfer(UUID.randomUUID().toString(), "A", "B", "1.00");
    assertEquals(201, answer.status(), answer::toString);
    cluster.awaitEqualHeads();
  }

  @Test
  void whoever_has_no_key_gets_a_closed_connection_and_no_answer() throws Exception {
    double before = counted("lockstep_refused_connections_total");
    assertEquals(-1, answer(plain("A"), ping()));
    assertEquals(
        -1,
        answer(
            plain("A"), "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
    assertTrue(counted("lockstep_refused_connections_total") >= before + 2);

    // A member gets one.
    assertEquals(PONG, answer(tls("A", asB()), ping()));
  }

  @Test
  void no_frame_kills_a_node() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertEquals(-1, answer(plain("A"), gigabytes()));
      // Nor does a member's.
      assertEquals(-1, answer(tls("A", asB()), gigabytes()));
    }
    assertAllReady();
    assertPays();
  }

  @Test
  void no_frame_writes_into_the_log() throws Exception {
    var log = cluster.data.resolve("A/node.log");
    long before = Files.size(log);
    var name = "\u001b[31m" + "X marks the spot\n".repeat(3_500);
    for (int i = 0; i < 400; i++) {
      answer(
          plain("A"),
          frame(Buffer.buffer().appendShort((short) 60_000).appendString(name).getBytes()));
    }
    try (var member = tls("A", asB())) {
      for (int i = 0; i < 4_000; i++) {
        var body =
            Buffer.buffer()
                .appendByte((byte) 2)
                .appendShort((short) 60_000)
                .appendString(name)
                .appendBytes(new byte[600]);
        member
            .getOutputStream()
            .write(frame(Buffer.buffer().appendInt(body.length()).appendBuffer(body).getBytes()));
      }
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> counted("lockstep_refused_envelopes_total") >= 4_000);

    // Heartbeats are in it too.
    assertTrue(
        Files.size(log) - before < 1 << 20, "the log has grown by " + (Files.size(log) - before));
    assertFalse(Files.readString(log).contains("X marks the spot"));
    assertAllReady();
  }

  /** B has its key, its name in the cluster file, and everything that it has ever heard. */
  @Test
  void a_member_does_not_speak_as_another() throws Exception {
    double before = counted("lockstep_refused_envelopes_total");
    var keyring =
        Keyring.of(
            "it", Map.of("A", Optional.of(key("A").publicKey())), cluster.data, problem -> {});
    var genesis = Hash.parse(cluster.status("A").get("genesis").textValue());
    var asC =
        new EnvelopeCodec(
            new EnvelopeSeal("C", key("B"), keyring), new Refusals(new SimpleMeterRegistry()));
    var asB =
        new EnvelopeCodec(
            new EnvelopeSeal("B", key("B"), keyring), new Refusals(new SimpleMeterRegistry()));
    var forged = new Letter("A", new Envelope.Says(genesis, new PeerMessage.Fetch("C", 1, 1, 1)));
    try (var member = tls("A", asB())) {
      for (var codec : new EnvelopeCodec[] {asC, asB}) {
        var body = Buffer.buffer();
        codec.encodeToWire(body, forged);
        member.getOutputStream().write(frame(body.getBytes()));
      }
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> counted("lockstep_refused_envelopes_total") == before + 2);
    }
    assertAllReady();
  }

  /** Who has the port of a member that is down learns nothing, and cannot play the member. */
  @Test
  void the_port_of_a_member_that_is_down_is_of_no_use() throws Exception {
    cluster.stop("B");
    var heard = new ByteArrayOutputStream();
    try (var port = new ServerSocket(cluster.busPort("B"), 50, InetAddress.getLoopbackAddress())) {
      port.setSoTimeout(10_000);
      for (int i = 0; i < 3; i++) {
        try (var caller = port.accept()) {
          caller.setSoTimeout(1_000);
          heard.writeBytes(read(caller));
        }
      }
      cluster.awaitWaiting("A", "B");
    }
    var bytes = heard.toByteArray();
    assertEquals(0x16, bytes[0], "it begins with a handshake");
    var text = new String(bytes, StandardCharsets.ISO_8859_1);
    assertFalse(text.contains("lockstep"), text);
    cluster.start("B").awaitReady("B");
    assertAllReady();
    assertPays();
  }

  /** What a caller says before it waits for an answer that does not come. */
  private static byte[] read(Socket caller) throws IOException {
    var heard = new ByteArrayOutputStream();
    var buffer = new byte[4096];
    try {
      for (int n; (n = caller.getInputStream().read(buffer)) > 0; ) {
        heard.write(buffer, 0, n);
      }
    } catch (SocketTimeoutException _) {
      // It waits for us.
    }
    return heard.toByteArray();
  }

  @Test
  void fifteen_seconds_of_nonsense_change_nothing() throws Exception {
    nonsense(Duration.ofSeconds(15));
  }

  @Test
  @Tag("long")
  void two_minutes_of_nonsense_change_nothing() throws Exception {
    nonsense(Duration.ofMinutes(2));
  }

  /**
   * With and without a member's certificate, at the port for members and at the one for clients.
   */
  private static void nonsense(Duration length) throws Exception {
    assertPays();
    var balances = cluster.client("A").get("/api/accounts").body();
    var context = asB();
    long end = System.nanoTime() + length.toNanos();
    for (int seed = 0; System.nanoTime() < end; seed++) {
      var random = new Random(seed);
      try (var socket = target(random, context)) {
        socket.setSoTimeout(1 + random.nextInt(50));
        for (int i = random.nextInt(4); i >= 0; i--) {
          socket.getOutputStream().write(bytes(random));
        }
        socket.getInputStream().read();
      } catch (IOException _) {
        // Closed, as it should be, or silent.
      }
    }
    assertAllReady();
    assertEquals(balances, cluster.client("A").get("/api/accounts").body());
    assertPays();
  }

  private static Socket target(Random random, SSLContext context) throws IOException {
    return switch (random.nextInt(4)) {
      case 0 -> new Socket(InetAddress.getLoopbackAddress(), cluster.httpPort("A"));
      case 1 -> plain("A");
      default -> tls("A", context);
    };
  }

  private static byte[] bytes(Random random) {
    var body = new byte[random.nextInt(2_000)];
    random.nextBytes(body);
    var bytes =
        switch (random.nextInt(4)) {
          case 0 -> body;
          case 1 -> ping();
          case 2 -> gigabytes();
          default -> frame(Buffer.buffer().appendInt(body.length).appendBytes(body).getBytes());
        };
    for (int i = random.nextInt(3); i > 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }
}
