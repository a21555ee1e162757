package dev.lockstep.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.bus.Addresses;
import dev.lockstep.bus.Local;
import dev.lockstep.bus.LocalCodec;
import dev.lockstep.chain.Block;
import dev.lockstep.chain.Chains;
import dev.lockstep.chain.Transfer;
import dev.lockstep.mutex.Timestamp;
import dev.lockstep.order.Event;
import dev.lockstep.order.LamportEvent;
import dev.lockstep.order.MemberState;
import dev.lockstep.order.Stamp;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in, and what everybody is served: the page, health, metrics. */
@DisplayName("The console")
@ExtendWith(VertxExtension.class)
class ConsoleVerticleTest {
  private static final String TRANSFER = "{\"to\": \"B1\", \"amount\": \"4.00\"}";
  private static final String JSON = "Content-Type: application/json";

  private RunningConsole console;

  @BeforeEach
  void start(Vertx vertx) {
    console = RunningConsole.start(vertx);
  }

  private String ownOrigin() {
    return "Origin: http://127.0.0.1:" + console.port;
  }

  private static void assertProblem(int status, String code, HttpAnswer answer) {
    assertEquals(status, answer.status(), answer::toString);
    assertEquals("application/problem+json", answer.header("content-type"));
    assertEquals(code, answer.code());
    assertEquals(status, answer.json().getInteger("status"));
    assertFalse(answer.json().getString("detail").isBlank());
    assertFalse(answer.json().getString("title").isBlank());
  }

  // --- signing in -------------------------------------------------------------------------------

  @Test
  void the_link_signs_in_with_a_cookie_of_the_nodes_own_name_and_leaves_the_address_bar() {
    var answer = console.raw("GET", "/?token=" + RunningConsole.TOKEN.text(), "", console.host());
    assertEquals(303, answer.status());
    assertEquals("/", answer.header("location"));
    var attributes = Arrays.asList(answer.header("set-cookie").split("; "));
    assertTrue(attributes.getFirst().startsWith("lockstep-A-" + console.port + "="));
    assertTrue(attributes.containsAll(List.of("HttpOnly", "SameSite=Strict", "Path=/")));
    assertEquals(
        200,
        console
            .raw("GET", "/api/status", "", console.host(), RunningConsole.cookie(answer))
            .status());
  }

