package dev.lockstep.node;

import static java.util.stream.Collectors.toMap;

import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import dev.lockstep.bus.Addresses;
import dev.lockstep.bus.ClusterOptions;
import dev.lockstep.bus.EnvelopeCodec;
import dev.lockstep.bus.EnvelopeSeal;
import dev.lockstep.bus.FixedRoutes;
import dev.lockstep.bus.GuardedHazelcast;
import dev.lockstep.bus.Local;
import dev.lockstep.bus.LocalCodec;
import dev.lockstep.config.Member;
import dev.lockstep.config.NodeOptions;
import dev.lockstep.door.Door;
import dev.lockstep.door.Greeting;
import dev.lockstep.door.GuardedTransport;
import dev.lockstep.door.Machines;
import dev.lockstep.door.MemberTls;
import dev.lockstep.door.Refusals;
import dev.lockstep.door.Tunnels;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.micrometer.MicrometerMetricsFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A member's place on the clustered event bus: Vert.x, and what connects it to other machines.
 *
 * @param between of a cluster on several machines
 */
record Membership(Vertx vertx, EnvelopeSeal seal, Optional<Between> between) {
  /** Each member has one connection of the event bus here, and two while it makes a new one. */
  private static final int BUS_CONNECTIONS = 4;

  /**
   * Connections, protocol and console share one event loop, so a message passes through a node
   * without a change of threads. What takes long is done by workers.
   */
  private static final int EVENT_LOOPS = 1;

  /** Hazelcast has one between two members, and two for a moment. */
  private static final int DOOR_CONNECTIONS = 8;

  private static final long LEAVE_SECONDS = 8;

  /** What a node on one of several machines has open besides. */
  record Between(Door door, Tunnels tunnels) implements AutoCloseable {
    @Override
    public void close() {
      tunnels.close();
      door.close();
    }
  }

  /**
   * @param registry for what Vert.x measures
   * @throws NodeException when the event bus cannot be joined in time
   */
  static Membership join(
      NodeOptions options,
      Member member,
      Machines machines,
      Identity identity,
      PrometheusMeterRegistry registry,
      long secondsMax) {
    var members = options.config().members();
    var refusals = new Refusals(registry);
    var tls = new MemberTls(member.name(), identity.key(), identity.keyring());
    var transport =
        new GuardedTransport(
            tls,
            refusals,
            member.http(),
            BUS_CONNECTIONS * members.size(),
            EnvelopeCodec.NAME,
            Addresses.inbox(member.name()));
    var between =
        machines.elsewhere().isEmpty()
            ? Optional.<Between>empty()
            : Optional.of(open(member, members, machines, tls, refusals, transport));
    Optional<HazelcastInstance> hazelcast = Optional.empty();
    try {
      hazelcast =
          Optional.of(
              hazelcast(
                  options,
                  member,
                  machines,
                  new Greeting(member.name(), identity.key(), identity.keyring(), refusals)));
      var builder =
          Vertx.builder()
              .with(
                  new VertxOptions()
                      .setEventLoopPoolSize(EVENT_LOOPS)
                      .setMetricsOptions(VertxMeters.options())
                      .setFileSystemOptions(ResourceFolder.options(options.directory()))
                      .setEventBusOptions(eventBus(member, between.isPresent())))
              .withMetrics(new MicrometerMetricsFactory(registry))
              .withTransport(transport)
              .withClusterManager(new FixedRoutes(hazelcast.get(), buses(members)));
      var vertx = Await.seconds("join the event bus", secondsMax, builder.buildClustered());
      var seal = new EnvelopeSeal(member.name(), identity.key(), identity.keyring());
      vertx
          .eventBus()
          .registerCodec(new EnvelopeCodec(seal, refusals))
          .registerCodec(new LocalCodec());
      refusals.listen((what, sentence) -> fault(vertx, what, sentence));
      return new Membership(vertx, seal, between);
    } catch (RuntimeException e) {
      hazelcast.ifPresent(HazelcastInstance::shutdown);
      between.ifPresent(Between::close);
      throw e;
    }
  }

  /**
   * @throws NodeException when that takes too long
   */
  void leave() {
    try {
      Await.seconds("stop", LEAVE_SECONDS, vertx.close());
    } finally {
      between.ifPresent(Between::close);
    }
  }

  /** Before the order is there, nobody hears of it. */
  private static void fault(Vertx vertx, String what, String sentence) {
    vertx
        .eventBus()
        .send(Addresses.ORDER, new Local.ToOrder.Faulted(what, sentence), LocalCodec.options());
  }

  private static HazelcastInstance hazelcast(
      NodeOptions options, Member member, Machines machines, Greeting greeting) {
    var members = options.config().members();
    try {
      return GuardedHazelcast.start(
          ClusterOptions.hazelcast(
              options.config().ledger(),
              machines.hazelcastHost(member),
              member.hazelcast(),
              machines.hazelcast(member),
              members.stream().map(machines::hazelcast).toList()),
          greeting,
          members.stream()
              .filter(other -> !other.equals(member))
              .collect(toMap(Member::name, other -> loopback(machines, other))));
    } catch (HazelcastException | IllegalStateException e) {
      throw new NodeException("The node could not join the event bus: " + e.getMessage() + ".", e);
    }
  }

  /** Between machines the door has the member's port, and passes on to the event bus. */
  private static EventBusOptions eventBus(Member member, boolean isBehindDoor) {
    return isBehindDoor
        ? ClusterOptions.eventBus("127.0.0.1", 0, member.host(), member.bus())
        : ClusterOptions.eventBus(member.bind(), member.bus(), member.host(), member.bus());
  }

  private static Between open(
      Member member,
      List<Member> members,
      Machines machines,
      MemberTls tls,
      Refusals refusals,
      GuardedTransport transport) {
    Door door;
    try {
      door =
          Door.open(
              new InetSocketAddress(member.bind(), member.bus()),
              tls,
              refusals,
              DOOR_CONNECTIONS * members.size(),
              loopback(machines, member),
              transport::eventBusPort);
    } catch (IOException e) {
      throw new NodeException(
          "The port %d of %s for members cannot be opened (%s)."
              .formatted(member.bus(), member.name(), e.getMessage()),
          e);
    }
    var tunnels = new Tunnels(tls, refusals);
    for (var other : machines.elsewhere()) {
      tunnels.open(loopback(machines, other), other.host(), other.bus());
    }
    return new Between(door, tunnels);
  }

  private static InetSocketAddress loopback(Machines machines, Member member) {
    return new InetSocketAddress(machines.hazelcastHost(member), member.hazelcast());
  }

  /** Where each member listens for the others. */
  private static Map<String, NodeInfo> buses(List<Member> members) {
    return members.stream()
        .collect(toMap(Member::name, m -> new NodeInfo(m.host(), m.bus(), null)));
  }
}
