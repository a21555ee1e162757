package dev.lockstep.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, ended by kill -9 while they work. */
class KillsIT {
  @TempDir Path directory;

  @Test
  void what_was_answered_survives_the_death_of_one_and_of_all() throws Exception {
    try (var cluster = new RealCluster(directory, "timeouts: { transfer: 3s }\n", "A", "B", "C")) {
      cluster.startingOften().startAll();
      var testimony = new Testimony();
      try (var load = new Load(cluster, testimony)) {
        load.awaitMoreCommitted(200);
        cluster.kill("B");
        theOthersSayWhomTheyWaitFor(cluster);
        cluster.start("B").awaitReady("B");
        load.awaitMoreCommitted(200);
        cluster.kill(cluster.names);
        for (var name : List.of("C", "A", "B")) {
          cluster.start(name);
        }
        cluster.names.forEach(cluster::awaitReady);
        load.finish();
        cluster.awaitEqualHeads();
        testimony.assertKeptBy(cluster);
      }
      cluster.stopAllAndVerify();
    }
  }

  private static void theOthersSayWhomTheyWaitFor(RealCluster cluster) {
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              var status = cluster.client("A").get("/api/status").body();
              assertEquals("waiting", status.get("state").textValue());
              assertEquals("[\"B\"]", status.get("waiting_for").toString());
            });
    var answer = cluster.client("A").transfer(null, "A", "C", "0.01");
    assertEquals(503, answer.status());
    assertEquals("unavailable", answer.code());
    assertEquals("[\"B\"]", answer.body().get("waiting_for").toString());
    assertEquals(200, cluster.client("A").get("/api/accounts").status());
  }

  @Test
  void the_stream_of_events_goes_on_over_a_stop_and_over_kill_9_and_no_number_comes_twice()
      throws Exception {
    try (var cluster = new RealCluster(directory, "", "A", "B", "C")) {
      cluster.startingOften().startAll();
      Map<Long, JsonNode> seen = new HashMap<>();
      var first = new EventStream(cluster.client("A"), 1);
      assertEquals(201, cluster.client("A").transfer(null, "A", "B", "1.00").status());
      first.readTo(is("committed"));
      cluster.stop("A");
      first.readToTheEnd().close();
      remember(first, seen);

      cluster.start("A").awaitReady("A");
      var second = new EventStream(cluster.client("A"), first.next());
      assertEquals(201, cluster.client("A").transfer(null, "A", "B", "1.00").status());
      second.readTo(is("entered"));
      second.readTo(is("committed"));
      cluster.kill("A");
      second.readToTheEnd().close();
      remember(second, seen);
      assertEquals(List.of(), first.gaps);
      assertEquals(List.of(), second.gaps);

      cluster.start("A").awaitReady("A");
      try (var third = new EventStream(cluster.client("A"), second.next())) {
        var event = third.readTo(is("state"));
        remember(third, seen);
        assertEquals(1, third.gaps.size());
        assertEquals(second.next(), third.gaps.getFirst().from());
        assertEquals(third.events.firstKey() - 1, third.gaps.getFirst().to());
        // Who reads all of it again is shown the same, but for what was not written yet.
        try (var again = new EventStream(cluster.client("A"), 1)) {
          again.readTo(event::equals);
          remember(again, seen);
          assertEquals(1, again.gaps.size());
          assertTrue(again.events.containsKey(first.next() - 1), "the first life has a gap");
        }
      }
    }
  }

  private static Predicate<JsonNode> is(String kind) {
    return event -> event.get("kind").textValue().equals(kind);
  }

  private static void remember(EventStream stream, Map<Long, JsonNode> seen) {
    stream.events.forEach(
        (number, event) -> {
          var other = seen.putIfAbsent(number, event);
          assertTrue(other == null || other.equals(event), "two events: " + other + " " + event);
        });
  }

  @Test
  void a_tampered_chain_is_named_refused_and_mended_by_rejoining() throws Exception {
    try (var cluster = new RealCluster(directory, "", "A", "B", "C")) {
      cluster.startingOften().startAll();
      for (int i = 0; i < 5; i++) {
        assertEquals(201, cluster.client("A").transfer(null, "A", "B", "1.00").status());
      }
      cluster.awaitEqualHeads();
      cluster.stop("B");
      flipInsideBlock(cluster.data.resolve("B/journal"));

      var verified = cluster.run("", "verify", "B");
      assertEquals(5, verified.code(), verified::toString);
      cluster.start("B");
      assertEquals(1, cluster.awaitEnd("B"));
      assertEquals(1, cluster.errors("B").lines().count(), cluster.errors("B"));
      assertTrue(cluster.errors("B").contains("./run.sh B --rejoin"), cluster.errors("B"));

      cluster.start("B", "--rejoin").awaitReady("B");
      assertEquals(201, cluster.client("B").transfer(null, "B", "C", "1.00").status());
      cluster.awaitEqualHeads();
      assertEquals(cluster.chain("A"), cluster.chain("B"));
    }
  }

  private static void flipInsideBlock(Path journal) throws Exception {
    try (var files = Files.list(journal)) {
      var file = files.sorted().findFirst().orElseThrow();
      var bytes = Files.readAllBytes(file);
      var text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
      bytes[text.indexOf("lockstep-block-v1") + 40] ^= 1;
      Files.write(file, bytes);
    }
  }

  @Test
  void a_lost_disk_does_not_take_part_before_it_was_told_to_rejoin() throws Exception {
    try (var cluster = new RealCluster(directory, "", "A", "B", "C")) {
      cluster.startingOften().startAll();
      assertEquals(201, cluster.client("C").transfer(null, "C", "B", "1.00").status());
      cluster.kill("C");
      cluster.loseDisk("C");
      cluster.start("C");
      cluster.awaitState("C", "lost");
      cluster.kill("C");
      cluster.start("C", "--rejoin").awaitReady("C");
      assertEquals(201, cluster.client("C").transfer(null, "C", "A", "1.00").status());
      cluster.awaitEqualHeads();
    }
  }

  @Test
  void another_genesis_is_refused_with_the_difference() throws Exception {
    try (var cluster = new RealCluster(directory, "", "A", "B")) {
      cluster.startingOften().startAll();
      cluster.stop("B");
      Files.writeString(
          cluster.config, Files.readString(cluster.config).replace("1000.00", "1000.01"));
      cluster.start("B");
      assertEquals(1, cluster.awaitEnd("B"));
      assertTrue(cluster.errors("B").contains("1000.01"), cluster.errors("B"));
      cluster.loseDisk("B");
      cluster.start("B");
      assertEquals(1, cluster.awaitEnd("B"));
      assertTrue(cluster.errors("B").contains("A has another ledger"), cluster.errors("B"));
      assertEquals(200, cluster.client("A").status("/api/status"));
    }
  }
}