  @Test
  void the_page_may_load_from_its_node_only_and_nobody_may_frame_it() {
    for (var target : List.of("/", "/nothing", "/api/status", "/health/live")) {
      var answer = console.raw("GET", target, "", console.host());
      assertEquals(
          "default-src 'self'; connect-src 'self'; img-src 'self' data:; style-src 'self'; "
              + "script-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
          answer.header("content-security-policy"),
          target);
      assertEquals("DENY", answer.header("x-frame-options"), target);
      assertEquals("nosniff", answer.header("x-content-type-options"), target);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "wrong", "0123456789ABCDEF", "%00", "%zz"})
  void another_token_does_not_sign_in(String token) {
    var answer = console.raw("GET", "/?token=" + token, "", console.host());
    assertTrue(answer.status() == 401 || answer.status() == 400, answer::toString);
    assertEquals("", answer.header("set-cookie"));
    assertEquals("application/problem+json", answer.header("content-type"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Accept: */*",
        "Authorization: Bearer",
        "Authorization: Bearer wrong",
        "Authorization: Basic QTpC",
        "Cookie: lockstep-B=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "Cookie: lockstep-A=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "Cookie: lockstep-A-8081=",
        "Cookie: lockstep-A-8081=0123456789abcdef"
      })
  void nobody_gets_in_without_the_token(String header) {
    for (var target : List.of("/api/status", "/api/nothing", "/metrics", "/console")) {
      var answer = console.raw("GET", target, "", console.host(), header);
      assertProblem(401, "unauthorized", answer);
      assertEquals("Bearer", answer.header("www-authenticate"));
    }
    assertProblem(
        401,
        "unauthorized",
        console.raw("POST", "/api/transfers", TRANSFER, console.host(), header, JSON));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/%61pi/status",
        "//api/status",
        "/./api/status",
        "/x/../api/status",
        "/x/%2e%2e/api/status",
        "/api%2fstatus",
        "/API/status",
        "/api/status/",
        "/api//status",
        "/;/api/status",
        "/metrics/",
        "/%6detrics",
        "/x/../metrics",
        "http://127.0.0.1/api/status"
      })
  void no_way_of_writing_a_path_leads_around_the_gate(String target) {
    var answer = console.raw("GET", target, "", console.host());
    assertTrue(List.of(400, 401, 404, 405, 421).contains(answer.status()), answer::toString);
    assertFalse(answer.body().contains("incarnation") || answer.body().contains("jvm_"));
  }

  @Test
  void another_host_name_is_refused_before_anything_else_is_looked_at() {
    for (var host : List.of("evil.example", "evil.example:" + console.port, "127.0.0.1:1", "")) {
      for (var target : List.of("/", "/api/status", "/metrics", "/openapi.yaml")) {
        var answer = console.raw("GET", target, "", "Host: " + host, RunningConsole.bearer());
        assertEquals(421, answer.status(), answer::toString);
        assertEquals("wrong_host", answer.code());
      }
    }
    var none = console.raw("GET", "/api/status", "", RunningConsole.bearer());
    assertTrue(none.status() == 421 || none.status() == 400, none::toString);
  }

  @Test
  void on_this_machine_the_node_has_two_names_in_any_case() {
    for (var host : List.of("localhost:", "LocalHost:", "127.0.0.1:")) {
      var answer =
          console.raw(
              "GET", "/api/status", "", "Host: " + host + console.port, RunningConsole.bearer());
      assertEquals(200, answer.status(), host);
    }
  }

  @Test
  void a_cookie_writes_for_the_nodes_own_pages_only() {
    assertProblem(
        403,
        "wrong_origin",
        console.raw("POST", "/api/transfers", TRANSFER, console.host(), console.signIn(), JSON));
    for (var origin : List.of("http://evil.example", "null", "http://127.0.0.1:1", "%", "")) {
      assertProblem(
          403,
          "wrong_origin",
          console.raw(
              "POST",
              "/api/transfers",
              TRANSFER,
              console.host(),
              console.signIn(),
              JSON,
              "Origin: " + origin));
    }
    assertEquals(
        201,
        console
            .raw(
                "POST",
                "/api/transfers",
                TRANSFER,
                console.host(),
                console.signIn(),
                JSON,
                ownOrigin())
            .status());
  }

  @Test
  void a_cookie_opens_a_websocket_for_the_nodes_own_pages_only() {
    String[] upgrade = {
      console.host(),
      console.signIn(),
      "Upgrade: websocket",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
      "Origin: http://evil.example"
    };
    assertProblem(403, "wrong_origin", console.raw("GET", "/console", "", upgrade));
    var withoutOrigin = Arrays.copyOf(upgrade, upgrade.length - 1);
    assertProblem(403, "wrong_origin", console.raw("GET", "/console", "", withoutOrigin));
  }

  @Test
  void a_foreign_page_is_refused_even_if_it_has_the_token() {
    assertProblem(
        403,
        "wrong_origin",
        console.raw(
            "GET",
            "/api/status",
            "",
            console.host(),
            RunningConsole.bearer(),
            "Origin: http://evil.example"));
  }

  @Test
  void a_block_that_the_console_cannot_take_in_stops_the_node() throws Exception {
    var strange =
        Block.of(
            1,
            Chains.genesis().hash(),
            1,
            "A",
            List.of(new Transfer(new UUID(1, 1), "nobody", "A1", 1, "")));
    console
        .vertx
        .eventBus()
        .publish(
            Addresses.HAPPENED,
            new Local.Happened(List.of(), List.of(), List.of(strange), List.of()),
            LocalCodec.options());
    assertNotNull(console.failures.poll(10, TimeUnit.SECONDS));
  }

  @Test
  void the_console_is_for_websockets() {
    assertProblem(400, "invalid_request", console.get("/console"));
    for (var broken : List.of("Sec-WebSocket-Version: 99", "Sec-WebSocket-Version: 13")) {
      var answer =
          console.raw(
              "GET",
              "/console",
              "",
              console.host(),
              RunningConsole.bearer(),
              "Connection: Upgrade",
              "Upgrade: websocket",
              broken);
      assertTrue(answer.status() >= 400 && answer.status() < 500, answer::toString);
    }
  }

  // --- the page ---------------------------------------------------------------------------------

  @Test
  void the_page_is_served_to_everybody_with_a_policy_and_without_a_secret() {
    for (var target : List.of("/", "/index.html", "/js/main.js", "/css/base.css", "/favicon.svg")) {
      var answer = console.raw("GET", target, "", console.host(), console.signIn());
      assertEquals(200, answer.status(), target);
      var policy = answer.header("content-security-policy");
      assertTrue(policy.contains("default-src 'self'"), policy);
      assertTrue(policy.contains("frame-ancestors 'none'"), policy);
      assertFalse(policy.contains("unsafe"), policy);
      assertEquals("nosniff", answer.header("x-content-type-options"));
      assertFalse(answer.body().contains(RunningConsole.TOKEN.text()), target);
      assertFalse(answer.body().isEmpty(), target);
    }
    assertTrue(console.get("/").header("content-type").startsWith("text/html"));
    assertTrue(console.get("/js/main.js").header("content-type").contains("javascript"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/..%2f..%2fopenapi.yaml",
        "/..%2flockstep-logback.xml",
        "/%2e%2e/lockstep-logback.xml",
        "/../lockstep-logback.xml",
        "/js/../../lockstep-logback.xml",
        "/js/..%2f..%2flockstep-logback.xml",
        "/..%5clockstep-logback.xml",
        "/..%c0%aflockstep-logback.xml",
        "/%2e%2e%2f%2e%2e%2f%2e%2e%2fetc/passwd",
        "/dev/lockstep/console/access/Gate.class",
        "/%00",
        "/js/"
      })
  void there_is_no_way_out_of_the_pages_folder(String target) {
    var answer = console.get(target);
    assertTrue(List.of(400, 403, 404).contains(answer.status()), answer::toString);
    assertEquals("application/problem+json", answer.header("content-type"));
    assertFalse(answer.body().contains("root:") || answer.body().contains("<configuration"));
  }

  // --- methods ----------------------------------------------------------------------------------

  @Test
  void head_answers_as_get_does_without_the_body() {
    for (var target : List.of("/", "/health/live", "/health/ready", "/openapi.yaml", "/metrics")) {
      var answer = console.call("HEAD", target);
      assertEquals(200, answer.status(), target);
      assertEquals("", answer.body(), target);
    }
    assertEquals(
        401, console.raw("HEAD", "/metrics", "", console.host()).status(), "without the token");
  }

  @Test
  void options_and_unknown_methods_are_problems_and_allow_nobody_anything() {
    for (var method : List.of("OPTIONS", "TRACE", "PROPFIND", "DELETE", "PATCH")) {
      for (var target : List.of("/", "/api/status", "/api/transfers", "/health/live")) {
        var answer = console.call(method, target);
        assertTrue(List.of(404, 405, 501).contains(answer.status()), method + " " + answer);
        assertEquals("application/problem+json", answer.header("content-type"), method + target);
        assertEquals("", answer.header("access-control-allow-origin"));
      }
    }
  }

  @Test
  void a_body_that_nobody_wants_is_not_waited_for() {
    // All that is sent of these bodies is how long they would be.
    var request = "%s %s HTTP/1.1\r\n" + console.host() + "\r\nContent-Length: 1000\r\n\r\n";
    for (var method : List.of("POST", "PUT", "PATCH", "DELETE")) {
      for (var target : List.of("/", "/nothing", "/metrics", "/console", "/health/live")) {
        var answer = HttpAnswer.to(console.port, request.formatted(method, target));
        assertTrue(List.of(401, 404, 405).contains(answer.status()), method + target + answer);
        assertEquals("application/problem+json", answer.header("content-type"));
      }
    }
    assertProblem(
        401,
        "unauthorized",
        HttpAnswer.to(console.port, request.formatted("POST", "/api/transfers")));
    assertEquals(
        200, HttpAnswer.to(console.port, request.formatted("GET", "/health/live")).status());
  }

  @Test
  void who_asks_on_behalf_of_a_foreign_page_is_allowed_nothing() {
    var answer =
        console.raw(
            "OPTIONS",
            "/api/transfers",
            "",
            console.host(),
            "Origin: http://evil.example",
            "Access-Control-Request-Method: POST");
    assertEquals(403, answer.status());
    assertEquals("", answer.header("access-control-allow-origin"));
  }

  // --- health and metrics -----------------------------------------------------------------------

  @Test
  void ready_means_that_transfers_are_taken_now() {
    assertEquals(200, console.raw("GET", "/health/live", "", console.host()).status());
    var ready = console.raw("GET", "/health/ready", "", console.host());
    assertEquals(200, ready.status());
    assertEquals("ready", ready.json().getString("state"));
    for (var state : MemberState.values()) {
      console.status = () -> RunningConsole.status(state);
      var answer = console.raw("GET", "/health/ready", "", console.host());
      assertEquals(state == MemberState.READY ? 200 : 503, answer.status(), state.text());
      assertEquals(state.text(), answer.json().getString("state"));
    }
  }

  @Test
  void metrics_count_what_happened_and_begin_where_the_chain_does() {
    var before = console.get("/metrics");
    assertEquals(200, before.status());
    assertTrue(before.header("content-type").startsWith("text/plain; version=0.0.4"));
    assertTrue(before.body().contains("\nlockstep_height 5.0\n"), before::body);

    var claim = new Timestamp(7, "A");
    console.happen(
        new Event.Sent(7, "B", "request", 7, Stamp.NONE, 0),
        new Event.Sent(7, "C", "request", 7, Stamp.NONE, 0),
        new Event.Received(9, "B", "ack", 8, Stamp.NONE, 0),
        new LamportEvent.Entered(9, claim, List.of()),
        new Event.Committed(9, 4));
    var next =
        Block.of(
            6,
            RunningConsole.HEAD.hash(),
            99,
            "B",
            List.of(new Transfer(new UUID(1, 2), "B1", "A1", 1, "")));
    console.store(next);
    var after = console.get("/metrics").body();
    for (var line :
        List.of(
            "lockstep_messages_total{direction=\"sent\",type=\"request\"} 2.0",
            "lockstep_messages_total{direction=\"received\",type=\"ack\"} 1.0",
            "lockstep_section_total{event=\"entered\"} 1.0",
            "lockstep_transfers_total{outcome=\"stored\"} 1.0",
            "lockstep_height 6.0",
            "lockstep_committed_height 4.0",
            "lockstep_lamport_time 9.0")) {
      assertTrue(after.contains("\n" + line + "\n"), line);
    }
    // Every line is a comment or a sample.
    for (var line : after.split("\n")) {
      assertTrue(line.matches("# (HELP|TYPE) .+|[a-z0-9_]+(\\{[^}]*})? [-+.0-9EIfnaN]+"), line);
    }
  }

  @Test
  void refusals_are_counted_whichever_interface_they_came_by() throws InterruptedException {
    var invalid = "{\"to\": \"B1\", \"amount\": \"x\"}";
    console.post("/api/transfers", invalid);
    console.post("/api/transfers", "{\"transfers\": [" + invalid + ", " + TRANSFER + "]}");
    console.post("/api/transfers", TRANSFER.replace("{", "{\"id\": \"7\", "));
    var client = new Conversation(console.vertx, console.port);
    client.ask("1", "transfer", invalid).next();
    client.ask("2", "command", "{\"line\": \"(A1, B1, 0)\"}").next();
    client.ask("3", "transfer", TRANSFER.replace("}", ", \"memo\": 1}")).next();
    // A batch that is refused as a whole has refused nothing for its amount.
    console.post("/api/transfers", "{\"transfers\": [" + invalid + ", 1]}");
    var metrics = console.get("/metrics").body();
    for (var line :
        List.of(
            "lockstep_refusals_total{code=\"invalid_amount\"} 4.0",
            "lockstep_refusals_total{code=\"invalid_id\"} 1.0",
            "lockstep_refusals_total{code=\"invalid_memo\"} 1.0")) {
      assertTrue(metrics.contains("\n" + line + "\n"), line + " is not in " + metrics);
    }
  }

  @Test
  void balances_follow_what_is_stored() {
    var before = console.get("/api/accounts/A1").json();
    var transfer = new Transfer(new UUID(1, 2), "B1", "A1", 1, "");
    console.store(Block.of(6, RunningConsole.HEAD.hash(), 99, "B", List.of(transfer)));
    var after = console.get("/api/accounts/A1").json();
    assertNotEquals(before.getString("balance"), after.getString("balance"));
    assertEquals(6, after.getInteger("height"));
  }
}
