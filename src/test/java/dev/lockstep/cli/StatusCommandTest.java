package dev.lockstep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.lockstep.command.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("./run.sh status")
class StatusCommandTest {
  private static final int NOBODY = 1;

  @TempDir Path folder;
  private final List<HttpServer> servers = new ArrayList<>();

  @AfterEach
  void end() {
    servers.forEach(server -> server.stop(0));
  }

  /** A node whose block of each height has the hash of this digit. */
  private int node(int height, String digit) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    servers.add(server);
    var hash = digit.repeat(64);
    server.createContext(
        "/",
        exchange -> {
          var body =
              exchange.getRequestURI().getPath().equals("/api/status")
                  ? """
                    {"state":"waiting","reason":"Waiting for C.","height":%d,"hash":"%s","durable":%d,
                     "committed":1,"time":77,"pending":2,"claim":{"time":76,"member":"A"},"inside":false,
                     "waiting_for":["C"],"peers":[{"member":"C","last_heard_ms":33800}],"accused":[]}"""
                      .formatted(height, hash, height)
                  : "{\"blocks\":[{\"hash\":\"%s\"}]}".formatted(hash);
          var bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          try (exchange) {
            exchange.getResponseBody().write(bytes);
          }
        });
    server.start();
    return server.getAddress().getPort();
  }

  private Cli.Result status(String... more) {
    var words = new ArrayList<>(List.of("status"));
    words.addAll(List.of(more));
    return cli.run(words.toArray(String[]::new));
  }

  private Cli cli;

  @Test
  void shows_every_member_and_that_the_chains_are_equal() throws IOException {
    cli = new Cli(folder).cluster(node(5, "a"), node(4, "a"));

    var result = status();

    assertEquals(ExitCode.OK, result.code(), result.err());
    var lines = result.out().lines().toList();
    assertTrue(lines.get(0).startsWith("member  address"), result.out());
    assertTrue(lines.get(1).matches("A .* waiting +5  aaaaaaaaaaaa… +5 +1 +77  \\(76, A\\) +2  C"));
    assertTrue(result.out().contains("Replicas are equal up to height 4: A and B; A is at 5."));
    assertTrue(result.out().contains("A is waiting: Waiting for C."), result.out());
    assertFalse(result.out().contains("\u001b"));
  }

  @Test
  void names_a_member_that_does_not_answer() throws IOException {
    cli = new Cli(folder).cluster(node(5, "a"), node(5, "a"), NOBODY);

    var result = status();

    assertEquals(ExitCode.UNAVAILABLE, result.code());
    assertTrue(result.out().contains("UNREACHABLE"), result.out());
    assertTrue(result.out().contains("Node C does not answer at 127.0.0.1:1"), result.out());
    assertTrue(result.out().contains("The others heard C 33.8 s ago."), result.out());
  }

  @Test
  void fails_when_chains_differ_even_if_a_member_does_not_answer() throws IOException {
    cli = new Cli(folder).cluster(node(5, "a"), node(5, "b"), NOBODY);

    var result = status();

    assertEquals(ExitCode.VERIFICATION_FAILED, result.code());
    assertTrue(result.out().contains("Replicas DIFFER at height 5"), result.out());
    var json = new ObjectMapper().readTree(status("-o", "json").out());
    assertEquals(false, json.at("/replicas/equal").asBoolean());
    assertEquals("b".repeat(64), json.at("/replicas/hashes/B").asText());
    assertEquals(77, json.at("/members/0/status/time").asInt());
    assertEquals(false, json.at("/members/2/reachable").asBoolean());
  }

  @Test
  void needs_a_token_and_takes_one_for_reading() throws IOException {
    cli = new Cli(folder).cluster(node(5, "a"), node(5, "a"));
    Files.move(folder.resolve("data/A/token"), folder.resolve("data/A/token-readonly"));
    assertEquals(ExitCode.OK, status().code());

    Files.delete(folder.resolve("data/A/token-readonly"));
    var result = status();
    assertEquals(ExitCode.UNAVAILABLE, result.code());
    assertTrue(result.out().contains("There is no token of node A"), result.out());
  }

  @Test
  void compares_nothing_when_one_member_answers() throws IOException {
    cli = new Cli(folder).cluster(node(5, "a"), NOBODY);

    assertTrue(status().out().contains("Nothing could be compared"));
  }
}
