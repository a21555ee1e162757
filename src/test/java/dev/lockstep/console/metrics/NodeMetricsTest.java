package dev.lockstep.console.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.bus.Local;
import dev.lockstep.chain.Chains;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Refusal;
import dev.lockstep.chain.Transfer;
import dev.lockstep.mutex.Timestamp;
import dev.lockstep.order.Event;
import dev.lockstep.order.LamportEvent;
import dev.lockstep.order.MemberState;
import dev.lockstep.order.Outcome;
import dev.lockstep.order.PaxosEvent;
import dev.lockstep.order.Stamp;
import dev.lockstep.order.Status;
import dev.lockstep.paxos.Ballot;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Prometheus reads. {@code ThreeNodesIT} checks the metrics of a whole node. */
@DisplayName("The metrics of a node")
class NodeMetricsTest {
  private static final Hash HASH = Chains.genesis().hash();
  private static final Ballot BALLOT = new Ballot(4, "B");
  private static final UUID ID = new UUID(1, 2);
  private static final Refusal REFUSAL = new Refusal(Refusal.Code.INVALID_MEMO, "It is long.");

  /** One of each kind. */
  private static final List<Event> EVENTS =
      List.of(
          new Event.Sent(1, "B", "request", 1, Stamp.NONE, 0),
          new Event.Received(1, "B", "ack", 1, Stamp.NONE, 0),
          new Event.Dropped(1, "B", "ack", "It is old.", Stamp.NONE),
          new Event.Requested(1, List.of(ID), 1),
          new Event.Answered(1, List.of(ID), 1, "committed", ""),
          new Event.Appended(1, 1, HASH, "A", 1),
          new Event.Committed(1, 1),
          new Event.Refused(1, ID, REFUSAL),
          new Event.InDoubt(1, ID, List.of("B"), "B is silent."),
          new Event.PeerSilent(1, "B"),
          new Event.PeerHeard(1, "B"),
          new Event.Accused(1, "B", "It lies."),
          new Event.CatchingUp(1, 1, 2),
          new Event.StateChanged(1, MemberState.READY, ""),
          new Event.Forked(1, "B", 1, HASH, HASH),
          new Event.Timer(1, "resend"),
          new Event.Fault(1, "paused", "The node stood still."),
          new LamportEvent.Claimed(1, new Timestamp(1, "A")),
          new LamportEvent.Entered(1, new Timestamp(1, "A"), List.of()),
          new LamportEvent.Withdrawn(1, new Timestamp(1, "A")),
          new LamportEvent.Left(1, new Timestamp(1, "A")),
          new PaxosEvent.Executed(1, 1, 1),
          new PaxosEvent.Proposed(1, BALLOT, 1),
          new PaxosEvent.Promised(1, BALLOT, 1),
          new PaxosEvent.Accepted(1, BALLOT, 1, HASH),
          new PaxosEvent.RoundOver(1, BALLOT, 1, "chosen"));

  private static final Status STATUS =
      new Status(
          1,
          MemberState.WAITING,
          "",
          9,
          3,
          HASH,
          2,
          1,
          List.of(
              new Status.PeerStatus("B", Status.Presence.SILENT, 1, 4_200, 2, 1, Optional.empty())),
          List.of("B"),
          5,
          3,
          List.of(),
          Optional.empty());

  private static String afterOneOfEach() {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (var metrics = new NodeMetrics(registry, 0, () -> 3, 0)) {
      var told = EVENTS.stream().map(e -> new Local.Numbered(1, Instant.EPOCH, e)).toList();
      var transfer = new Transfer(ID, "A1", "B1", 1, "");
      metrics.count(new Local.Happened(told, List.of(transfer), Chains.random(1, 1, 1), List.of()));
      metrics.answered(List.of(new Outcome.Unavailable(List.of("B"), "")), Duration.ofMillis(7));
      metrics.refusedAtOnce(REFUSAL);
      return metrics.scrape(Optional.of(STATUS));
    }
  }

  @Test
  void are_as_promtool_wants_them_whatever_has_happened() {
    var counted = EVENTS.stream().<Class<?>>map(Object::getClass).collect(Collectors.toSet());
    assertEquals(kindsOf(Event.class), counted, "each kind of event is in EVENTS");
    assertEquals(List.of(), MetricsLint.complaints(afterOneOfEach()));
  }

  private static Set<Class<?>> kindsOf(Class<?> family) {
    return Stream.of(family.getPermittedSubclasses())
        .flatMap(kind -> kind.isSealed() ? kindsOf(kind).stream() : Stream.of(kind))
        .collect(Collectors.toSet());
  }

