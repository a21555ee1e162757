package dev.lockstep.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.bus.Envelope;
import dev.lockstep.bus.Letter;
import dev.lockstep.chain.Block;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Transfer;
import dev.lockstep.door.MemberSocket;
import dev.lockstep.keys.MemberKey;
import dev.lockstep.mutex.Head;
import dev.lockstep.mutex.MutexMessage;
import dev.lockstep.mutex.State;
import dev.lockstep.order.LamportPeerMessage;
import dev.lockstep.order.PeerMessage;
import dev.lockstep.order.Stamp;
import dev.lockstep.proof.TwoBlocks;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntPredicate;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who knows the cluster file and reaches the ports, and a member that errs. */
@DisplayName("Strangers at the port for members")
@TestMethodOrder(OrderAnnotation.class)
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
    return LyingMember.key(cluster, member);
  }

  /** As B, with its own key. */
  private static SSLContext asB() {
    return MemberSocket.context("B", key("B"));
  }

  private static Socket tls(String member, SSLContext context) throws IOException {
    return LyingMember.connect(cluster, member, context);
  }

  private static byte[] frame(byte[] body) {
    return LyingMember.frame("A", body);
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
    assertEquals(-1, answer(plain("A"), LyingMember.ping()));
    assertEquals(
        -1,
        answer(
            plain("A"), "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
    assertTrue(counted("lockstep_refused_connections_total") >= before + 2);

    // A member gets one.
    assertEquals(PONG, answer(tls("A", asB()), LyingMember.ping()));
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

  /** Three headers of Hazelcast's packets, each of which announces two gigabytes. */
  private static byte[] packetHeaders() {
    var bytes = Buffer.buffer("HZC");
    for (int i = 0; i < 3; i++) {
      bytes.appendByte((byte) 4).appendShort((short) 0x10).appendInt(-1).appendInt(0x7fffff00);
    }
    return bytes.appendBytes(new byte[6]).getBytes();
  }

  /** Hazelcast's port is on loopback, where every user of the machine reaches it. */
  @Test
  void hazelcast_reads_nothing_of_who_is_no_member() throws Exception {
    double before = counted("lockstep_refused_connections_total");
    var silent = new Socket(InetAddress.getLoopbackAddress(), cluster.hazelcastPort("A"));
    for (int i = 0; i < 3; i++) {
      try (var stranger =
          new Socket(InetAddress.getLoopbackAddress(), cluster.hazelcastPort("A"))) {
        stranger.setSoTimeout(10_000);
        stranger.getOutputStream().write(packetHeaders());
        assertTrue(toEnd(stranger) <= 64, "it says who it is, and no more");
      }
    }
    try (silent) {
      silent.setSoTimeout(10_000);
      assertTrue(toEnd(silent) <= 64, "it waits for nobody");
    }
    assertTrue(counted("lockstep_refused_connections_total") >= before + 4);
    assertAllReady();
    assertPays();
  }

  /** How many bytes come before the other end closes. */
  private static long toEnd(Socket socket) throws IOException {
    try {
      return socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the connection stays open", e);
    } catch (SocketException _) {
      // Reset, because it was closed with bytes unread.
      return 0;
    }
  }

  @Test
  void no_frame_writes_into_the_log() throws Exception {
    var log = cluster.data.resolve("A/node.log");
    long before = Files.size(log);
    var name = "\u001b[31m" + "X marks the spot\n".repeat(3_500);
    for (int i = 0; i < 40; i++) {
      answer(
          plain("A"),
          frame(Buffer.buffer().appendShort((short) 60_000).appendString(name).getBytes()));
    }
    try (var member = tls("A", asB())) {
      for (int i = 0; i < 400; i++) {
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
        .until(() -> counted("lockstep_refused_envelopes_total") >= 400);

    // A line for each of them would be more.
    assertTrue(
        Files.size(log) - before < 1 << 15, "the log has grown by " + (Files.size(log) - before));
    assertFalse(Files.readString(log).contains("X marks the spot"));
    assertAllReady();
  }

  /** B has its key, its name in the cluster file, and everything that it has ever heard. */
  @Test
  void a_member_does_not_speak_as_another() throws Exception {
    double before = counted("lockstep_refused_envelopes_total");
    var genesis = Hash.parse(cluster.status("A").get("genesis").textValue());
    var forged =
        new Letter(
            "A", new Envelope.Says(genesis, Stamp.NONE, new PeerMessage.Fetch("C", 1, 1, 1)));
    try (var member = tls("A", asB())) {
      for (var name : List.of("B", "C")) {
        member.getOutputStream().write(LyingMember.frame(cluster, name, key("B"), forged));
      }
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> counted("lockstep_refused_envelopes_total") == before + 2);
    }
    assertAllReady();
  }

  private final LyingMember c = new LyingMember(cluster, "C");

  /** C in its present incarnation, with the newest state there is. */
  private State stateOfC(String to, long incarnation, long time) {
    var status = cluster.status(to);
    var head =
        new Head(status.get("height").longValue(), Hash.parse(status.get("hash").textValue()));
    return new State(
        "C",
        incarnation,
        status.get("incarnation").longValue(),
        time,
        Optional.empty(),
        head,
        head.height());
  }

  private State stateOfC(String to) {
    return stateOfC(to, c.incarnation(to), cluster.status(to).get("time").longValue() + 1_000);
  }

  /** A block of that proposer that follows the head of a node. */
  private static Block next(String after, String proposer, Transfer transfer) {
    var status = cluster.status(after);
    return Block.of(
        status.get("height").longValue() + 1,
        Hash.parse(status.get("hash").textValue()),
        status.get("time").longValue(),
        proposer,
        List.of(transfer));
  }

  private static Transfer transfer(String from, String to) {
    return new Transfer(UUID.randomUUID(), from, to, 100, "");
  }

  private void release(String to, Block block) throws IOException {
    c.say(to, releaseTo(to, c.signed(block)));
  }

  private PeerMessage releaseTo(String to, Block block) {
    return new LamportPeerMessage(new MutexMessage.Release(stateOfC(to)), Optional.of(block));
  }

  private void assertAccuses(String name, String reason) {
    await(name + " accuses C: " + reason).until(() -> c.accusation(name).contains(reason));
  }

  private static String balances(String of) {
    return cluster.client(of).get("/api/accounts").body().get("accounts").toString();
  }

  private static long height() {
    return cluster.status("A").get("height").longValue();
  }

  @Test
  void a_member_does_not_pay_with_the_money_of_another_one() throws Exception {
    cluster.awaitEqualHeads();
    var balances = balances("A");
    long height = height();
    release("A", next("A", "B", transfer("B", "A")));
    assertAccuses("A", "release: it brings block " + (height + 1) + " of B");
    release("A", next("A", "C", transfer("B", "A")));
    assertAccuses("A", "block " + (height + 1) + ": transfer 0");
    c.say("A", releaseTo("A", next("A", "C", transfer("C", "A"))));
    assertAccuses("A", "it brings block " + (height + 1) + " without a signature");
    for (var name : cluster.names) {
      assertEquals(height, cluster.status(name).get("height").longValue(), name);
      assertEquals(balances, balances(name), name);
    }
    assertTrue(cluster.client("A").metric("lockstep_accused_total{member=\"C\"}") >= 1);
    assertPays();
    assertAllReady();
  }

  @Test
  void a_member_does_not_use_up_the_numbers() throws Exception {
    long height = height();
    for (var lie : List.of(stateOfC("A", Long.MAX_VALUE, 9), stateOfC("A", 1, (1L << 62) - 1))) {
      c.say("A", new LamportPeerMessage(new MutexMessage.Heartbeat(lie), Optional.empty()));
      assertAccuses("A", lie.time() == 9 ? "its incarnation is 9223" : "its time is 46116860");
    }
    // In one packet. Each of them is far ahead, and no more than a wall clock allows.
    var hellos = new PeerMessage[3];
    for (int leap = 0; leap < hellos.length; leap++) {
      long time = cluster.status("A").get("time").longValue() + (leap + 1L << 32);
      hellos[leap] =
          new LamportPeerMessage(
              new MutexMessage.Hello(stateOfC("A", c.incarnation("A"), time), false, leap),
              Optional.empty());
    }
    c.say("A", hellos);
    await().until(() -> cluster.status("A").get("time").longValue() > 3L << 32);
    assertPays();
    assertAllReady();
    assertTrue(height() > height);
  }

  @Test
  void a_member_that_signs_two_chains_is_accused_with_both_signatures() throws Exception {
    assertPays();
    await().until(() -> cluster.client("A").text("/api/checkpoint").contains("— it/C "));
    c.ask("A", 1, Hash.ZERO);
    assertAccuses("A", "signature: it has signed this chain up to block ");
    for (var note :
        List.of("fork-C-1.theirs", "contradiction-C-1.before", "contradiction-C-1.after")) {
      assertTrue(Files.readString(cluster.data.resolve("A/" + note)).contains("— it/C "), note);
    }
    assertEquals(1, cluster.client("A").metric("lockstep_forks_total"));
    assertPays();
    assertAllReady();
  }

  /** The ledger does not go on after it: C is what it needs and cannot have. */
  @Test
  @Order(Integer.MAX_VALUE)
  void two_blocks_of_one_member_stop_no_node_now_or_at_its_next_start() throws Exception {
    cluster.awaitEqualHeads();
    var one = next("A", "C", transfer("C", "A"));
    var other = next("A", "C", transfer("C", "B"));
    c.sayAtOnce(Map.of("A", releaseTo("A", c.signed(one)), "B", releaseTo("B", c.signed(other))));
    await().until(() -> refuses("A", "B") && refuses("B", "A"));
    for (var name : List.of("A", "B")) {
      assertProves(name, one, other);
    }
    for (var name : cluster.names) {
      assertEquals(0, cluster.stop(name), name);
    }
    cluster.start("A").start("B");
    for (var name : List.of("A", "B")) {
      cluster.awaitState(name, "joining");
      var lie = new State("C", 1, 0, (1L << 62) - 1, Optional.empty(), new Head(0, Hash.ZERO), 0);
      var hello = new LamportPeerMessage(new MutexMessage.Hello(lie, false, 0), Optional.empty());
      // Again and again: what C has signed is found out meanwhile, and only the last reason is
      // shown.
      await(name)
          .until(
              () -> {
                c.say(name, hello);
                return c.accusation(name).contains("its time is 46116860");
              });
    }
    cluster.start("C");
    // Nobody has halted: each answers, and C as well names a chain that is not its own. Of A and B,
    // the one that refuses first learns nothing of the incarnation of the other, which therefore
    // takes what it hears for a message to an earlier one.
    await()
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .until(
            () ->
                (refuses("A", "B") || refuses("B", "A"))
                    && !cluster.status("C").path("accused").isEmpty());
    for (var name : cluster.names) {
      var state = cluster.status(name).get("state").textValue();
      assertTrue(Set.of("joining", "waiting", "ready").contains(state), name + " is " + state);
    }
  }

  private static void assertProves(String name, Block one, Block other) throws IOException {
    var file = cluster.data.resolve(name).resolve("two-blocks-C-" + one.height());
    await(file.toString()).until(() -> Files.exists(file));
    var kept = TwoBlocks.parse(Files.readAllBytes(file));
    assertEquals(
        Set.of(one.hash(), other.hash()), Set.of(kept.first().hash(), kept.second().hash()));
    assertTrue(kept.isSignedBy(LyingMember.key(cluster, "C").publicKey()));
  }

  /** Whether a member names another one because of its chain. */
  private static boolean refuses(String one, String other) {
    return new LyingMember(cluster, other).accusation(one).contains("has hash");
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
  void nonsense_changes_nothing() throws Exception {
    nonsense(connections -> connections < 80);
  }

  @Test
  @Tag("long")
  void two_minutes_of_nonsense_change_nothing() throws Exception {
    long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    nonsense(_ -> System.nanoTime() < end);
  }

  /**
   * With and without a member's certificate, at the port for members and at the one for clients.
   *
   * @param goesOn gets the number of connections so far, each of which has this number as its seed
   */
  private static void nonsense(IntPredicate goesOn) throws Exception {
    assertPays();
    var balances = cluster.client("A").get("/api/accounts").body();
    var context = asB();
    for (int seed = 0; goesOn.test(seed); seed++) {
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
          case 1 -> LyingMember.ping();
          case 2 -> gigabytes();
          default -> frame(Buffer.buffer().appendInt(body.length).appendBytes(body).getBytes());
        };
    for (int i = random.nextInt(3); i > 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }
}
