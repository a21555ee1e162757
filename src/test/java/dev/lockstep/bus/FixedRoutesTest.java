package dev.lockstep.bus;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.FreePorts;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The routes of the event bus")
class FixedRoutesTest {
  private static final String HOST = "127.0.0.1";

  @Test
  void members_reach_each_other_also_where_hazelcast_knows_of_neither() {
    var members =
        Map.of(
            "A",
            new NodeInfo(HOST, FreePorts.take(), null),
            "B",
            new NodeInfo(HOST, FreePorts.take(), null));
    // Two ledgers are two clusters of Hazelcast, each of one.
    var a = start("one", "A", members);
    var b = start("other", "B", members);
    try {
      Queue<String> heard = new ConcurrentLinkedQueue<>();
      a.eventBus().<String>consumer(Addresses.inbox("A"), m -> heard.add(m.body()));
      b.eventBus()
          .<String>consumer(
              Addresses.inbox("B"), m -> b.eventBus().send(Addresses.inbox("A"), m.body() + "!"))
          .completion()
          .await();
      for (int i = 0; i < 3; i++) {
        a.eventBus().send(Addresses.inbox("B"), "Hello " + i);
      }

      await().atMost(Duration.ofSeconds(10)).until(() -> heard.size() == 3);
      assertEquals(List.of("Hello 0!", "Hello 1!", "Hello 2!"), List.copyOf(heard));
    } finally {
      a.close().await();
      b.close().await();
    }
  }

  /** While Hazelcast hands its partitions out, it answers nothing for seconds. */
  @Test
  void a_start_waits_for_no_map_of_hazelcast() {
    var vertx = Vertx.vertx();
    int port = FreePorts.take();
    var hazelcast =
        GuardedHazelcast.start(
            ClusterOptions.hazelcast(
                "late", HOST, port, HOST + ":" + port, List.of(HOST + ":" + port)),
            Greetings.of("A"),
            Map.of());
    try {
      // It has not joined, so it has no map to write to.
      var routes = new FixedRoutes(hazelcast, Map.of());
      routes.init(vertx);
      var known = Promise.<Void>promise();
      routes.setNodeInfo(new NodeInfo(HOST, 1, null), known);
      var registered = Promise.<Void>promise();
      routes.addRegistration(Addresses.inbox("A"), new RegistrationInfo("A", 1, false), registered);
      assertTrue(known.future().succeeded());
      assertTrue(registered.future().succeeded());
    } finally {
      vertx.close().await();
      hazelcast.shutdown();
    }
  }

  private static Vertx start(String ledger, String member, Map<String, NodeInfo> members) {
    int hazelcast = FreePorts.take();
    var config =
        ClusterOptions.hazelcast(
            ledger, HOST, hazelcast, HOST + ":" + hazelcast, List.of(HOST + ":" + hazelcast));
    var bus =
        ClusterOptions.eventBus(HOST, members.get(member).port(), HOST, members.get(member).port());
    return Vertx.builder()
        .with(new VertxOptions().setEventBusOptions(bus))
        .withClusterManager(
            new FixedRoutes(
                GuardedHazelcast.start(config, Greetings.of(member), Map.of()), members))
        .buildClustered()
        .await();
  }
}
