package dev.lockstep.console.metrics;

import dev.lockstep.order.MemberState;
import dev.lockstep.order.Status;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * What the order says of itself when it is asked: gauges, those of peers with the name of the
 * member. Without an answer they have no value (NaN), and not an old one.
 */
final class StatusGauges {
  private static final double MILLIS = 1_000;

  private final MeterRegistry registry;
  private final Map<String, Boolean> known = new TreeMap<>();

  /** As it was told last; null while it is not known. */
  private Status status;

  StatusGauges(MeterRegistry registry) {
    this.registry = registry;
    gauge("lockstep.pending.transfers", "Transfers that wait for a block", Status::pending);
    gauge(
        "lockstep.ready",
        "Whether the member takes part and waits for nobody, 1 or 0",
        each -> each.state() == MemberState.READY ? 1 : 0);
    gauge("lockstep.durable.height", "Newest block on the disk of this node", Status::durable);
  }

  private void gauge(String name, String help, ToDoubleFunction<Status> value) {
    Gauge.builder(
            name, this, all -> all.status == null ? Double.NaN : value.applyAsDouble(all.status))
        .description(help)
        .register(registry);
  }

  void show(Optional<Status> told) {
    status = told.orElse(null);
    told.ifPresent(
        each -> each.peers().forEach(peer -> known.computeIfAbsent(peer.member(), this::register)));
  }

  private boolean register(String member) {
    peer(
        "lockstep.peer.up",
        "Whether the peer is heard, 1 or 0",
        member,
        peer -> peer.presence() == Status.Presence.UP ? 1 : 0);
    peer(
        "lockstep.peer.silent.seconds",
        "Time since the peer was last heard",
        member,
        peer -> peer.lastHeardMillis() < 0 ? Double.NaN : peer.lastHeardMillis() / MILLIS);
    peer("lockstep.peer.height", "Newest block of the peer", member, Status.PeerStatus::height);
    peer(
        "lockstep.peer.durable.height",
        "Newest block on the disk of the peer",
        member,
        Status.PeerStatus::durable);
    Gauge.builder("lockstep.waiting.for", this, all -> all.isWaitedFor(member))
        .description("Whether this node waits for the peer, 1 or 0")
        .tag("member", member)
        .register(registry);
    return true;
  }

  private void peer(
      String name, String help, String member, ToDoubleFunction<Status.PeerStatus> value) {
    Function<StatusGauges, Double> found =
        all ->
            all.status == null
                ? Double.NaN
                : all.status.peers().stream()
                    .filter(peer -> peer.member().equals(member))
                    .mapToDouble(value)
                    .findFirst()
                    .orElse(Double.NaN);
    Gauge.builder(name, this, found::apply)
        .description(help)
        .tag("member", member)
        .register(registry);
  }

  private double isWaitedFor(String member) {
    return status == null ? Double.NaN : status.waitingFor().contains(member) ? 1 : 0;
  }
}
