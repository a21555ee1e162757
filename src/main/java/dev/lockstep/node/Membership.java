package dev.lockstep.node;

import static java.util.stream.Collectors.toMap;

import dev.lockstep.bus.ClusterOptions;
import dev.lockstep.bus.EnvelopeCodec;
import dev.lockstep.bus.FixedRoutes;
import dev.lockstep.bus.LocalCodec;
import dev.lockstep.config.Hosts;
import dev.lockstep.config.Member;
import dev.lockstep.config.NodeOptions;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.micrometer.MicrometerMetricsFactory;
import java.util.List;
import java.util.Map;

/** Joins the clustered event bus as a member. */
final class Membership {
  private Membership() {}

  /**
   * @param registry for what Vert.x measures
   * @throws NodeException when the event bus cannot be joined in time
   */
  static Vertx join(
      NodeOptions options, Member member, PrometheusMeterRegistry registry, long secondsMax) {
    // Vert.x prefers files of the working directory to those of the jar: it gets one where nobody
    // else can leave a page for our visitors.
    System.setProperty("vertx.cwd", options.directory().resolve("journal").toString());
    var config = options.config();
    var hazelcast =
        ClusterOptions.hazelcast(
            config.ledger(),
            member.bind(),
            Hosts.isAny(member.bind()),
            member.hazelcast(),
            member.at(member.hazelcast()),
            config.members().stream().map(m -> m.at(m.hazelcast())).toList());
    var vertx =
        Await.seconds(
            "join the event bus",
            secondsMax,
            Vertx.builder()
                .with(
                    new VertxOptions()
                        .setMetricsOptions(VertxMeters.options())
                        .setFileSystemOptions(ResourceFolder.options(options.directory()))
                        .setEventBusOptions(
                            ClusterOptions.eventBus(member.bind(), member.host(), member.bus())))
                .withMetrics(new MicrometerMetricsFactory(registry))
                .withClusterManager(new FixedRoutes(hazelcast, buses(config.members())))
                .buildClustered());
    vertx.eventBus().registerCodec(new EnvelopeCodec()).registerCodec(new LocalCodec());
    return vertx;
  }

  /** Where each member listens for the others. */
  private static Map<String, NodeInfo> buses(List<Member> members) {
    return members.stream()
        .collect(toMap(Member::name, m -> new NodeInfo(m.host(), m.bus(), null)));
  }
}
