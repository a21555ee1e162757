package dev.lockstep.bus;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lockstep.FreePorts;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.spi.cluster.NodeInfo;
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
