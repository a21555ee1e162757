package dev.lockstep.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real processes that end, and find their disk in whatever state. Each test leaves all three up.
 */
@DisplayName("Processes that end, and damaged disks")
class KillsIT {
  @TempDir static Path directory;
  private static RealCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = new RealCluster(directory, "", "A", "B", "C").startAll();
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void the_stream_of_events_goes_on_over_a_stop_and_over_kill_9_and_no_number_comes_twice()
      throws Exception {
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
      // What A had written and not yet sent when it was killed comes before the gap.
      var gap = third.gaps.getFirst();
      assertTrue(gap.from() >= second.next(), gap + " after event " + (second.next() - 1));
      assertTrue(third.events.containsKey(gap.to() + 1), gap::toString);
      // Another reader sees the same from the beginning, but for what was not written yet.
      try (var again = new EventStream(cluster.client("A"), 1)) {
        again.readTo(event::equals);
        remember(again, seen);
        assertEquals(1, again.gaps.size());
        assertTrue(again.events.containsKey(first.next() - 1), "the first incarnation has a gap");
      }
    }
  }

  @Test
  void one_node_shows_the_events_of_all_members_and_goes_on_over_kill_9() throws Exception {
    cluster.awaitReady("A");
    Map<String, Long> seen;
    try (var watching = new Watching(cluster.client("A"), "{\"last\":0}")) {
      watching.readUntil(
          () ->
              List.of("A", "B", "C").stream().allMatch(m -> "live".equals(watching.states.get(m))));
      assertEquals(201, cluster.client("A").transfer(null, "A", "B", "1.00").status());
      watching.readUntil(
          () ->
              watching.count("A", "received", "durable") >= 2
                  && watching.count("B", "received", "append") > 0
                  && watching.count("C", "received", "append") > 0);
      Map<String, JsonNode> sent = new HashMap<>();
      watching.events.forEach(
          (member, events) ->
              events.values().stream()
                  .filter(event -> event.get("kind").asText().equals("sent"))
                  .forEach(event -> sent.put(event.get("message").asText(), event)));
      var appends =
          watching.events.get("B").values().stream()
              .filter(event -> event.get("kind").asText().equals("received"))
              .filter(event -> event.get("type").asText().equals("append"))
              .toList();
      for (var received : appends) {
        var sending = sent.get(received.get("message").asText());
        assertEquals("A", sending.get("node").asText());
        assertTrue(sending.get("time").asLong() < received.get("time").asLong());
        assertEquals(sending.get("claim"), received.get("claim"));
      }
      cluster.kill("B");
      watching.readUntil(() -> "unreachable".equals(watching.states.get("B")));
      seen = Map.copyOf(watching.next);
      assertTheTerminalShowsWhatTheKilledMemberDidLast();
      cluster.start("B").awaitReady("B");
      watching.readUntil(() -> "live".equals(watching.states.get("B")));
      assertEquals(201, cluster.client("B").transfer(null, "B", "A", "1.00").status());
      watching.readUntil(() -> watching.count("B", "entered", "") > 0);
      assertEquals(1L, watching.missing.get("B"), "what was not on the disk is one gap");
    }
    // What a client has not seen is there when it comes back.
    var from = "{\"from\":{\"B\":" + seen.get("B") + "}}";
    try (var again = new Watching(cluster.client("A"), from)) {
      again.readUntil(() -> again.count("B", "entered", "") > 0);
      assertTrue(again.count("B", "claimed", "") > 0);
    }
  }

  /** B was killed a moment ago, and its events are on its disk alone. */
  private void assertTheTerminalShowsWhatTheKilledMemberDidLast() throws Exception {
    var trace = cluster.run("", "trace", "-o", "json", "--all");
    assertEquals(0, trace.code(), trace::toString);
    assertTrue(trace.err().startsWith("B does not answer; its events up to "), trace::toString);
    List<JsonNode> ofB = new ArrayList<>();
    for (var line : trace.out().lines().toList()) {
      var event = NodeClient.JSON.readTree(line);
      if (event.get("member").asText().equals("B")) {
        ofB.add(event);
      }
    }
    assertEquals("unreachable", ofB.getLast().get("kind").asText());
    assertTrue(ofB.stream().anyMatch(e -> e.path("height").asLong() > 0), "the block of A");

    var status = cluster.run("", "status", "-o", "json");
    assertEquals(4, status.code(), status::toString);
    var json = NodeClient.JSON.readTree(status.out());
    assertEquals(false, json.at("/members/1/reachable").asBoolean());
    assertEquals(true, json.at("/replicas/equal").asBoolean());
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
    var remedy = Pattern.compile("; (.* B --rejoin) sets").matcher(cluster.errors("B"));
    assertTrue(remedy.find(), cluster.errors("B"));

    cluster.startByCommand("B", remedy.group(1)).awaitReady("B");
    assertEquals(201, cluster.client("B").transfer(null, "B", "C", "1.00").status());
    cluster.awaitEqualHeads();
    assertEquals(cluster.chain("A"), cluster.chain("B"));
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

  @Test
  void another_genesis_is_refused_with_the_difference() throws Exception {
    var config = Files.readString(cluster.config);
    cluster.stop("B");
    Files.writeString(cluster.config, config.replace("1000.00", "1000.01"));
    cluster.start("B");
    assertEquals(1, cluster.awaitEnd("B"));
    assertTrue(cluster.errors("B").contains("1000.01"), cluster.errors("B"));
    cluster.loseDisk("B");
    cluster.start("B");
    assertEquals(1, cluster.awaitEnd("B"));
    assertTrue(cluster.errors("B").contains("another ledger"), cluster.errors("B"));
    assertEquals(200, cluster.client("A").status("/api/status"));

    Files.writeString(cluster.config, config);
    cluster.loseDisk("B");
    cluster.start("B", "--rejoin").awaitReady("B");
  }
}
