package dev.lockstep.bus;

import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.EndpointQualifier;
import com.hazelcast.instance.impl.DefaultNodeContext;
import com.hazelcast.instance.impl.DefaultNodeExtension;
import com.hazelcast.instance.impl.HazelcastInstanceFactory;
import com.hazelcast.instance.impl.Node;
import com.hazelcast.instance.impl.NodeExtension;
import com.hazelcast.nio.MemberSocketInterceptor;
import dev.lockstep.door.Greeting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A Hazelcast that reads nothing from a connection before both ends have proved that they are
 * members ({@link Greeting}).
 *
 * <p>Hazelcast has a place for that, the socket interceptor, and fills it in its paid edition only.
 * So this names a class that is not in its public interface: a newer version may move it, and then
 * this does not compile.
 */
public final class GuardedHazelcast {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private GuardedHazelcast() {}

  /**
   * Starts it, and waits until it has joined the members that are there.
   *
   * @param config of {@link ClusterOptions}
   * @param members where the Hazelcast of each other member listens, as this machine reaches it
   * @throws RuntimeException of Hazelcast, when it cannot start
   */
  public static HazelcastInstance start(
      Config config, Greeting greeting, Map<String, InetSocketAddress> members) {
    var interceptor = new Interceptor(greeting, Map.copyOf(members));
    return HazelcastInstanceFactory.newHazelcastInstance(
        config,
        "lockstep-" + NUMBER.incrementAndGet(),
        new DefaultNodeContext() {
          @Override
          public NodeExtension createNodeExtension(Node node) {
            return new DefaultNodeExtension(node) {
              @Override
              public MemberSocketInterceptor getSocketInterceptor(EndpointQualifier endpoint) {
                return interceptor;
              }
            };
          }
        });
  }

  /** Called on Hazelcast's threads for connections, with a blocking socket. */
  private record Interceptor(Greeting greeting, Map<String, InetSocketAddress> members)
      implements MemberSocketInterceptor {
    @Override
    public void init(Properties none) {
      // All is known already.
    }

    @Override
    public void onAccept(Socket accepted) throws IOException {
      greeting.accept(accepted);
    }

    @Override
    public void onConnect(Socket connected) throws IOException {
      greeting.connect(connected, memberAt((InetSocketAddress) connected.getRemoteSocketAddress()));
    }

    private String memberAt(InetSocketAddress address) throws IOException {
      for (var member : members.entrySet()) {
        if (member.getValue().getPort() == address.getPort()
            && isOf(member.getValue().getHostString(), address.getAddress())) {
          return member.getKey();
        }
      }
      throw new IOException("no member's Hazelcast is at " + address);
    }

    private static boolean isOf(String host, InetAddress address) throws IOException {
      return Arrays.asList(InetAddress.getAllByName(host)).contains(address);
    }
  }
}
