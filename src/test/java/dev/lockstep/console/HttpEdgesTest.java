package dev.lockstep.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.bus.Local;
import dev.lockstep.console.access.Connections;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests at the edges of HTTP/1.1 and of RFC 6455, byte for byte. */
@DisplayName("HTTP")
@ExtendWith(VertxExtension.class)
class HttpEdgesTest {
  private static final String TRANSFER = "{\"to\": \"B1\", \"amount\": \"4.00\"}";
  private static final String JSON = "Content-Type: application/json";

  private RunningConsole console;

  @BeforeEach
  void start(Vertx vertx) {
    console = RunningConsole.start(vertx);
  }

  private RawConnection connect() {
    return new RawConnection("127.0.0.1", console.port);
  }

  // --- heads that can be understood in two ways -------------------------------------------------

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: evil.example",
        "Host: 127.0.0.1",
        "Authorization: Bearer x",
        "Origin: http://a\r\nOrigin: http://b",
        "Content-Length: 5\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 5",
        "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: 0\r\nContent-Length: 0",
        "Content-Length: -1",
        "Content-Length: +5",
        "Content-Length: 5, 5",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding : chunked",
        "no colon"
      })
  void an_ambiguous_head_is_refused_and_the_connection_ends(String header) {
    var asked = new AtomicInteger();
    console.decide =
        transfer -> {
          asked.incrementAndGet();
          return RunningConsole.committed(false);
        };
    // What follows would be a request of its own to one reader, and a body to another.
    var smuggled =
        "POST /api/transfers HTTP/1.1\r\n"
            + console.host()
            + "\r\n"
            + RunningConsole.bearer()
            + "\r\n"
            + JSON
            + "\r\nContent-Length: "
            + TRANSFER.length()
            + "\r\n\r\n"
            + TRANSFER;
    try (var connection = connect()) {
      var answer =
          connection
              .send(
                  "GET /api/status HTTP/1.1\r\n"
                      + console.host()
                      + "\r\n"
                      + RunningConsole.bearer()
                      + "\r\n"
                      + header
                      + "\r\n\r\n0\r\n\r\n"
                      + smuggled)
              .untilClosed();
      assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
      assertTrue(answer.contains("invalid_request"), answer);
      assertEquals(answer.indexOf("HTTP/1.1"), answer.lastIndexOf("HTTP/1.1"), answer);
    }
    assertEquals(0, asked.get());
  }

  @Test
  void what_is_too_long_has_a_status_of_its_own() {
    var line = console.get("/" + "x".repeat(9_000));
    assertEquals(414, line.status());
    assertEquals("too_large", line.code());
    var head = console.raw("GET", "/", "", console.host(), "X: " + "x".repeat(17_000));
    assertEquals(431, head.status());
    assertEquals("too_large", head.code());
  }

  @Test
  void the_host_in_the_target_counts_as_the_header_does() {
    assertEquals(200, console.get("http://127.0.0.1:" + console.port + "/api/status").status());
    assertEquals(421, console.get("http://evil.example/api/status").status());
    assertEquals(421, console.get("http://127.0.0.1:1/api/status").status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"LOCALHOST", "localhost.", "127.0.0.1", "[::1]", "[0:0:0:0:0:0:0:1]"})
  void a_name_may_be_spelt_as_it_likes(String host) {
    var answer =
        console.raw(
            "GET",
            "/api/status",
            "",
            "Host: " + host + ":" + console.port,
            RunningConsole.bearer());
    assertEquals(200, answer.status(), answer::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Host: evil.example", "Host: 10.1.2.3:99", "Host: ", "X: none"})
  void health_is_told_to_everybody_by_any_name(String host) {
    assertEquals(200, console.raw("GET", "/health/live", "", host).status());
    assertEquals(200, console.raw("GET", "/health/ready", "", host).status());
    try (var connection = connect()) {
      var answer = connection.send("GET /health/ready HTTP/1.0\r\n\r\n").untilClosed();
      assertTrue(answer.contains(" 200 "), answer);
    }
  }

  // --- methods, bodies, cookies -----------------------------------------------------------------

  @Test
  void head_is_answered_wherever_get_is() {
    for (var target :
        List.of("/api/status", "/api/accounts", "/api/blocks/2", "/api/blocks?limit=1")) {
      var answer = console.call("HEAD", target);
      assertEquals(200, answer.status(), target);
      assertEquals("", answer.body());
    }
    assertEquals(404, console.call("HEAD", "/api/blocks/99").status());
    assertEquals(401, console.raw("HEAD", "/api/status", "", console.host()).status());
    assertEquals(405, console.call("HEAD", "/api/transfers").status());
  }

  @ParameterizedTest
  @CsvSource({"gzip, 415", "br, 415", "identity, 201", "x, 415"})
  void a_body_is_sent_as_it_is(String encoding, int status) {
    var answer =
        console.raw(
            "POST",
            "/api/transfers",
            TRANSFER,
            console.host(),
            RunningConsole.bearer(),
            JSON,
            "Content-Encoding: " + encoding);
    assertEquals(status, answer.status(), answer::toString);
    if (status == 415) {
      assertTrue(answer.body().contains("Content-Encoding is \\\"" + encoding), answer::body);
    }
  }

  @Test
  void cookies_may_come_in_several_headers() {
    var cookie = console.signIn();
    for (var other : List.of("Cookie: a=b", cookie.replaceFirst("=.*", "=old"), "Cookie: ")) {
      var first = console.raw("GET", "/api/status", "", console.host(), other, cookie);
      assertEquals(200, first.status(), first::toString);
      var last = console.raw("GET", "/api/status", "", console.host(), cookie, other);
      assertEquals(200, last.status(), last::toString);
    }
  }

  @Test
  void a_client_that_wants_to_be_asked_for_its_body_is_asked() {
    try (var connection = connect()) {
      connection.send(
          "POST /api/transfers HTTP/1.1\r\n"
              + console.host()
              + "\r\n"
              + RunningConsole.bearer()
              + "\r\n"
              + JSON
              + "\r\nExpect: 100-continue\r\nContent-Length: "
              + TRANSFER.length()
              + "\r\n\r\n");
      assertTrue(connection.head().startsWith("HTTP/1.1 100 "));
      assertTrue(connection.send(TRANSFER).head().startsWith("HTTP/1.1 201 "));
    }
  }

  @Test
  void a_wrong_link_is_a_page_to_browsers_and_a_problem_to_programs() {
    for (var target : List.of("/?token=wrong", "/?token=", "/?token=a&token=b")) {
      var page = console.raw("GET", target, "", console.host(), "Accept: text/html,*/*;q=0.8");
      assertEquals(401, page.status(), target);
      assertTrue(page.header("content-type").startsWith("text/html"), page::toString);
      assertTrue(page.body().contains("This link does not open this node"));
      assertEquals("", page.header("set-cookie"));
      var problem = console.raw("GET", target, "", console.host(), "Accept: application/json");
      assertEquals("unauthorized", problem.code());
    }
  }

  // --- WebSocket --------------------------------------------------------------------------------

  private static byte[] request(String memo) {
    return ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"balance\",\"params\":{\"account\":\""
            + memo
            + "\"}}")
        .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u00ff",
        "\u00c0\u00af", // overlong
        "\u00ed\u00a0\u0080", // half of a surrogate pair
        "\u00f4\u0090\u0080\u0080", // beyond Unicode
        "\u00e2\u0082" // incomplete
      })
  void a_text_that_is_not_utf8_ends_the_conversation(String bytes) {
    try (var connection = connect().upgrade(console)) {
      connection.frame(RawConnection.FINAL | RawConnection.TEXT, request(bytes));
      assertEquals("#1007", connection.nextFrame());
    }
  }

  @Test
  void a_character_may_be_split_between_frames() {
    try (var connection = connect().upgrade(console)) {
      var text = request("\u00e2\u0082\u00ac");
      int middle = text.length - 5;
      connection.frame(RawConnection.TEXT, java.util.Arrays.copyOf(text, middle));
      connection.frame(
          RawConnection.FINAL | RawConnection.CONTINUATION,
          java.util.Arrays.copyOfRange(text, middle, text.length));
      var answer = connection.nextFrame();
      assertTrue(answer.contains("There is no account \\\"\u20ac\\\"."), answer);
    }
  }

  @Test
  void half_of_a_pair_that_is_escaped_is_no_memo() {
    var body = TRANSFER.replace("}", ", \"memo\": \"\\ud800\"}");
    assertEquals("invalid_memo", console.post("/api/transfers", body).code());
  }

  @Test
  void a_frame_that_breaks_the_protocol_is_said_to_do_so() {
    try (var connection = connect().upgrade(console)) {
      connection.frame(RawConnection.FINAL | RawConnection.CONTINUATION, (byte) 'x');
      assertEquals("#1002", connection.nextFrame());
    }
    try (var connection = connect().upgrade(console)) {
      connection.frame(0x70 | RawConnection.FINAL | RawConnection.TEXT, (byte) 'x');
      assertEquals("#1002", connection.nextFrame());
    }
  }

  @Test
  void another_version_of_the_protocol_is_named() {
    var answer =
        console.raw(
            "GET",
            "/console",
            "",
            console.host(),
            RunningConsole.bearer(),
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version: 99");
    assertTrue(List.of(400, 426).contains(answer.status()), answer::toString);
    assertFalse(answer.status() == 426 && !answer.header("sec-websocket-version").equals("13"));
  }

  // --- time and number --------------------------------------------------------------------------

  private RunningConsole limited(Connections.Limits limits, String... proxies) {
    return RunningConsole.start(Vertx.vertx(), RunningConsole.member(), List.of(proxies), limits);
  }

  @Test
  void half_a_request_does_not_stay_open_however_busy_it_is() {
    console = limited(new Connections.Limits(100, 100, 300, 600, 300, 20_000));
    try (var silent = connect();
        var head = connect().send("GET / HTTP/1.1\r\nX: ");
        var body =
            connect()
                .send(
                    "POST /api/transfers HTTP/1.1\r\n"
                        + console.host()
                        + "\r\n"
                        + RunningConsole.bearer()
                        + "\r\n"
                        + JSON
                        + "\r\nContent-Length: 30\r\n\r\n{");
        var unwanted =
            connect()
                .send(
                    "POST /api/nothing HTTP/1.1\r\n"
                        + console.host()
                        + "\r\nContent-Length: 30\r\n\r\n{");
        var second = connect()) {
      second.send("GET /health/live HTTP/1.1\r\n" + console.host() + "\r\n\r\n");
      assertTrue(second.head().contains(" 200 "));
      second.send("GET /health/live HTTP/1.1\r\nX: ");
      assertEquals("", silent.untilClosed());
      assertEquals("", head.untilClosed());
      var late = body.untilClosed();
      assertTrue(late.startsWith("HTTP/1.1 408 ") && late.contains("too_slow"), late);
      assertTrue(unwanted.untilClosed().startsWith("HTTP/1.1 401 "));
      assertEquals("{\"status\":\"UP\"}", second.untilClosed());
    } finally {
      console.vertx.close().await();
    }
  }

  @Test
  void beyond_the_limit_a_connection_is_told_so_and_others_are_served_again_later() {
    console = limited(new Connections.Limits(4, 3, 20_000, 20_000, 20_000, 20_000));
    List<RawConnection> open = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        open.add(connect().send("GET /api"));
      }
      awaitStatus(503);
      // Another address has a place of its own.
      open.forEach(RawConnection::close);
      awaitStatus(200);
    } finally {
      open.forEach(RawConnection::close);
      console.vertx.close().await();
    }
  }

  private void awaitStatus(int status) {
    long end = System.nanoTime() + 10_000_000_000L;
    while (console.raw("GET", "/health/live", "", console.host()).status() != status) {
      assertTrue(System.nanoTime() < end, "never " + status);
      Thread.onSpinWait();
    }
  }

  @Test
  void whom_a_named_proxy_speaks_for_is_counted_and_nobody_else_is_believed() {
    var limits = new Connections.Limits(100, 1, 20_000, 20_000, 20_000, 20_000);
    console = limited(limits, "127.0.0.1");
    console.isOrderSilent = true;
    try (var waiting = post("X-Forwarded-For: 6.6.6.6, 10.0.0.1");
        var other = post("X-Forwarded-For: 10.0.0.2")) {
      awaitRefusal("X-Forwarded-For: 10.0.0.1");
      awaitRefusal("Forwarded: for=10.0.0.1;proto=https");
      awaitRefusal("X-Forwarded-For: 127.0.0.1, 10.0.0.2:1234, 127.0.0.1");
      assertEquals(200, forwarded("X-Forwarded-For: 6.6.6.6").status());
      assertTrue(waiting.head().contains(" 504 "));
      assertTrue(other.head().contains(" 504 "));
    } finally {
      console.vertx.close().await();
    }
  }

  private HttpAnswer forwarded(String header) {
    return console.raw("GET", "/health/live", "", console.host(), header);
  }

  /** Until the node has heard who asked before. */
  private void awaitRefusal(String header) {
    long end = System.nanoTime() + 10_000_000_000L;
    while (forwarded(header).status() != 503) {
      assertTrue(System.nanoTime() < end, header);
    }
  }

  private RawConnection post(String... headers) {
    return connect()
        .send(
            "POST /api/transfers HTTP/1.1\r\n"
                + console.host()
                + "\r\n"
                + RunningConsole.bearer()
                + "\r\n"
                + JSON
                + "\r\n"
                + String.join("", java.util.Arrays.stream(headers).map(h -> h + "\r\n").toList())
                + "Content-Length: "
                + TRANSFER.length()
                + "\r\n\r\n"
                + TRANSFER);
  }

  // --- stopping ---------------------------------------------------------------------------------

  @Test
  void who_stops_takes_no_transfers_answers_those_that_wait_and_says_goodbye()
      throws InterruptedException {
    console.isOrderSilent = true;
    try (var socket = connect().upgrade(console);
        var waiting = post()) {
      // Bodies are read by other threads: only what the order has been asked waits for certain.
      assertInstanceOf(Local.ToOrder.Submit.class, console.unanswered.poll(10, TimeUnit.SECONDS));
      socket.frame(RawConnection.FINAL | RawConnection.TEXT, request("A1"));
      socket.nextFrame();
      var left = console.leave(250, 2_000);
      awaitState("stopping");
      var refused = console.post("/api/transfers", TRANSFER);
      assertEquals(503, refused.status(), refused::toString);
      assertEquals("unavailable", refused.code());
      assertEquals("1", refused.header("retry-after"));
      assertEquals(200, console.get("/api/accounts").status());
      assertEquals(200, console.get("/health/live").status());
      assertEquals(503, upgradeStatus());
      assertEquals("#1001", socket.nextFrame());
      assertTrue(waiting.head().contains(" 504 "));
      left.await();
    }
  }

  private int upgradeStatus() {
    return console
        .raw(
            "GET",
            "/console",
            "",
            console.host(),
            RunningConsole.bearer(),
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version: 13")
        .status();
  }

  private void awaitState(String state) {
    long end = System.nanoTime() + 10_000_000_000L;
    while (!console.get("/health/ready").json().getString("state").equals(state)) {
      assertTrue(System.nanoTime() < end, "never " + state);
    }
  }

  @Test
  void an_upgraded_connection_is_not_held_to_the_time_of_a_request() {
    console = limited(new Connections.Limits(10, 10, 150, 150, 150, 20_000));
    try (var socket = connect().upgrade(console);
        var idle = connect()) {
      assertEquals("", idle.untilClosed());
      socket.frame(RawConnection.FINAL | RawConnection.TEXT, request("A1"));
      assertTrue(socket.nextFrame().contains("\"A1\""));
    } finally {
      console.vertx.close().await();
    }
  }
}