  @Test
  void count_answers_by_outcome_and_measure_them() {
    var text = afterOneOfEach();

    assertTrue(text.contains("lockstep_answers_total{outcome=\"unavailable\"} 1.0"), text);
    assertTrue(text.contains("lockstep_answers_total{outcome=\"refused\"} 1.0"), text);
    assertTrue(text.contains("lockstep_answer_seconds_bucket{le=\"0.005\"} 0"), text);
    assertTrue(text.contains("lockstep_answer_seconds_bucket{le=\"0.01\"} 1"), text);
    for (var name : List.of("section_wait", "section_hold", "commit", "round")) {
      assertTrue(text.contains("lockstep_" + name + "_seconds_count 1"), name + text);
    }
  }

  @Test
  void show_each_peer_and_what_waits_as_the_order_says_now() {
    var text = afterOneOfEach();

    assertTrue(text.contains("lockstep_pending_transfers 5.0"), text);
    assertTrue(text.contains("lockstep_ready 0.0"), text);
    assertTrue(text.contains("lockstep_peer_up{member=\"B\"} 0.0"), text);
    assertTrue(text.contains("lockstep_peer_silent_seconds{member=\"B\"} 4.2"), text);
    assertTrue(text.contains("lockstep_waiting_for{member=\"B\"} 1.0"), text);
  }

  /** An old value would pass for one of now. */
  @Test
  void show_nothing_of_what_the_order_does_not_say() {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (var metrics = new NodeMetrics(registry, 0, () -> 3, 0)) {
      metrics.scrape(Optional.of(STATUS));

      assertTrue(metrics.scrape(Optional.empty()).contains("lockstep_pending_transfers NaN"));
    }
  }

  /** Some are of the node, which {@code ThreeNodesIT} asks, and not of the console. */
  private static final Set<String> OF_THE_NODE =
      Set.of(
          "lockstep_forks_total",
          "lockstep_checkpoint_height",
          "lockstep_refused_connections_total",
          "lockstep_refused_envelopes_total");

  @Test
  void are_those_that_the_dashboard_asks_for() throws IOException {
    var dashboard = Files.readString(Path.of("docs/grafana.json"));
    var text = afterOneOfEach();
    var page = Files.readString(Path.of("docs/interfaces.md"));
    var names =
        Pattern.compile("\\b(lockstep|jvm|process)_[a-z_]+\\b")
            .matcher(new ObjectMapper().readTree(dashboard).findValues("expr").toString())
            .results()
            .map(MatchResult::group)
            .distinct()
            .toList();

    assertTrue(names.size() > 20, names::toString);
    for (var name : names) {
      boolean isThere = text.contains("\n" + name + " ") || text.contains("\n" + name + "{");
      assertTrue(isThere || OF_THE_NODE.contains(name), name);
      var family = name.replaceFirst("_bucket$", "");
      assertTrue(!family.startsWith("lockstep_") || page.contains("`" + family + "`"), family);
    }
  }

  @Test
  void promtool_itself_has_no_complaint() throws Exception {
    var said = MetricsLint.ofPromtool(afterOneOfEach());
    assumeTrue(said.isPresent(), "Skipped, as there is no promtool in PATH.");
    assertEquals("", said.get());
  }

  /** Each of these is a complaint of promtool too. */
  @ParameterizedTest
  @CsvSource({
    "one_two, gauge, ' ', one_two has no HELP",
    "one_two, counter, x, one_two is a counter",
    "a_total, gauge, x, a_total is a gauge",
    "a_count, gauge, x, a_count ends like a part of a histogram or a summary",
    "a_bucket, gauge, x, a_bucket ends like a part of a histogram or a summary",
    "a_ns_total, counter, x, a_ns_total has the abbreviated unit ns",
    "a_milliseconds, gauge, x, 'a_milliseconds has milliseconds, which is no base unit'",
    "a_hours, gauge, x, 'a_hours has hours, which is no base unit'",
    "a_gauge, gauge, x, a_gauge includes its type",
    "a_bC, gauge, x, a_bC is no snake_case"
  })
  void another_name_would_be_found(String name, String type, String help, String complaint)
      throws Exception {
    var text =
        "# HELP " + name + " " + help + "\n# TYPE " + name + " " + type + "\n" + name + " 1\n";
    assertEquals(List.of(complaint), MetricsLint.complaints(text));
    MetricsLint.ofPromtool(text).ifPresent(said -> assertTrue(said.contains(name), said));
  }
}
