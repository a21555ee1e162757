package dev.lockstep.cli.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.cli.Stdio;
import dev.lockstep.lab.Lab;
import dev.lockstep.lab.Setup;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The lab in a browser")
class LabServerTest {
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();
  private String address;
  private String token;

  @BeforeEach
  void listens() throws InterruptedException {
    var nothing = new PrintWriter(new StringWriter());
    var stdio = new Stdio(InputStream.nullInputStream(), nothing, nothing, "");
    var session = new Session(new Lab(Setup.DEFAULT), (ask, answer, isRight) -> {});
    var server = new LabServer(session, stdio);
    int port = server.listen(vertx, 0);
    address = "http://127.0.0.1:" + port;
    token = server.link(port).replaceFirst(".*=", "");
  }

  @AfterEach
  void ends() {
    // It would wait for connections that a test has given up.
    client.shutdownNow();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  /** The answer, or why the connection was closed. */
  private String ask(String given, String body) {
    var heard = new CompletableFuture<String>();
    var socket =
        client
            .newWebSocketBuilder()
            .buildAsync(URI.create(address.replace("http", "ws") + "/lab"), new Heard(heard))
            .join();
    socket.sendText(given, true).join();
    socket.sendText(body, true).exceptionally(_ -> socket).join();
    var answer = heard.orTimeout(20, TimeUnit.SECONDS).join();
    socket.abort();
    return answer;
  }

  private record Heard(StringBuilder text, CompletableFuture<String> all)
      implements WebSocket.Listener {
    Heard(CompletableFuture<String> all) {
      this(new StringBuilder(), all);
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean isLast) {
      text.append(part);
      if (isLast) {
        all.complete(text.toString());
      }
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      all.complete("closed " + code);
      return null;
    }
  }

  private JsonObject run(String line) {
    var state = new JsonObject(ask(token, new JsonObject().put("line", line).encode()));
    return state.put("at", state.getJsonObject("life").getInteger("at"));
  }

  private static JsonArray lane(JsonObject state, String member) {
    return state.getJsonObject("life").getJsonObject("lanes").getJsonArray(member);
  }

  private int get(String path) throws Exception {
    return client
        .send(HttpRequest.newBuilder(URI.create(address + path)).build(), BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void shows_what_has_happened_in_the_form_of_watched_events() throws Exception {
    run("A transfers 4 to B");
    var state = run("deliver request A→B");
    assertEquals(2, state.getInteger("at"));
    assertEquals(2, state.getJsonArray("flight").size());
    var events = lane(state, "B");
    var heard = events.getJsonObject(0);
    assertEquals("received", heard.getString("kind"));
    assertEquals("request", heard.getString("type"));
    var sent =
        lane(state, "A").stream()
            .map(JsonObject.class::cast)
            .filter(event -> "B".equals(event.getString("to")))
            .findFirst()
            .orElseThrow();
    assertEquals(sent.getString("message"), heard.getString("message"));
  }

  @Test
  void goes_back_and_takes_another_way() throws Exception {
    run("A transfers 4 to B");
    run("deliver all");
    var back = run("back");
    assertEquals(0, lane(back, "B").size());
    run("drop all");
    var body = new JsonObject().put("line", "").put("scenario", true).encode();
    var other = new JsonObject(ask(token, body));
    assertEquals("main.2", other.getJsonObject("life").getString("branch"));
    assertTrue(other.getString("scenario").contains("branch main.2\n  drop all\n"));
  }

  @Test
  void sends_a_page_what_is_new_to_it_alone() throws Exception {
    run("A transfers 4 to B");
    var first = run("deliver request A→B").getJsonObject("life");
    var known =
        new JsonObject()
            .put("life", first.getLong("life"))
            .put("branch", "main")
            .put("at", first.getInteger("at"));
    var body = new JsonObject().put("line", "deliver ack B→A").put("life", known);
    var next = new JsonObject(ask(token, body.encode()));
    assertEquals("received", lane(next, "A").getJsonObject(0).getString("kind"));
    assertEquals(0, lane(next, "B").size());
    var all = lane(run(""), "A");
    assertEquals(
        all.size() - lane(next, "A").size(),
        next.getJsonObject("life").getJsonObject("kept").getDouble("A").intValue());

    // It goes back behind what the page knows, and takes another way.
    known.put("at", 3);
    run("begin");
    body.put("line", "tick");
    var other = new JsonObject(ask(token, body.encode())).getJsonObject("life");
    assertEquals("main.2", other.getString("branch"));
    assertEquals(0, other.getJsonObject("kept").getDouble("A"));
  }

  @Test
  void shows_that_a_process_has_ended_and_begun() throws Exception {
    run("crash B");
    run("restart B");
    var events = lane(run("deliver all"), "B");
    assertEquals("unreachable", events.getJsonObject(0).getString("kind"));
    assertEquals("live", events.getJsonObject(1).getString("kind"));
  }

  @Test
  void moves_for_nobody_without_the_link_and_writes_no_file() throws Exception {
    assertEquals("closed 4401", ask("wrong", "{\"line\": \"tick\"}"));
    assertEquals("closed 4400", ask(token, "[]"));
    assertEquals("closed 1009", ask(token, "x".repeat(20_000)));
    assertEquals("closed 1009", ask(token, "x".repeat(400_000)));
    assertEquals(0, run("").getInteger("at"));
    assertEquals(2, run("save somewhere.lab").getInteger("exit_code"));
    assertFalse(java.nio.file.Files.exists(java.nio.file.Path.of("somewhere.lab")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/favicon.svg", "/js/lab.js", "/js/pure/trace.js", "/css/lab.css"})
  void has_its_page(String path) throws Exception {
    assertEquals(200, get(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/../x", "/js/%2e%2e/x.js", "/lab", "/index.html", "/js/none.js"})
  void has_nothing_else(String path) throws Exception {
    assertEquals(404, get(path));
  }
}
