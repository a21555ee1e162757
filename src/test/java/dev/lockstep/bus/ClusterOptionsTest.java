package dev.lockstep.bus;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The options of the event bus")
class ClusterOptionsTest {
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "::1"})
  void members_find_each_other_by_number_and_by_name_and_listen_nowhere_else(String host)
      throws IOException {
    int one = freePort();
    int other = freePort();
    var members = List.of(at(host, one), at(host, other));
    var first = start(host, one, members);
    try {
      var second = start(host, other, members);
      try {
        for (var instance : List.of(first, second)) {
          await()
              .atMost(Duration.ofSeconds(30))
              .until(() -> instance.getCluster().getMembers().size() == 2);
        }
        assertListensOnLoopbackOnly(one);
      } finally {
        second.shutdown();
      }
    } finally {
      first.shutdown();
    }
  }

  private static String at(String host, int port) {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  private static HazelcastInstance start(String host, int port, List<String> members) {
    return Hazelcast.newHazelcastInstance(
        ClusterOptions.hazelcast("test", host, port, at(host, port), members));
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

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
