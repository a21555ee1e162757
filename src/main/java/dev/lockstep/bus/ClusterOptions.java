package dev.lockstep.bus;

import com.hazelcast.config.ClassFilter;
import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.config.SocketInterceptorConfig;
import com.hazelcast.config.TcpIpConfig;
import io.vertx.core.eventbus.EventBusOptions;
import java.util.List;
import java.util.UUID;

/**
 * The options of Hazelcast and of the event bus. The event bus needs Hazelcast to run in a cluster;
 * nothing that the ledger decides, and no address of a member ({@link FixedRoutes}), depends on it.
 */
public final class ClusterOptions {
  private static final int SILENCE_SECONDS = 5;

  /** Then a start fails. As a rule it takes two. */
  private static final int JOIN_SECONDS = 120;

  /** Of Hazelcast's data; the same on all members, or they do not join. */
  private static final int PARTITIONS = 7;

  private ClusterOptions() {}

  /**
   * @param loopback what is listened on, and nothing else is
   * @param self {@code host:port} by which the others know this member
   * @param members the same of all members
   */
  public static Config hazelcast(
      String ledger, String loopback, int port, String self, List<String> members) {
    var config = new Config().setClusterName("lockstep-" + ledger);
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.shutdownhook.enabled", "false");
    // Nobody reads its measurements, which it would publish as MBeans and collect for others.
    config.getMetricsConfig().setEnabled(false);
    config.setProperty("hazelcast.health.monitoring.level", "OFF");
    // A few entries live in it: the usual 271 partitions would be handed out anew at every join.
    config.setProperty("hazelcast.partition.count", String.valueOf(PARTITIONS));
    // Not by an interface: with one, Hazelcast leaves out every member that is given by its name.
    config.setProperty("hazelcast.local.localAddress", loopback);
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.getSerializationConfig().setJavaSerializationFilterConfig(classes());
    // Hazelcast would leave out IPv6 addresses otherwise; what is listened on is given anyway.
    config.setProperty("hazelcast.prefer.ipv4.stack", "false");
    // Joining takes two seconds instead of ten.
    config.setProperty("hazelcast.wait.seconds.before.join", "0");
    config.setProperty("hazelcast.max.wait.seconds.before.join", "0");
    config.setProperty("hazelcast.tcp.join.port.try.count", "1");
    config.setProperty("hazelcast.max.join.seconds", String.valueOf(JOIN_SECONDS));
    config.setProperty("hazelcast.heartbeat.interval.seconds", "1");
    config.setProperty("hazelcast.max.no.heartbeat.seconds", String.valueOf(SILENCE_SECONDS));
    // A node that was frozen or cut off for longer is found again soon after it is back.
    config.setProperty("hazelcast.merge.first.run.delay.seconds", "2");
    config.setProperty("hazelcast.merge.next.run.delay.seconds", "2");

    // What Vert.x calls this member where it asks Hazelcast, which is not for the inboxes.
    config.getMemberAttributeConfig().setAttribute("__vertx.nodeId", UUID.randomUUID().toString());

    // Only a member endpoint: foreign clients could read and change the map of addresses.
    var network = config.getAdvancedNetworkConfig().setEnabled(true);
    network.setMemberEndpointConfig(endpoint(port, self));
    network.setJoin(join(members));

    // What vertx-hazelcast expects, with one more backup than its own configuration.
    config.addMultiMapConfig(
        new MultiMapConfig("__vertx.subs")
            .setBackupCount(2)
            .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET));
    config.addMapConfig(new MapConfig("__vertx.haInfo").setBackupCount(2));
    config.addMapConfig(new MapConfig("__vertx.nodeInfo").setBackupCount(2));
    return config;
  }

  /**
   * What Hazelcast may make of bytes by Java's serialization: its own classes and Java's plain
   * ones. Everything else on the class path could be an attacker's tool.
   */
  private static JavaSerializationFilterConfig classes() {
    var allowed =
        new ClassFilter()
            .addPrefixes("com.hazelcast.", "io.vertx.spi.cluster.hazelcast.", "[")
            .addPackages("java.lang", "java.util", "java.util.concurrent");
    // Hazelcast's own list would allow all of java and javax too.
    return new JavaSerializationFilterConfig().setDefaultsDisabled(true).setWhitelist(allowed);
  }

  private static ServerSocketEndpointConfig endpoint(int port, String self) {
    var endpoint = new ServerSocketEndpointConfig().setPort(port).setPortAutoIncrement(false);
    endpoint.setReuseAddress(true);
    endpoint.setPublicAddress(self);
    endpoint.setSocketInterceptorConfig(new SocketInterceptorConfig().setEnabled(true));
    return endpoint;
  }

  private static JoinConfig join(List<String> members) {
    var join = new JoinConfig();
    join.getMulticastConfig().setEnabled(false);
    join.getAutoDetectionConfig().setEnabled(false);
    // The time for which a start waits for members that cannot be reached, or that are starting
    // too.
    join.setTcpIpConfig(
        new TcpIpConfig().setEnabled(true).setMembers(members).setConnectionTimeoutSeconds(1));
    return join;
  }

  /**
   * @param bind what is listened on
   * @param port 0: any that is free
   * @param host where the others connect to
   * @param publicPort see {@code host}
   */
  public static EventBusOptions eventBus(String bind, int port, String host, int publicPort) {
    return new EventBusOptions()
        .setHost(bind)
        .setPort(port)
        .setClusterPublicHost(host)
        .setClusterPublicPort(publicPort)
        // Both ends cut off a connection on which neither a ping nor its answer has arrived for
        // SILENCE_SECONDS. The event bus's own timeout would close in order and wait until the dead
        // peer has taken all pending bytes, so that timeout is set too long to matter.
        .setClusterPingInterval(1_000)
        .setReadIdleTimeout(SILENCE_SECONDS)
        .setClusterPingReplyInterval(60_000)
        .setConnectTimeout(2_000)
        .setTcpNoDelay(true);
  }
}
