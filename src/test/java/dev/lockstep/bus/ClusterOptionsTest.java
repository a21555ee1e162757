package dev.lockstep.bus;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import dev.lockstep.FreePorts;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The options of the event bus")
class ClusterOptionsTest {
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "::1"})
  void members_find_each_other_by_number_and_by_name_and_listen_nowhere_else(String host)
      throws IOException {
    var members = members(host);
    var first = start("A", members);
    try {
      var second = start("B", members);
      try {
        for (var instance : List.of(first, second)) {
          await()
              .atMost(Duration.ofSeconds(30))
              .until(() -> instance.getCluster().getMembers().size() == 2);
        }
        assertListensOnLoopbackOnly(members.get("A").getPort());
      } finally {
        second.shutdown();
      }
    } finally {
      first.shutdown();
    }
  }

  private static Map<String, InetSocketAddress> members(String host) {
    return Map.of(
        "A",
        new InetSocketAddress(host, FreePorts.take()),
        "B",
        new InetSocketAddress(host, FreePorts.take()));
  }

  private static String at(String host, int port) {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  private static HazelcastInstance start(String self, Map<String, InetSocketAddress> members) {
    var others = new HashMap<>(members);
    others.remove(self);
    return GuardedHazelcast.start(config(self, members), Greetings.of(self), others);
  }

  private static Config config(String self, Map<String, InetSocketAddress> members) {
    var own = members.get(self);
    var all = members.values().stream().map(ClusterOptionsTest::shown).sorted().toList();
    return ClusterOptions.hazelcast("test", own.getHostString(), own.getPort(), shown(own), all);
  }

  private static String shown(InetSocketAddress address) {
    return at(address.getHostString(), address.getPort());
  }

  /** A program of another user of the machine, which knows the cluster file. */
  @Test
  void who_has_no_key_does_not_join() {
    var members = members("127.0.0.1");
    var first = start("A", members);
    // Hazelcast without what this node adds: B is down, and has left its port to others.
    var rogue = config("B", members);
    rogue
        .getAdvancedNetworkConfig()
        .getEndpointConfigs()
        .values()
        .forEach(endpoint -> endpoint.setSocketInterceptorConfig(null));
    rogue.setProperty("hazelcast.max.join.seconds", "2");
    try {
      assertThrows(IllegalStateException.class, () -> Hazelcast.newHazelcastInstance(rogue));
      assertEquals(1, first.getCluster().getMembers().size());
    } finally {
      first.shutdown();
    }
  }

  /** It takes connections and says nothing, as a node does that was frozen. */
  @Test
  @Tag("long")
  void who_has_the_port_of_a_member_keeps_no_other_from_starting() throws IOException {
    var members = members("127.0.0.1");
    long begun = System.nanoTime();
    try (var _ =
        new ServerSocket(members.get("B").getPort(), 50, InetAddress.getLoopbackAddress())) {
      start("A", members).shutdown();
    }
    assertTrue(Duration.ofNanos(System.nanoTime() - begun).toSeconds() < 60);
  }

  private static void assertListensOnLoopbackOnly(int port) throws IOException {
    for (var network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      for (var address : Collections.list(network.getInetAddresses())) {
        if (!address.isLoopbackAddress()) {
          assertThrows(ConnectException.class, () -> new Socket(address, port).close());
        }
      }
    }
  }
}
