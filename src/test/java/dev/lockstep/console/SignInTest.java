package dev.lockstep.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.console.access.SignInCode;
import dev.lockstep.console.access.Token;
import dev.lockstep.console.access.Tokens;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("Sessions, links and tokens")
@ExtendWith(VertxExtension.class)
class SignInTest {
  private static final String TRANSFER = "{\"to\": \"B1\", \"amount\": \"4.00\"}";
  private static final String JSON = "Content-Type: application/json";

  private Vertx vertx;
  private RunningConsole console;
  private String ownOrigin;

  @BeforeEach
  void start(Vertx vertx) {
    this.vertx = vertx;
    console = RunningConsole.start(vertx);
    ownOrigin = "Origin: http://127.0.0.1:" + console.port;
  }

  private HttpAnswer get(String target, String... headers) {
    return console.raw("GET", target, "", fields(headers));
  }

  private HttpAnswer post(String target, String body, String... headers) {
    return console.raw("POST", target, body, fields(headers));
  }

  private String[] fields(String... headers) {
    var fields = new ArrayList<>(List.of(headers));
    fields.add(console.host());
    return fields.toArray(String[]::new);
  }

  private static String bearer(Token token) {
    return "Authorization: Bearer " + token.text();
  }

  private static String link(Token token) {
    return "/?token=" + SignInCode.make(token.text(), System.currentTimeMillis());
  }

  @Test
  void a_cookie_holds_an_id_of_this_session_and_not_the_token() {
    var first = console.signIn();
    var second = console.signIn();
    assertNotEquals(first, second);
    for (var cookie : List.of(first, second)) {
      assertTrue(cookie.startsWith("Cookie: lockstep-A-" + console.port + "="), cookie);
      assertFalse(cookie.contains(RunningConsole.TOKEN.text()), cookie);
      assertEquals(200, get("/api/status", cookie).status());
    }
    var token = "Cookie: lockstep-A-" + console.port + "=" + RunningConsole.TOKEN.text();
    assertEquals(401, get("/api/status", token).status());
    // What a program at another port learns from a cookie is no token.
    var id = first.substring(first.indexOf('=') + 1);
    assertEquals(401, get("/api/status", "Authorization: Bearer " + id).status());
    assertEquals(401, get("/?token=" + id).status());
  }

  @Test
  void a_session_of_one_node_opens_no_other() {
    var cookie = console.signIn();
    var other = RunningConsole.start(Vertx.vertx());
    var id = cookie.substring(cookie.indexOf('=') + 1);
    var renamed = "Cookie: lockstep-A-" + other.port + "=" + id;
    assertEquals(401, other.raw("GET", "/api/status", "", other.host(), cookie).status());
    assertEquals(401, other.raw("GET", "/api/status", "", other.host(), renamed).status());
    other.vertx.close().await();
  }

  @Test
  void a_link_works_once_and_leaves_the_address_bar() {
    var link = link(RunningConsole.TOKEN);
    assertEquals(200, console.raw("HEAD", link, "", console.host()).status());
    var answer = get(link);
    assertEquals(303, answer.status());
    assertEquals("/", answer.header("location"));
    assertEquals("no-store", answer.header("cache-control"));
    assertEquals(200, get("/api/status", RunningConsole.cookie(answer)).status());
    var again = get(link);
    assertEquals(401, again.status());
    assertEquals("", again.header("set-cookie"));
    assertTrue(again.body().contains("works once"), again::body);
  }

  /** Programs read it from its file. */
  @Test
  void the_token_itself_signs_in_any_number_of_times() {
    for (int i = 0; i < 3; i++) {
      assertEquals(303, get("/?token=" + RunningConsole.TOKEN.text()).status());
    }
  }

  @Test
  void whoever_signs_out_needs_a_new_link_and_other_browsers_do_not() throws Exception {
    var cookie = console.signIn();
    var other = console.signIn();
    var socket = Conversation.withHeaders(vertx, console.port, cookie, ownOrigin);
    var stays = Conversation.withHeaders(vertx, console.port, other, ownOrigin);

    assertEquals(403, post("/api/sign-out", "", cookie, "Origin: http://evil.example").status());
    assertEquals(403, post("/api/sign-out", "", cookie).status());
    var answer = post("/api/sign-out", "", cookie, ownOrigin);

    assertEquals(204, answer.status(), answer::toString);
    assertTrue(answer.header("set-cookie").contains("Max-Age=0"), answer::toString);
    assertEquals(4401, socket.closeStatus());
    assertEquals(401, get("/api/status", cookie).status());
    assertEquals(200, get("/api/status", other).status());
    stays.ask("1", "status", "{}");
    assertTrue(stays.next().containsKey("result"));
    assertEquals(401, post("/api/sign-out", "", cookie, ownOrigin).status());
    assertEquals(405, get("/api/sign-out", other).status());
  }

