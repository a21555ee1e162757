package dev.lockstep.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node with a long chain is killed: it works again before H2 has caught up. */
@DisplayName("A restart with a large H2")
@Tag("long")
class LargeStoreIT {
  private static final int TRANSFERS = 300_000;
  private static final int AT_ONCE = 1_000;

  @TempDir Path directory;

  @Test
  void a_node_is_ready_before_h2_has_caught_up_and_then_tells_everything() throws Exception {
    try (var cluster = new RealCluster(directory, "", "A", "B", "C").startAll()) {
      var client = cluster.client("A");
      for (int i = 0; i < TRANSFERS / AT_ONCE / 2; i++) {
        // There and back again, so that the money never ends.
        assertEquals(200, client.post("/api/transfers", transfers("A", "B")).status());
        assertEquals(200, cluster.client("B").post("/api/transfers", transfers("B", "A")).status());
      }
      cluster.kill("A");
      long begun = System.nanoTime();
      cluster.start("A").awaitReady("A");
      System.out.println(
          "LargeStoreIT: ready after "
              + Duration.ofNanos(System.nanoTime() - begun).toMillis()
              + " ms");

      // What needs no H2 is answered at once.
      assertEquals("1000.00", client.get("/api/accounts/C").body().get("balance").textValue());
      var height = cluster.status("A").get("height").longValue();
      assertEquals(200, client.get("/api/blocks/" + height).status());
      assertEquals(201, client.transfer(null, "A", "B", "0.01").status());
      var early = client.get("/api/accounts/A/transfers?limit=100");
      assertTrue(
          early.status() == 200
              || early.status() == 503
                  && early.body().get("detail").textValue().contains("H2 is catching up"),
          early::toString);
      await().until(() -> client.get("/api/accounts/A/transfers?limit=100").status() == 200);
      assertTrue(Files.size(cluster.data.resolve("A/ledger.mv.db")) > 0);
      cluster.awaitEqualHeads();
      cluster.stopAllAndVerify();
    }
  }

  private static String transfers(String from, String to) {
    return IntStream.range(0, AT_ONCE)
        .mapToObj(_ -> "{\"from\":\"%s\",\"to\":\"%s\",\"amount\":\"0.01\"}".formatted(from, to))
        .collect(Collectors.joining(",", "{\"transfers\":[", "]}"));
  }
}
