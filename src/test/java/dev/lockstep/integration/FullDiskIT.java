package dev.lockstep.integration;

import static dev.lockstep.integration.NodeClient.newId;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real node whose disk takes no more: it is silenced and says why on every interface, shows what
 * it has, answers nothing falsely, and goes on when there is room again and it was restarted.
 *
 * <p>The full disk is a limit on the size of files, which needs no rights: the write fails in the
 * same way.
 */
@DisplayName("A disk that is full")
class FullDiskIT {
  private static final String REASON = "file too large";
  private static final int FILE_KIBIBYTES = 1_024;

  @TempDir Path directory;

  @Test
  void a_node_on_a_full_disk_says_so_everywhere_and_resumes_when_there_is_room() throws Exception {
    assumeFalse(System.getProperty("os.name").startsWith("Windows"), "there is no ulimit");
    try (var cluster = new RealCluster(directory, "timeouts: { transfer: 3s }\n", "A", "B", "C")) {
      assertEquals(0, cluster.run("", "--version").code(), "it is built, with files of any size");
      cluster.start("A").start("B").startWithSmallFiles("C", FILE_KIBIBYTES);
      cluster.names.forEach(cluster::awaitReady);

      var told = transferUntilTheDiskIsFull(cluster.client("C"));
      assertFalse(told.committed.isEmpty());

      itSaysWhyEverywhere(cluster);
      itShowsWhatItHas(cluster, told);
      theOthersWaitForIt(cluster);

      cluster.stop("C");
      assertTrue(cluster.errors("C").contains("The node is silenced: "), cluster.errors("C"));
      assertFalse(cluster.errors("C").contains("Exception"), cluster.errors("C"));

      cluster.start("C");
      cluster.names.forEach(cluster::awaitReady);
      nothingThatWasAnsweredIsLost(cluster, told);
      assertEquals(201, cluster.client("C").transfer(null, "C", "A", "0.01").status());
      cluster.awaitEqualHeads();
      assertEquals(0, cluster.stop("C"));
      assertEquals(0, cluster.run("", "verify", "C").code());
    }
  }

  /** The answers that a client got to its transfers. */
  private record Told(List<JsonNode> committed, List<String> notExecuted, List<String> inDoubt) {}

  private static Told transferUntilTheDiskIsFull(NodeClient client) {
    var told = new Told(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    while (told.notExecuted.isEmpty() && told.inDoubt.isEmpty()) {
      for (var result : client.post("/api/transfers", request()).body().get("results")) {
        var id = result.get("id").textValue();
        switch (result.path("status").asText() + result.path("code").asText()) {
          case "committed" -> told.committed.add(result);
          case "unavailable" -> told.notExecuted.add(id);
          case "in_doubt" -> told.inDoubt.add(id);
          default -> throw new AssertionError(result);
        }
      }
    }
    return told;
  }

  private static String request() {
    var transfers = NodeClient.JSON.createArrayNode();
    for (int i = 0; i < 200; i++) {
      transfers
          .addObject()
          .put("id", UUID.randomUUID().toString())
          .put("from", "C")
          .put("to", "A")
          .put("amount", "0.01")
          .put("memo", "long ".repeat(28));
    }
    return NodeClient.JSON.createObjectNode().set("transfers", transfers).toString();
  }

  private static void itSaysWhyEverywhere(RealCluster cluster) throws Exception {
    var client = cluster.client("C");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> client.get("/api/status").body().get("state").asText().equals("silenced"));
    var reason = client.get("/api/status").body().get("reason").textValue();
    assertTrue(reason.toLowerCase(Locale.ROOT).contains(REASON), reason);

    var ready = client.get("/health/ready");
    assertEquals(503, ready.status());
    assertEquals(reason, ready.body().get("reason").textValue());

    var transfer = client.transferOnce(newId(), "C", "A", "0.01");
    assertEquals(503, transfer.status());
    assertEquals("unavailable", transfer.code());
    assertEquals("[\"C\"]", transfer.body().get("waiting_for").toString());
    assertEquals(reason, transfer.body().get("detail").textValue());

    // A prompt speaks JSON-RPC over a WebSocket.
    var prompt = cluster.run("transfer A 0.01\n", "console", "C");
    assertEquals(4, prompt.code(), prompt::toString);
    assertTrue((prompt.out() + prompt.err()).contains(reason), prompt::toString);
  }

  private static void itShowsWhatItHas(RealCluster cluster, Told told) {
    var client = cluster.client("C");
    assertEquals(200, client.get("/api/accounts").status());
    var last = told.committed.getLast();
    var block = client.get("/api/blocks/" + last.get("height").asLong());
    assertEquals(200, block.status(), block::toString);
    assertEquals(last.get("hash"), block.body().get("hash"));
    told.notExecuted.stream()
        .limit(3)
        .forEach(id -> assertEquals(404, client.get("/api/transfers/" + id).status()));
  }

  private static void theOthersWaitForIt(RealCluster cluster) {
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              var status = cluster.client("A").get("/api/status").body();
              assertEquals("[\"C\"]", status.get("waiting_for").toString());
              for (var peer : status.get("peers")) {
                boolean isFull = peer.get("member").textValue().equals("C");
                assertEquals(isFull ? "silent" : "up", peer.get("state").textValue());
              }
            });
    assertEquals(503, cluster.client("A").transferOnce(newId(), "A", "B", "0.01").status());
  }

  private static void nothingThatWasAnsweredIsLost(RealCluster cluster, Told told) {
    for (var name : cluster.names) {
      var client = cluster.client(name);
      var first = told.committed.getFirst();
      var last = told.committed.getLast();
      for (var answer : List.of(first, last)) {
        var found = client.get("/api/transfers/" + answer.get("id").textValue()).body();
        assertEquals(answer.get("height"), found.get("height"));
        assertEquals(answer.get("position"), found.get("position"));
      }
      told.notExecuted.stream()
          .limit(3)
          .forEach(id -> assertEquals(404, client.get("/api/transfers/" + id).status()));
    }
    var ids = new HashSet<String>();
    cluster
        .chain("B")
        .forEach(block -> block.get("transfers").forEach(t -> ids.add(t.get("id").textValue())));
    told.committed.forEach(answer -> assertTrue(ids.contains(answer.get("id").textValue())));
  }
}