  @Test
  void a_new_token_ends_what_the_old_one_has_opened() throws Exception {
    var cookie = console.signIn();
    var socket = new Conversation(vertx, console.port);
    var unused = link(RunningConsole.TOKEN);
    var next = new Token("abcdefghijklmnopqrstuvwxyz");

    console.tokens = new Tokens(next, RunningConsole.READING);

    Awaitility.await()
        .atMost(20, TimeUnit.SECONDS)
        .until(() -> get("/api/status", bearer(next)).status() == 200);
    assertEquals(4401, socket.closeStatus());
    assertEquals(401, get("/api/status", bearer(RunningConsole.TOKEN)).status());
    assertEquals(401, get("/api/status", cookie).status());
    assertEquals(401, get(unused).status());
    assertEquals(303, get(link(next)).status());
  }

  @Test
  void a_token_file_that_cannot_be_used_changes_nothing() throws Exception {
    var cookie = console.signIn();
    console.tokensFailure = new IOException("the token is too short");
    // Twice as long as the interval of reading.
    Awaitility.await()
        .during(2, TimeUnit.SECONDS)
        .atMost(20, TimeUnit.SECONDS)
        .until(() -> get("/api/status", cookie).status() == 200);
  }

  @Test
  void whoever_may_only_read_sees_everything_and_changes_nothing() throws Exception {
    var paid = new AtomicInteger();
    console.decide =
        transfer -> {
          paid.incrementAndGet();
          throw new IllegalStateException("somebody who may only read has paid");
        };
    var reading = bearer(RunningConsole.READING);
    var answer = get(link(RunningConsole.READING));
    assertEquals(303, answer.status());
    var cookie = RunningConsole.cookie(answer);
    for (var header : List.of(reading, cookie)) {
      for (var target : List.of("/api/status", "/api/accounts", "/api/blocks", "/metrics")) {
        assertEquals(200, get(target, header).status(), target);
      }
      var refused = post("/api/transfers", TRANSFER, header, JSON, ownOrigin);
      assertEquals(403, refused.status(), refused::toString);
      assertEquals("read_only", refused.code());
      assertTrue(refused.body().contains("may only read"), refused::body);
    }
    var socket = Conversation.withHeaders(vertx, console.port, reading);
    socket.ask("1", "status", "{}");
    assertTrue(socket.next().containsKey("result"));
    socket.ask("2", "transfer", TRANSFER);
    assertEquals(
        "read_only", socket.next().getJsonObject("error").getJsonObject("data").getString("code"));
    for (var line : List.of("transfer B1 4", "(A1, B1, 4) (A1, B1, 5)")) {
      socket.ask("3", "command", "{\"line\": \"" + line + "\"}");
      var result = socket.next().getJsonObject("result");
      assertTrue(result.encode().contains("may only read"), result::encode);
      assertNotEquals(0, result.getInteger("exit_code"), result::encode);
    }
    socket.ask("4", "command", "{\"line\": \"balance A1\"}");
    assertEquals(0, socket.next().getJsonObject("result").getInteger("exit_code"));
    assertEquals(0, paid.get());
    assertEquals(204, post("/api/sign-out", "", cookie, ownOrigin).status());
  }

  @Test
  void no_cache_keeps_what_the_api_answers() {
    for (var header : List.of(bearer(RunningConsole.TOKEN), "Accept: */*")) {
      for (var target : List.of("/api/status", "/api/accounts", "/api/nothing")) {
        assertEquals("no-store", get(target, header).header("cache-control"), target);
      }
    }
  }

  @Test
  void http_2_without_tls_is_not_spoken() {
    var upgraded =
        get(
            "/api/status",
            bearer(RunningConsole.TOKEN),
            "Upgrade: h2c",
            "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA");
    assertEquals(200, upgraded.status(), upgraded::toString);
    try (var connection = new RawConnection("127.0.0.1", console.port)) {
      var head = connection.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").head();
      // A refusal in text, and not the frames of the other protocol.
      assertTrue(head.matches("(?s)HTTP/\\S+ [45]\\d\\d .*"), head);
    }
  }
}
